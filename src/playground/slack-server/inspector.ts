import { errorOf, type JournalEntry } from './journal.ts';
import type { Exchange } from './protocol.ts';

/** A journal entry as the page's inspector shows it. */
export function exchangeOf(entry: JournalEntry): Exchange {
  const { id, at } = entry;
  switch (entry.kind) {
    case 'request': {
      const { what, ackMs: ms, sent, answer, status } = entry;
      return {
        id,
        at,
        from: 'slack',
        what,
        ms,
        ok: status === 200,
        verdict: acknowledged(entry),
        sent,
        answer,
      };
    }
    case 'api': {
      const { method: what, ms, answer } = entry;
      const sent = Object.fromEntries(
        Object.entries(entry.args).map(([name, arg]) => [name, structureOf(arg)]),
      );
      const verdict = answer.ok ? 'ok' : errorOf(answer);
      return { id, at, from: 'app', what, ms, ok: answer.ok === true, verdict, sent, answer };
    }
    case 'response': {
      const { status, ms, sent, answer } = entry;
      return {
        id,
        at,
        from: 'app',
        what: 'response URL',
        ms,
        ok: status === 200,
        verdict: answer,
        sent,
        answer,
      };
    }
    case 'refused':
      return {
        id,
        at,
        from: 'app',
        what: entry.what,
        ms: null,
        ok: false,
        verdict: entry.why,
        sent: null,
        answer: null,
      };
    default:
      return entry satisfies never;
  }
}

/** As JSON without credentials: no fields called `token`, and none of the secrets anywhere. */
export function withoutSecrets(value: unknown, secrets: readonly string[]): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === 'token') return undefined;
    if (typeof part !== 'string') return part;
    return secrets.reduce((text, secret) => text.replaceAll(secret, '[left out]'), part);
  });
}

/** Blocks and views arrive as JSON in a form field; they are shown as structures. */
function structureOf(arg: unknown): unknown {
  if (typeof arg !== 'string' || !/^[[{]/.test(arg)) return arg;
  try {
    return JSON.parse(arg);
  } catch {
    return arg;
  }
}

function acknowledged({ status, answer }: { status: number; answer: unknown }): string {
  if (status === 200) return 'acknowledged';
  if (status !== 0) return `answered ${status}`;
  if (answer === 'unsent') return 'not sent: the network failed';
  return answer === 'late' ? 'not acknowledged in time' : 'nothing is listening there';
}
