import { checkBlocks } from './checks/check.ts';
import { limits } from './checks/limits.ts';
import type { Messages } from './messages.ts';
import type { AnyBlock } from './protocol.ts';

/** The target of a response URL: a person in a channel, and the clicked message if there is one. */
export interface ResponseTarget {
  person: string;
  channel: string;
  messageTs?: string;
  threadTs?: string;
  /** The id of the command that it belongs to. */
  answers?: string;
}

/** What an app may answer to a command or a click, immediately or later. */
export interface ResponseBody {
  text?: string;
  blocks?: AnyBlock[];
  response_type?: 'ephemeral' | 'in_channel';
  replace_original?: boolean;
  delete_original?: boolean;
  thread_ts?: string;
}

export interface ResponseUrls {
  /** The path of a new URL: good for five answers within thirty minutes. */
  make(target: ResponseTarget): string;
  /** Answers through it, and returns the HTTP status and body that Slack would return. */
  use(path: string, body: ResponseBody): { status: number; text: string };
  /** The same without a URL: an acknowledgment with contents. */
  answer(target: ResponseTarget, body: ResponseBody): { status: number; text: string };
}

export function createResponseUrls(deps: {
  messages: Messages;
  botUserId: string;
  clock: () => number;
  next: (prefix: string) => string;
  refuse: (what: string, why: string) => void;
}): ResponseUrls {
  const made = new Map<string, { target: ResponseTarget; at: number; uses: number }>();

  const answer = (target: ResponseTarget, body: ResponseBody) => {
    const { messages } = deps;
    const { text = '', blocks } = body;
    if (body.delete_original) {
      if (target.messageTs) messages.remove(target.channel, target.messageTs);
      return { status: 200, text: 'ok' };
    }
    if (text === '' && !blocks?.length) return refused('no_text', 'neither text nor blocks');
    if (text.length > limits.message.text) return refused('msg_too_long', `${text.length} characters`);
    const faults = blocks ? checkBlocks(blocks, 'message') : [];
    if (faults.length > 0) {
      return refused(
        'invalid_blocks',
        faults.map(({ path, message }) => `${message} [json-pointer:${path}]`).join('; '),
      );
    }
    // A command has no original, so Slack posts another message even with `replace_original`.
    if (body.replace_original && target.messageTs) {
      const changed = messages.change(target.channel, target.messageTs, { text, blocks });
      return changed
        ? { status: 200, text: 'ok' }
        : refused('message_not_found', 'the original no longer exists');
    }
    messages.post({
      channel: target.channel,
      author: { kind: 'app', id: deps.botUserId },
      text,
      blocks,
      threadTs: body.thread_ts ?? target.threadTs,
      onlyFor: body.response_type === 'in_channel' ? undefined : target.person,
      answers: target.answers,
    });
    return { status: 200, text: 'ok' };
  };
  const refused = (error: string, why: string) => {
    deps.refuse('an answer', `${error}: ${why}`);
    return { status: 400, text: error };
  };

  return {
    make(target) {
      const path = `/response/${deps.next('R')}`;
      made.set(path, { target, at: deps.clock(), uses: 0 });
      return path;
    },
    use(path, body) {
      const known = made.get(path);
      if (!known) return { status: 404, text: 'no_such_url' };
      if (deps.clock() - known.at > limits.responseUrl.life) return { status: 404, text: 'expired_url' };
      if (known.uses >= limits.responseUrl.uses) return { status: 404, text: 'used_url' };
      known.uses += 1;
      return answer(known.target, body);
    },
    answer,
  };
}
