/** What went over the wire, newest last: for tests, for waiting in vain, and for the page's inspector. */
export type JournalEntry =
  | {
      kind: 'request';
      at: number;
      /** `/tags`, `block_actions`, `view_submission`, `app_mention` … */
      what: string;
      /** The HTTP status; 0 when there was no answer. */
      status: number;
      ackMs: number;
      sent: unknown;
      answer: unknown;
    }
  | {
      kind: 'api';
      at: number;
      method: string;
      args: Record<string, unknown>;
      answer: Record<string, unknown>;
    }
  /** Something that Slack would refuse, and why. */
  | { kind: 'refused'; at: number; what: string; why: string };

export interface Journal {
  entries: JournalEntry[];
  add(entry: JournalEntry): void;
}

const kept = 500;

export function createJournal(log: (line: string) => void): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > kept) entries.shift();
      log(inOneLine(entry));
    },
  };
}

/** One line without contents: what people typed stays out of logs. */
export function inOneLine(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'request':
      return `→ ${entry.what}: ${entry.status || 'no answer'} after ${entry.ackMs} ms`;
    case 'api':
      return `← ${entry.method}: ${entry.answer.ok ? 'ok' : `${entry.answer.error} ${detailOf(entry.answer)}`}`;
    case 'refused':
      return `✗ ${entry.what}: ${entry.why}`;
    default:
      return entry satisfies never;
  }
}

function detailOf(answer: Record<string, unknown>): string {
  const { messages } = (answer.response_metadata ?? {}) as { messages?: string[] };
  return messages ? messages.join('; ') : '';
}
