/** Everything that went over the wire, newest last: for tests, for timeouts, and for the page's inspector. */
export type JournalEntry = { id: number; at: number } & Happening;

type Happening =
  /** A signed request to the app. */
  | {
      kind: 'request';
      /** `/tags`, `block_actions`, `view_submission`, `app_mention` … */
      what: string;
      /** The HTTP status; 0 if there was no answer. */
      status: number;
      ackMs: number;
      sent: unknown;
      answer: unknown;
    }
  /** A call of the Web API. */
  | {
      kind: 'api';
      method: string;
      ms: number;
      args: Record<string, unknown>;
      answer: Record<string, unknown>;
    }
  /** An answer through a response URL. */
  | { kind: 'response'; status: number; ms: number; sent: unknown; answer: string }
  /** A thing that Slack would refuse, and why. */
  | { kind: 'refused'; what: string; why: string };

export interface Journal {
  entries: JournalEntry[];
  add(happening: Happening): void;
  /** Calls back with each entry from now on. Returns a function that stops it. */
  onEntry(listener: (entry: JournalEntry) => void): () => void;
}

const kept = 500;

export function createJournal(log: (line: string) => void, clock: () => number): Journal {
  const entries: JournalEntry[] = [];
  const listeners = new Set<(entry: JournalEntry) => void>();
  let last = 0;
  return {
    entries,
    add(happening) {
      last += 1;
      const entry = { id: last, at: clock(), ...happening };
      entries.push(entry);
      if (entries.length > kept) entries.shift();
      log(inOneLine(entry));
      for (const listener of [...listeners]) listener(entry);
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** One line without contents: what people typed stays out of logs. */
export function inOneLine(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'request':
      return `→ ${entry.what}: ${entry.status || 'no answer'} after ${entry.ackMs} ms`;
    case 'api':
      return `← ${entry.method}: ${entry.answer.ok ? 'ok' : errorOf(entry.answer)}`;
    case 'response':
      return `← response URL: ${entry.status === 200 ? 'ok' : entry.answer}`;
    case 'refused':
      return `✗ ${entry.what}: ${entry.why}`;
    default:
      return entry satisfies never;
  }
}

/** The error in a Web API answer, with its details: `invalid_blocks: must be … [json-pointer:/blocks/0]`. */
export function errorOf(answer: Record<string, unknown>): string {
  const { messages = [] } = (answer.response_metadata ?? {}) as { messages?: string[] };
  const details = messages.map((message) => message.replace(/^\[ERROR\] /, ''));
  return [String(answer.error), details.join('; ')].filter(Boolean).join(': ');
}
