import type { ShownCause } from '../../lib/watches/posts.ts';
import { bold, code, count, escaped, joined, type Mrkdwn, md, person } from '../kit/mrkdwn.ts';

/** Causes that a message names; the others are summed up. */
const NAMED = 5;

/**
 * Why a size changed: `131 by the import crm.csv of @ana, 18 by time alone`. The numbers add up to the change:
 * people who left have a minus.
 */
export function causeWords(causes: readonly ShownCause[]): Mrkdwn | undefined {
  if (causes.length === 0) return undefined;
  const isShrinking = causes.every(({ joined: came }) => came === 0);
  const parts = causes.flatMap((cause) => [
    ...(cause.joined > 0 ? [{ people: cause.joined, cause }] : []),
    ...(cause.left > 0 ? [{ people: isShrinking ? cause.left : -cause.left, cause }] : []),
  ]);
  const named = parts.slice(0, NAMED).map(({ people, cause }) => md`${numberOf(people)} ${sayCause(cause)}`);
  const rest = parts.slice(NAMED).reduce((sum, { people }) => sum + people, 0);
  return joined([...named, ...(parts.length > NAMED ? [md`${numberOf(rest)} by others`] : [])], ', ');
}

const numberOf = (people: number): Mrkdwn => (people < 0 ? md`−${count(-people)}` : count(people));

function sayCause(cause: ShownCause): Mrkdwn {
  const { file, tag } = cause;
  const [, kind = '', name = ''] = /^(\S+) ?(.*)$/.exec(cause.by ?? '') ?? [];
  if (kind === 'import' && file !== null) return md`by the import ${code(file)} of ${person(name)}`;
  if (kind === 'import-undo' && file !== null) return md`by undoing the import ${code(file)}`;
  const by = writerWords(kind, name);
  switch (cause.cause) {
    case 'time':
      return md`by time alone`;
    case 'other':
      return md`by other changes`;
    case 'edit':
      return md`by the edit of its rule by ${person(cause.by ?? 'someone')}`;
    case 'tagged':
      return tag === null ? md`tagged${by}` : md`tagged ${code(tag)}${by}`;
    case 'untagged':
      return tag === null ? md`untagged${by}` : md`untagged ${code(tag)}${by}`;
    case 'added':
      return md`added${by}`;
    case 'changed':
      return md`changed${by}`;
    case 'deleted':
      return md`deleted${by}`;
    case 'event':
      return md`by opens, clicks and other events${by === '' ? '' : md`,${by}`}`;
    default:
      throw cause.cause satisfies never;
  }
}

function writerWords(kind: string, name: string): Mrkdwn | '' {
  switch (kind) {
    case 'person':
      return md` by ${person(name)}`;
    case 'api':
      return md` through the API key ${bold(name)}`;
    case 'provider':
      return md` reported by ${escaped(name)}`;
    case 'page':
      return md` by themselves on the preference page`;
    case 'command':
      return md` on the command line`;
    default:
      return '';
  }
}
