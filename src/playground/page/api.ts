import type {
  ActionRequest,
  Channel,
  ClockState,
  CloseRequest,
  Exchange,
  Faults,
  HomeRequest,
  MailList,
  OptionsAnswer,
  OptionsRequest,
  Outcome,
  PlaygroundEvent,
  ReadingState,
  SayRequest,
  SharedFile,
  ShortcutRequest,
  ShownMail,
  SubmitRequest,
  TourFacts,
  Workspace,
} from '../slack-server/protocol.ts';

/** An outcome, or why the stand-in itself rejected the request. */
export type Answer = Outcome | { ok: false; reason: 'lost'; notice: string; ackMs: number };

/**
 * What a person can do. The `Outcome` says how the app responded. None of these throws: a stand-in that can't
 * be reached is an outcome too.
 */
export const send = {
  say: (request: SayRequest) => ask('say', request),
  action: (request: ActionRequest) => ask('action', request),
  submit: (request: SubmitRequest) => ask('submit', request),
  close: (request: CloseRequest) => ask('close', request),
  shortcut: (request: ShortcutRequest) => ask('shortcut', request),
  home: (request: HomeRequest) => ask('home', request),
};

/** Throws if the playground can't be reached. */
export async function loadWorkspace(): Promise<Workspace> {
  const answer = await fetch('/playground/workspace');
  if (!answer.ok) throw new Error(`The playground answered ${answer.status} when asked for its workspace.`);
  return answer.json();
}

/** The options that an `external_select` offers for the typed text. */
export async function loadOptions(request: OptionsRequest): Promise<OptionsAnswer> {
  try {
    const answer = await post('options', request);
    return answer.ok ? await answer.json() : { ok: false, notice: await problemOf(answer) };
  } catch {
    return { ok: false, notice: lost };
  }
}

/**
 * Listens to a person's events, starting with a snapshot. The browser reconnects by itself.
 *
 * @returns stops listening
 */
export function listen(
  person: string,
  on: { event: (event: PlaygroundEvent) => void; offline: () => void },
): () => void {
  const source = new EventSource(`/playground/events?${new URLSearchParams({ person })}`);
  source.onmessage = ({ data }) => on.event(JSON.parse(data));
  source.onerror = () => on.offline();
  return () => source.close();
}

/**
 * Listens to the exchanges between Slack and the app: first the stored ones, then each one as it ends. They
 * arrive in small batches, oldest first: hundreds at the start would mean hundreds of renders.
 *
 * @returns stops listening
 */
export function inspect(onExchanges: (exchanges: Exchange[]) => void): () => void {
  const source = new EventSource('/playground/journal');
  let waiting: Exchange[] = [];
  source.onmessage = ({ data }) => {
    if (waiting.length === 0) {
      setTimeout(() => {
        onExchanges(waiting);
        waiting = [];
      }, 30);
    }
    waiting.push(JSON.parse(data));
  };
  return () => source.close();
}

