import { limits } from '../checks/limits.ts';
import { sharedFile } from '../files.ts';
import { isMember } from '../messages.ts';
import { appAndTeam, channelOf, messageForApp, userOf, viewForApp } from '../payloads.ts';
import type { HomeRequest, Outcome, SharedFile, ShortcutRequest } from '../protocol.ts';
import { channelById, directMessageId, type World } from '../world.ts';
import { sendEvent } from './event.ts';
import { goneOutcome, outcomeOf } from './outcome.ts';
import { interaction } from './touch.ts';

/** Opens the app's Home tab or its messages; the app is notified with an event. */
export function openHome(world: World, { person, tab }: HomeRequest): Outcome {
  const home = world.views.homeOf(person);
  sendEvent(world, 'app_home_opened', {
    type: 'app_home_opened',
    user: person,
    channel: directMessageId(person),
    tab,
    event_ts: world.ids.ts(),
    ...(tab === 'home' && home && { view: viewForApp(world, home) }),
  });
  return { ok: true, ackMs: 0 };
}

/** Runs a shortcut, from anywhere or on a message. */
export async function runShortcut(
  world: World,
  { person, callbackId, message }: ShortcutRequest,
): Promise<Outcome> {
  const shortcut = world.manifest.shortcuts?.find((one) => one.callback_id === callbackId);
  if (!shortcut) return goneOutcome('shortcut');
  const common = {
    callback_id: callbackId,
    user: userOf(world, person),
    ...appAndTeam(world),
    trigger_id: world.triggers.make({ person }),
    action_ts: world.ids.ts(),
    is_enterprise_install: false,
  };
  if (shortcut.type === 'global') {
    return outcomeOf(await world.link.send('shortcut', interaction({ type: 'shortcut', ...common })));
  }
  const target = message && world.messages.find(message.channel, message.ts);
  if (!target || target.ephemeral) return goneOutcome('message');
  const { channel, ts } = target;
  const payload = {
    type: 'message_action',
    ...common,
    channel: channelOf(world, channel),
    message_ts: ts,
    message: messageForApp(world, target),
    response_url: world.base() + world.responseUrls.make({ person, channel, messageTs: ts }),
  };
  return outcomeOf(await world.link.send('message_action', interaction(payload)));
}

export interface UploadRequest {
  person: string;
  name: string;
  bytes: Buffer;
  mimetype?: string;
  /** Posts it there; without one it waits for a `file_input`. */
  channel?: string;
}

/** Uploads a file; a string says why it can't. */
export function uploadFile(world: World, request: UploadRequest): SharedFile | string {
  const { person, name, bytes, mimetype, channel } = request;
  if (channel === undefined && bytes.length > limits.fileInput.bytes) {
    return `${name} is larger than 10 MB.`;
  }
  const place = channel === undefined ? undefined : channelById(world, channel);
  if (channel !== undefined && !(place && isMember(place, person))) return 'No such channel.';
  if (place?.kind === 'direct' && world.workspace.isMessagesTabReadOnly)
    return 'Sending messages to this app has been turned off.';
  const file = world.files.add({ name, owner: person, bytes, ...(mimetype && { mimetype }) });
  if (place) {
    file.channels.push(place.id);
    const author = { kind: 'person' as const, id: person };
    world.messages.post({ channel: place.id, author, text: '', files: [sharedFile(file)] });
    const event = { type: 'file_shared', file_id: file.id, user_id: person, channel_id: place.id };
    if (place.appIsMember === false) return sharedFile(file);
    sendEvent(world, 'file_shared', { ...event, file: { id: file.id }, event_ts: world.ids.ts() });
  }
  return sharedFile(file);
}
