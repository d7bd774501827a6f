import type { Option, OptionGroup } from '@slack/types';
import { checkSuggestions } from '../checks/check.ts';
import { findElement, type PlacedElement, stateKey, statesOf } from '../elements.ts';
import {
  appAndTeam,
  blocksIn,
  containerForApp,
  type FoundContainer,
  findContainer,
  userOf,
  valuesForApp,
} from '../payloads.ts';
import type { ActionRequest, ElementStates, OptionsAnswer, OptionsRequest, Outcome } from '../protocol.ts';
import type { World } from '../world.ts';
import { goneOutcome, outcomeOf } from './outcome.ts';

/** Clicks a button, chooses from a select, or types into an input that dispatches. */
export async function act(world: World, request: ActionRequest): Promise<Outcome> {
  const { person, container, blockId, actionId, state = {}, states = {} } = request;
  const found = findContainer(world, person, container);
  const placed = found && findElement(blocksIn(found), blockId, actionId);
  if (!found || !placed) return goneOutcome(container.type);

  const key = stateKey(placed.element.type);
  const given: ElementStates = key
    ? withState(states, blockId, actionId, { type: placed.element.type, ...state })
    : states;
  if ('view' in found) found.view.states = { ...found.view.states, ...given };
  const context = containerForApp(world, found);
  const values = valuesForApp(world, statesOf(blocksIn(found), given));
  const reply = await world.link.send(
    'block_actions',
    interaction({
      type: 'block_actions',
      user: userOf(world, person),
      ...appAndTeam(world),
      ...context,
      trigger_id: world.triggers.make({
        person,
        ...('view' in found && found.view.view.type === 'modal' && { viewId: found.view.id }),
      }),
      ...responseUrl(world, person, found),
      ...('message' in found && { state: { values } }),
      is_enterprise_install: false,
      actions: [actionOf(world, placed, state, values)],
    }),
  );
  return outcomeOf(reply);
}

/** Asks the app for the options of an external select. */
export async function suggestOptions(world: World, request: OptionsRequest): Promise<OptionsAnswer> {
  const { person, container, blockId, actionId, query } = request;
  const found = findContainer(world, person, container);
  if (!found || !findElement(blocksIn(found), blockId, actionId)) {
    return { ok: false, notice: 'This no longer exists.' };
  }
  const reply = await world.link.send(
    'block_suggestion',
    interaction({
      type: 'block_suggestion',
      user: userOf(world, person),
      ...appAndTeam(world),
      ...containerForApp(world, found),
      block_id: blockId,
      action_id: actionId,
      value: query,
      is_enterprise_install: false,
    }),
  );
  const outcome = outcomeOf(reply);
  if (!outcome.ok || reply.kind !== 'answered') return { ok: false, notice: 'Result could not be loaded.' };
  const faults = checkSuggestions(reply.body);
  if (faults.length > 0) {
    const why = faults.map(({ path, message }) => `${message} [json-pointer:${path}]`).join('; ');
    world.journal.add({ kind: 'refused', what: 'suggestions', why });
    return { ok: false, notice: 'Result could not be loaded.' };
  }
  const { options, option_groups } = reply.body as { options?: Option[]; option_groups?: OptionGroup[] };
  return (options ? { ok: true, options } : { ok: true, option_groups }) as OptionsAnswer;
}

/** The format of everything interactive that Slack sends. */
export function interaction(payload: object): URLSearchParams {
  return new URLSearchParams({ payload: JSON.stringify(payload) });
}

function withState(
  states: ElementStates,
  blockId: string,
  actionId: string,
  state: ElementStates[string][string],
) {
  return { ...states, [blockId]: { ...states[blockId], [actionId]: state } };
}

function responseUrl(world: World, person: string, found: FoundContainer) {
  if ('view' in found) return {};
  const { channel, ts, threadTs } = found.message;
  const target = { person, channel, messageTs: ts, ...(threadTs && { threadTs }) };
  return { response_url: world.base() + world.responseUrls.make(target) };
}

/** The entry in `actions`: the element's own properties, and the chosen value. */
function actionOf(
  world: World,
  { block, element }: PlacedElement,
  state: NonNullable<ActionRequest['state']>,
  values: Record<string, Record<string, object>>,
) {
  const { type, action_id, text, value, style, placeholder, confirm } = element;
  const common = { type, action_id, block_id: block.block_id, action_ts: world.ids.ts() };
  if (type === 'button')
    return { ...common, text, ...(value !== undefined && { value }), ...(style !== undefined && { style }) };
  if (type === 'overflow') return { ...common, selected_option: state.selected_option };
  const chosen = values[block.block_id]?.[action_id] ?? state;
  return {
    ...common,
    ...chosen,
    ...(placeholder !== undefined && { placeholder }),
    ...(confirm !== undefined && { confirm }),
  };
}