/** The faults that are on after these changes; undefined if the playground does not answer. */
export async function changeFaults(changes: Partial<Faults> = {}): Promise<Faults | undefined> {
  const answer = await post('faults', changes).catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

/** What exists in the app; undefined if it doesn't say, as another app wouldn't. */
export async function loadTourFacts(): Promise<TourFacts | undefined> {
  const answer = await fetch('/playground/tour').catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

/** The address of a file to import. */
export const sampleFileUrl = '/playground/sample-file';

/** Fills the app with the sample. Returns what it added, or why it failed, in a sentence. */
export async function loadSample(person: string): Promise<{ ok: boolean; said: string }> {
  try {
    const answer = await post('sample', { person });
    return answer.ok
      ? { ok: true, said: (await answer.json()).said }
      : { ok: false, said: await problemOf(answer) };
  } catch {
    return { ok: false, said: lost };
  }
}

/** The new channel, or why it can't be added. */
export async function addChannel(person: string, name: string): Promise<Channel | string> {
  try {
    const answer = await post('channel', { person, name });
    return answer.ok ? await answer.json() : await problemOf(answer);
  } catch {
    return lost;
  }
}

/** The mails that match the typed text, newest first; undefined if the playground does not answer. */
export async function loadMails(wanted: { search: string; campaign: string }): Promise<MailList | undefined> {
  const answer = await fetch(`/playground/mails?${new URLSearchParams(wanted)}`).catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

/** A mail, or why it can't be shown. */
export async function loadMail(id: number): Promise<ShownMail | string> {
  try {
    const answer = await fetch(mailUrl('mail', id));
    return answer.ok ? await answer.json() : await problemOf(answer);
  } catch {
    return lost;
  }
}

/** The address of a mail, or of a part of it. */
export const mailUrl = (part: 'mail' | 'mail-html' | 'mail-raw', id: number, withImages = false): string =>
  `/playground/${part}?${new URLSearchParams({ id: String(id), ...(withImages ? { images: '1' } : {}) })}`;

/** Presses a mail's unsubscribe button. Returns why it failed; undefined if it worked. */
export async function pressUnsubscribe(person: string, id: number): Promise<string | undefined> {
  try {
    const answer = await post('unsubscribe', { person, id });
    return answer.ok ? undefined : await problemOf(answer);
  } catch {
    return lost;
  }
}

export async function clearMailbox(person: string): Promise<void> {
  await post('clear-mailbox', { person }).catch(() => undefined);
}

/** How far the mailbox's readers are; undefined if there are none. */
export async function askReaders(): Promise<ReadingState | undefined> {
  const answer = await fetch('/playground/readers').catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

/** Lets the mailbox's readers begin. Returns how far they are, or why they don't. */
export async function startReaders(person: string): Promise<ReadingState | string> {
  try {
    const answer = await post('readers', { person });
    return answer.ok ? await answer.json() : await problemOf(answer);
  } catch {
    return lost;
  }
}

/** Moves the app's clock forward. Returns how far it is ahead, or why it could not be moved. */
export async function moveClock(person: string, byMs: number): Promise<ClockState | string> {
  try {
    const answer = await post('clock', { person, byMs });
    return answer.ok ? await answer.json() : await problemOf(answer);
  } catch {
    return lost;
  }
}

/** Uploads a file to a channel or, without one, for a `file_input`. Throws a sentence if that fails. */
export function upload(
  file: File,
  {
    person,
    channel,
    onProgress,
    signal,
  }: { person: string; channel?: string; onProgress?: (part: number) => void; signal?: AbortSignal },
): Promise<SharedFile> {
  const query = new URLSearchParams({
    person,
    name: file.name,
    type: file.type,
    ...(channel ? { channel } : {}),
  });
  // fetch can't report how much of a body has been sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open('POST', `/playground/upload?${query}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 1);
    request.onload = () =>
      request.status === 200
        ? resolve(request.response)
        : reject(new Error(request.response?.error ?? `${file.name} was refused (${request.status}).`));
    request.onerror = () => reject(new Error(lost));
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** The address of a shared file's bytes. */
export function fileUrl(person: string, id: string): string {
  return `/playground/file?${new URLSearchParams({ person, id })}`;
}

const lost = 'The playground isn’t answering. Is `npm start` still running?';

async function ask(path: string, body: object): Promise<Answer> {
  const start = performance.now();
  const failed = (notice: string): Answer => ({
    ok: false,
    reason: 'lost',
    notice,
    ackMs: Math.round(performance.now() - start),
  });
  try {
    const answer = await post(path, body);
    return answer.ok ? await answer.json() : failed(await problemOf(answer));
  } catch {
    return failed(lost);
  }
}

/** What to show about an outcome outside of a form; undefined if it succeeded. */
export function noticeOf(answer: Answer): string | undefined {
  return answer.ok || answer.reason === 'errors' ? undefined : answer.notice;
}

function post(path: string, body: object): Promise<Response> {
  return fetch(`/playground/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function problemOf(answer: Response): Promise<string> {
  const { error } = await answer.json().catch(() => ({ error: undefined }));
  return error ?? `The playground answered ${answer.status}.`;
}
