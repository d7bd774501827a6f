import type { App } from '@slack/bolt';
import { type ActionName, actions, startsWith, type ViewName, views, withWordBehind } from './ids.ts';

type Listener = (args: never) => Promise<void>;

/** Rejects names that are not ids. */
type Only<Given, Name> = Given & Record<Exclude<keyof Given, Name>, never>;

/**
 * Registers the listeners of buttons and other elements, by the names of their ids in ids.ts. The compiler
 * reports an id without a listener, and a listener without an id.
 */
export function registerButtons<Given extends Record<ActionName, Listener>>(
  bolt: App,
  buttons: Only<Given, ActionName>,
): void {
  for (const [name, listener] of Object.entries(buttons) as [ActionName, Listener][]) {
    const id = withWordBehind.has(name) ? startsWith(actions[name]) : actions[name];
    bolt.action({ type: 'block_actions', action_id: id }, listener as (args: unknown) => Promise<void>);
  }
}

/** The same for submitted forms. */
export function registerForms<Given extends Record<ViewName, Listener>>(
  bolt: App,
  forms: Only<Given, ViewName>,
): void {
  for (const [name, listener] of Object.entries(forms) as [ViewName, Listener][])
    bolt.view(views[name], listener as (args: unknown) => Promise<void>);
}
