import { z } from 'zod';
import { checkBlocks } from '../checks/check.ts';
import { limits } from '../checks/limits.ts';
import { isMember, type StoredMessage } from '../messages.ts';
import { messageForApp } from '../payloads.ts';
import type { AnyBlock, Channel } from '../protocol.ts';
import { channelById, directMessageId, personById, type World } from '../world.ts';
import { type Answer, flag, inSlacksForm, json, type Method, method, refuse } from './method.ts';

const contentArgs = {
  text: z.string().optional(),
  blocks: json.optional(),
  markdown_text: z.string().optional(),
  thread_ts: z.string().optional(),
  mrkdwn: flag,
  unfurl_links: flag,
  unfurl_media: flag,
};
const write = ['chat:write'];

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': method(write, z.looseObject({ channel: z.string(), ...contentArgs }), (world, args) => {
    const { refused, place } = whereToPost(world, args.channel);
    if (refused) return refused;
    const { unfit, content } = contentOf(args);
    if (unfit) return unfit;
    if (!world.pace.allows(place.id)) return refuse('ratelimited');
    const message = world.messages.post({
      channel: place.id,
      author: { kind: 'app', id: world.workspace.app.botUserId },
      ...content,
      threadTs: args.thread_ts,
    });
    return { ok: true, channel: place.id, ts: message.ts, message: messageForApp(world, message) };
  }),
  'chat.postEphemeral': method(
    write,
    z.looseObject({ channel: z.string(), user: z.string(), ...contentArgs }),
    (world, args) => {
      const { refused, place } = whereToPost(world, args.channel);
      if (refused) return refused;
      if (!personById(world, args.user)) return refuse('user_not_found');
      if (!isMember(place, args.user)) return refuse('user_not_in_channel');
      const { unfit, content } = contentOf(args);
      if (unfit) return unfit;
      const message = world.messages.post({
        channel: place.id,
        author: { kind: 'app', id: world.workspace.app.botUserId },
        ...content,
        threadTs: args.thread_ts,
        onlyFor: args.user,
      });
      return { ok: true, message_ts: message.ts };
    },
  ),
  'chat.update': method(
    write,
    z.looseObject({ channel: z.string(), ts: z.string(), ...contentArgs }),
    (world, args) => {
      const { refused, message } = ownMessage(world, args.channel, args.ts, 'cant_update_message');
      if (refused) return refused;
      const { unfit, content } = contentOf(args);
      if (unfit) return unfit;
      world.messages.change(message.channel, message.ts, content);
      const { channel, ts, text } = message;
      return { ok: true, channel, ts, text, message: messageForApp(world, message) };
    },
  ),
  'chat.delete': method(write, z.looseObject({ channel: z.string(), ts: z.string() }), (world, args) => {
    const { refused, message } = ownMessage(world, args.channel, args.ts, 'cant_delete_message');
    if (refused) return refused;
    world.messages.remove(message.channel, message.ts);
    return { ok: true, channel: message.channel, ts: message.ts };
  }),
};

/** The channel, if the app may post there. A person's id means the direct message with them. */
export function whereToPost(
  world: World,
  id: string,
): { refused: Answer; place?: never } | { refused?: never; place: Channel } {
  const place = channelById(world, personById(world, id) ? directMessageId(id) : id);
  if (!place) return { refused: refuse('channel_not_found') };
  const invited = place.appIsMember !== false;
  if (invited || (place.kind === 'public' && world.manifest.scopes.includes('chat:write.public')))
    return { place };
  // Slack does not even tell an app that a private channel exists.
  return { refused: refuse(place.kind === 'private' ? 'channel_not_found' : 'not_in_channel') };
}

interface Given {
  text?: string | undefined;
  markdown_text?: string | undefined;
  blocks?: unknown;
}

interface Content {
  text: string;
  blocks?: AnyBlock[];
}

function contentOf({
  text = '',
  markdown_text,
  blocks,
}: Given): { unfit: Answer; content?: never } | { unfit?: never; content: Content } {
  if (markdown_text !== undefined) {
    if (text !== '' || blocks !== undefined) return { unfit: refuse('markdown_text_conflict') };
    return contentOf({ text: markdown_text, blocks: [{ type: 'markdown', text: markdown_text }] });
  }
  if (text.length > limits.message.text) return { unfit: refuse('msg_too_long') };
  if (blocks === undefined || (Array.isArray(blocks) && blocks.length === 0)) {
    return text === '' ? { unfit: refuse('no_text') } : { content: { text } };
  }
  if (!Array.isArray(blocks)) return { unfit: refuse('invalid_blocks_format') };
  const faults = checkBlocks(blocks, 'message');
  return faults.length > 0
    ? { unfit: refuse('invalid_blocks', inSlacksForm(faults)) }
    : { content: { text, blocks } };
}

/** The app's own message, if it isn't ephemeral: those can only be changed through a response URL. */
function ownMessage(
  world: World,
  channel: string,
  ts: string,
  notOwn: string,
): { refused: Answer; message?: never } | { refused?: never; message: StoredMessage } {
  if (!channelById(world, channel)) return { refused: refuse('channel_not_found') };
  const message = world.messages.find(channel, ts);
  if (!message || message.ephemeral) return { refused: refuse('message_not_found') };
  return message.author.kind === 'app' ? { message } : { refused: refuse(notOwn) };
}
