import { elementsOf, statesOf } from './elements.ts';
import { fileForApp } from './files.ts';
import type { StoredMessage } from './messages.ts';
import type { Container, ElementStates } from './protocol.ts';
import type { StoredView } from './views.ts';
import { channelById, personById, type World } from './world.ts';

/** The building blocks of Slack's requests to an app. */

export function appAndTeam(world: World) {
  const { app, team } = world.workspace;
  return { token: 'not-used', api_app_id: app.id, team: { id: team.id, domain: domainOf(team.name) } };
}

export function userOf(world: World, id: string) {
  const person = personById(world, id);
  return { id, username: person?.name ?? id, name: person?.name ?? id, team_id: teamOf(world, id) };
}

/** A person's team: for people who are here through a shared channel, their own organization's. */
export function teamOf(world: World, person: string): string {
  return personById(world, person)?.role === 'stranger' ? 'T0ELSEWHERE' : world.workspace.team.id;
}

export function domainOf(teamName: string): string {
  return teamName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

export function channelOf(world: World, id: string) {
  const channel = channelById(world, id);
  return { id, name: channel?.kind === 'direct' ? 'directmessage' : (channel?.name ?? id) };
}

/** A message as it appears in an event or a click. */
export function messageForApp(world: World, message: StoredMessage) {
  const { app, team } = world.workspace;
  return {
    type: 'message',
    user: message.author.id,
    ...(message.author.kind === 'app' && { bot_id: world.botId, app_id: app.id }),
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.blocks && { blocks: message.blocks }),
    ...(message.threadTs && { thread_ts: message.threadTs }),
    ...(message.files && { files: message.files.map(({ id }) => appFile(world, id)).filter(Boolean) }),
  };
}

/** A view as it appears in submissions, clicks and `views.*`. */
export function viewForApp(world: World, stored: StoredView) {
  const { view } = stored;
  const modal = view.type === 'modal' ? view : undefined;
  return {
    id: stored.id,
    team_id: world.workspace.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    state: { values: valuesForApp(world, statesOf(view.blocks, stored.states)) },
    hash: stored.hash,
    title: modal?.title ?? { type: 'plain_text', text: 'View Title' },
    submit: modal?.submit ?? null,
    close: modal?.close ?? null,
    clear_on_close: modal?.clear_on_close ?? false,
    notify_on_close: modal?.notify_on_close ?? false,
    root_view_id: stored.rootId,
    previous_view_id: stored.previousId,
    app_id: world.workspace.app.id,
    app_installed_team_id: world.workspace.team.id,
    bot_id: world.botId,
  };
}

/** States in which files appear as the app knows them, by id. */
export function valuesForApp(world: World, states: ElementStates) {
  return Object.fromEntries(
    Object.entries(states).map(([blockId, actions]) => [
      blockId,
      Object.fromEntries(
        Object.entries(actions).map(([actionId, state]) => [
          actionId,
          state.type === 'file_input'
            ? { ...state, files: (state.files ?? []).map(({ id }) => appFile(world, id)).filter(Boolean) }
            : state,
        ]),
      ),
    ]),
  );
}

/** The place of an element and what surrounds it: the common part of clicks and suggestions. */
export function containerForApp(world: World, found: FoundContainer) {
  if ('view' in found) {
    return {
      container: { type: 'view', view_id: found.view.id },
      view: viewForApp(world, found.view),
    };
  }
  const { message } = found;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeral === true,
      ...(message.threadTs && { thread_ts: message.threadTs }),
    },
    channel: channelOf(world, message.channel),
    // Slack does not say what an ephemeral message contained.
    ...(message.ephemeral ? {} : { message: messageForApp(world, message) }),
  };
}

export type FoundContainer = { view: StoredView } | { message: StoredMessage };

/** The view or message that a person can interact with; undefined if it doesn't exist or isn't theirs. */
export function findContainer(
  world: World,
  person: string,
  container: Container,
): FoundContainer | undefined {
  if (container.type === 'view') {
    const view = world.views.find(container.viewId);
    return view?.person === person ? { view } : undefined;
  }
  const message = world.messages.find(container.channel, container.ts);
  return message && world.messages.seenBy(person).includes(message) ? { message } : undefined;
}

export function blocksIn(found: FoundContainer) {
  return 'view' in found ? found.view.view.blocks : (found.message.blocks ?? []);
}

/** The response URLs of a submission: one for each conversation chosen in a select that requests it. */
export function responseUrlsIn(world: World, stored: StoredView) {
  return elementsOf(stored.view.blocks).flatMap(({ block, element }) => {
    if (!element.response_url_enabled) return [];
    const state = statesOf(stored.view.blocks, stored.states)[block.block_id]?.[element.action_id];
    const channel = state?.selected_conversation ?? state?.selected_channel;
    if (!channel) return [];
    const response_url = world.base() + world.responseUrls.make({ person: stored.person, channel });
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channel, response_url }];
  });
}

export function appFile(world: World, id: string) {
  const file = world.files.find(id);
  return file && fileForApp(file, world.base(), world.workspace.team.id);
}
