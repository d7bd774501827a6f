import { randomUUID } from 'node:crypto';
import type { Message, OpenView, Outcome, PlaygroundEvent, Workspace } from './protocol.ts';

/** The answer to something that was typed. */
export interface Reply {
  outcome: Outcome | undefined;
  /** What the app (or the workspace itself) said, oldest first, in its final version. */
  messages: Message[];
  /** The modal that it opened, if any. */
  modal: OpenView | undefined;
}

/** How long to wait, in milliseconds: for a first answer, and after the last one for another. */
export interface Patience {
  answer: number;
  quiet: number;
}

/** Describes the playground at an address. Rejects with a sentence if there is none. */
export async function findPlayground(url: string): Promise<Workspace> {
  const answer = await fetch(new URL('/playground/workspace', url)).catch((cause: unknown) => {
    throw new Error(`No playground is answering at ${url}.`, { cause });
  });
  const workspace = (await answer.json().catch(() => undefined)) as Workspace | undefined;
  if (!answer.ok || !workspace?.app) throw new Error(`The server at ${url} is not a playground.`);
  return workspace;
}

/**
 * Types a text into a channel of a playground that runs in another process, and waits for the result. An id
 * separates its answers from those to other people's commands; a message without an id counts if the app
 * posted it in the channel.
 */
export async function ask(
  url: string,
  request: { person: string; channel: string; text: string; wantsAnswer: boolean },
  { answer, quiet }: Patience,
): Promise<Reply> {
  const { person, channel, text, wantsAnswer } = request;
  const id = randomUUID();
  const messages = new Map<string, Message>();
  const reply: Reply = { outcome: undefined, messages: [], modal: undefined };
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), answer);
  const waitAtMost = (time: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), time);
  };
  const type = async () => {
    reply.outcome = await post<Outcome>(url, 'say', { person, channel, text, id });
    // A failure was reported before the outcome. A text that expects no answer has nothing to wait for.
    if (!reply.outcome.ok || !wantsAnswer) waitAtMost(quiet);
  };
  let typing: Promise<void> | undefined;
  let open = new Set<string>();
  try {
    for await (const event of listen(url, person, stop.signal)) {
      if (event.type === 'snapshot') {
        open = new Set(event.views.map((view) => view.id));
        typing = type();
        // Its failure is thrown below; here it only ends the waiting.
        typing.catch(() => stop.abort());
      } else if (event.type === 'message' && isAnswer(event.message, channel, id)) {
        messages.set(event.message.ts, event.message);
        waitAtMost(quiet);
      } else if (event.type === 'message-changed' && messages.has(event.message.ts)) {
        messages.set(event.message.ts, event.message);
        waitAtMost(quiet);
      } else if (event.type === 'views') {
        const opened = event.views.findLast((view) => !open.has(view.id));
        if (opened) waitAtMost(quiet);
        reply.modal = opened;
      }
    }
  } catch (error) {
    if (!stop.signal.aborted) throw new Error(`The playground at ${url} has stopped.`, { cause: error });
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  await typing;
  return { ...reply, messages: [...messages.values()] };
}

function isAnswer(message: Message, channel: string, id: string): boolean {
  const isMine = message.answers === undefined || message.answers === id;
  return message.author.kind !== 'person' && message.channel === channel && isMine;
}

async function post<T>(url: string, name: string, body: object): Promise<T> {
  const answer = await fetch(new URL(`/playground/${name}`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const given = (await answer.json()) as T & { error?: string };
  if (!answer.ok) throw new Error(given.error ?? `The playground answered ${answer.status}.`);
  return given;
}

/** The events for a person, until the signal aborts. */
async function* listen(url: string, person: string, signal: AbortSignal): AsyncGenerator<PlaygroundEvent> {
  const address = new URL('/playground/events', url);
  address.searchParams.set('person', person);
  const { body } = await fetch(address, { signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of body ?? []) {
    const records = (text + decoder.decode(part as Uint8Array, { stream: true })).split('\n\n');
    text = records.pop() ?? '';
    for (const record of records) {
      const data = /^data: (.*)$/m.exec(record)?.[1];
      if (data !== undefined) yield JSON.parse(data) as PlaygroundEvent;
    }
  }
}
