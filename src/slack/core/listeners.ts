import type { AllMiddlewareArgs, App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { type ActionName, actions, moreActions, type ViewName, views, withWordBehind } from './ids.ts';
import { chosenIn } from './menu.ts';

type Listener = (args: never) => Promise<void>;

/** Rejects names that are not ids. */
type Only<Given, Name> = Given & Record<Exclude<keyof Given, Name>, never>;

/**
 * Registers the listeners of buttons and other elements, by the names of their ids in ids.ts. The compiler
 * reports an id without a listener, and a listener without an id. Bolt asks each of its listeners about each
 * request, so that hundreds of them would slow down everything: it gets one, which looks up the rest.
 */
export function registerButtons<Given extends Record<ActionName, Listener>>(
  bolt: App,
  buttons: Only<Given, ActionName>,
): void {
  const listeners = new Map(
    Object.entries(buttons).map(([name, each]) => [actions[name as ActionName], each]),
  );
  const withWord = new Map([...withWordBehind].map((name) => [actions[name], buttons[name] as Listener]));
  const find = (id: string): Listener | undefined => listeners.get(id as never) ?? nearestIn(withWord, id);
  const ids = [...listeners.keys(), moreActions, ...[...withWord.keys()].map((id) => `${id}.*`)];
  bolt.action({ type: 'block_actions', action_id: anyOf(ids) }, async (args) => {
    const listener = args.action.action_id === moreActions ? chosenFrom(find) : find(args.action.action_id);
    await listener?.(args as never);
  });
}

/** The listener whose id an id begins with: `campaigns.show` for `campaigns.show.home`. */
function nearestIn(withWord: ReadonlyMap<string, Listener>, id: string): Listener | undefined {
  for (let end = id.lastIndexOf('.'); end > 0; end = id.lastIndexOf('.', end - 1)) {
    const found = withWord.get(id.slice(0, end));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Matches any of the ids; `*` stands for anything. */
export const anyOf = (ids: readonly string[]): RegExp =>
  new RegExp(`^(?:${ids.map((id) => id.replaceAll('.', '\\.').replace('*', '.+')).join('|')})$`);

/** What a choice in a menu does: the same as the button that it names. */
function chosenFrom(find: (id: string) => Listener | undefined) {
  return async (args: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    if (args.action.type !== 'overflow') throw new Error('a menu that is not a menu');
    const { action, value } = chosenIn(args.action.selected_option.value);
    const listener = find(action);
    if (listener === undefined) throw new Error(`a menu has a choice without a button: ${action}`);
    const { block_id, action_ts } = args.action;
    const click = { type: 'button', action_id: action, block_id, action_ts, value };
    await (listener as (click: unknown) => Promise<void>)({ ...args, action: click });
  };
}

/** The same for submitted forms. */
export function registerForms<Given extends Record<ViewName, Listener>>(
  bolt: App,
  forms: Only<Given, ViewName>,
): void {
  const listeners = new Map<string, Listener>(
    Object.entries(forms).map(([name, each]) => [views[name as ViewName], each]),
  );
  bolt.view({ type: 'view_submission', callback_id: anyOf([...listeners.keys()]) }, async (args) => {
    await listeners.get(args.view.callback_id)?.(args as never);
  });
}
