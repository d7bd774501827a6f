import type { AllMiddlewareArgs, App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import {
  type ActionName,
  actions,
  moreActions,
  startsWith,
  type ViewName,
  views,
  withWordBehind,
} from './ids.ts';
import { chosenIn } from './menu.ts';

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
  bolt.action({ type: 'block_actions', action_id: moreActions }, chosenFrom(buttons));
}

/** What a choice in a menu does: the same as the button that it names. */
function chosenFrom(buttons: Record<ActionName, Listener>) {
  return async (args: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    if (args.action.type !== 'overflow') throw new Error('a menu that is not a menu');
    const { action, value } = chosenIn(args.action.selected_option.value);
    const name = (Object.keys(buttons) as ActionName[]).find((each) =>
      withWordBehind.has(each) ? startsWith(actions[each]).test(action) : actions[each] === action,
    );
    if (name === undefined) throw new Error(`a menu has a choice without a button: ${action}`);
    const { block_id, action_ts } = args.action;
    const click = { type: 'button', action_id: action, block_id, action_ts, value };
    await (buttons[name] as (click: unknown) => Promise<void>)({ ...args, action: click });
  };
}

/** The same for submitted forms. */
export function registerForms<Given extends Record<ViewName, Listener>>(
  bolt: App,
  forms: Only<Given, ViewName>,
): void {
  for (const [name, listener] of Object.entries(forms) as [ViewName, Listener][])
    bolt.view(views[name], listener as (args: unknown) => Promise<void>);
}
