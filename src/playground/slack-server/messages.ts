import { withIds } from './elements.ts';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import type { AnyBlock, Channel, Message, SharedFile } from './protocol.ts';

/** A message as the stand-in stores it: the page's version, and who sees it. */
export interface StoredMessage extends Message {
  /** The only person who sees it. */
  onlyFor?: string;
}

export interface Draft {
  channel: string;
  author: Message['author'];
  text: string;
  blocks?: AnyBlock[] | undefined;
  files?: SharedFile[] | undefined;
  threadTs?: string | undefined;
  onlyFor?: string | undefined;
  answers?: string | undefined;
}

export interface Messages {
  post(draft: Draft): StoredMessage;
  /** Replaces text and blocks; undefined if there is no such message. */
  change(
    channel: string,
    ts: string,
    content: { text: string; blocks?: AnyBlock[] | undefined },
  ): StoredMessage | undefined;
  remove(channel: string, ts: string): boolean;
  find(channel: string, ts: string): StoredMessage | undefined;
  /** The messages this person sees, oldest first. */
  seenBy(person: string): StoredMessage[];
  /** The newest that not only one person saw, oldest first. */
  latest(most: number): StoredMessage[];
}

export function createMessages(
  ids: Ids,
  feed: Feed,
  channelById: (id: string) => Channel | undefined,
  before: readonly StoredMessage[] = [],
): Messages {
  const all: StoredMessage[] = [...before];
  const find = (channel: string, ts: string) => all.find((one) => one.channel === channel && one.ts === ts);
  const sees = (message: StoredMessage) => (person: string) => {
    if (message.onlyFor !== undefined) return message.onlyFor === person;
    const channel = channelById(message.channel);
    return channel !== undefined && isMember(channel, person);
  };
  return {
    post({ channel, author, text, blocks, files, threadTs, onlyFor, answers }) {
      const message: StoredMessage = {
        channel,
        ts: ids.ts(),
        author,
        text,
        ...(blocks && { blocks: withIds(blocks, ids.next) }),
        ...(files && { files }),
        ...(threadTs && { threadTs }),
        ...(onlyFor && { onlyFor, ephemeral: true }),
        ...(answers && { answers }),
      };
      all.push(message);
      feed.publish({ type: 'message', message: shownMessage(message) }, sees(message));
      return message;
    },
    change(channel, ts, content) {
      const message = find(channel, ts);
      if (!message) return undefined;
      message.text = content.text;
      if (content.blocks) message.blocks = withIds(content.blocks, ids.next);
      else delete message.blocks;
      message.edited = true;
      feed.publish({ type: 'message-changed', message: shownMessage(message) }, sees(message));
      return message;
    },
    remove(channel, ts) {
      const message = find(channel, ts);
      if (!message) return false;
      all.splice(all.indexOf(message), 1);
      feed.publish({ type: 'message-deleted', channel, ts }, sees(message));
      return true;
    },
    find,
    seenBy: (person) => all.filter((message) => sees(message)(person)),
    latest: (most) => all.filter(({ onlyFor }) => onlyFor === undefined).slice(-most),
  };
}

export function isMember(channel: Channel, person: string): boolean {
  return channel.members === undefined || channel.members.includes(person);
}

/** The message as the page gets it. */
export function shownMessage({ onlyFor: _, ...message }: StoredMessage): Message {
  return structuredClone(message);
}
