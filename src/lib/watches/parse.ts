import { quotedStretches } from '../quotes.ts';
import type { WatchCondition } from './condition.ts';
import { onlyCreates, readCondition } from './condition-words.ts';
import { type WatchPlace, withoutPlace } from './place.ts';

/** One way to read words: whom, when, and in which place. Who resolves names decides which one is meant. */
export type WatchReading =
  | { whom: string; condition: WatchCondition; place: WatchPlace | undefined }
  /** Like a condition, but one that can't be: `problem` says why. */
  | { whom: string; problem: string; hint: string; place: WatchPlace | undefined };

/** All ways to read what follows `/segments watch`. */
export interface ParsedWatch {
  /** With a condition, those with the longest name first. */
  readings: WatchReading[];
  /** The words without a place: whom, if there is no condition. */
  whom: string;
  place: WatchPlace | undefined;
}

export const WATCH_HINT =
  'For example: above 500, below 100, changes by 20% in a week, changes by 50 in a day, every time someone joins.';

/**
 * The ways to read what follows `/segments watch`. A name may contain "above", so a condition may begin at any
 * blank; words in quotes are never a condition.
 *
 * @example readingsOf('"Lapsed VIPs" above 500 here').readings
 * // [{ whom: '"Lapsed VIPs"', condition: { when: 'above', n: 500 }, place: 'here' }]
 */
export function readingsOf(text: string): ParsedWatch {
  const placed = withoutPlace(text);
  const place = 'problem' in placed ? undefined : placed.place;
  const asked = [{ words: placed.rest, place }, ...spoken(placed.rest, place)];
  const readings = asked.flatMap(({ words, place }) => [
    ...joinsFirst(words, place),
    ...lastPart(words, place),
  ]);
  if ('problem' in placed) {
    const { problem, hint } = placed;
    const wrong = readings.map(({ whom }) => ({ whom, problem, hint, place: undefined }));
    return {
      readings: [...wrong, { whom: placed.rest, problem, hint, place: undefined }],
      whom: placed.rest,
      place,
    };
  }
  return { readings: [...readings, ...otherCommand(placed.rest)], whom: placed.rest, place };
}

/** `snooze VIPs until Friday` */
const otherCommand = (words: string): WatchReading[] =>
  /^(?:unwatch|stop|pause|snooze|mute|cancel|remove|delete)\s/i.test(words)
    ? [{ whom: '', place: undefined, ...onlyCreates }]
    : [];

/** `tell me when VIPs …`: without these words. If it says "me", it goes to their own messages. */
function spoken(
  words: string,
  place: WatchPlace | undefined,
): { words: string; place: WatchPlace | undefined }[] {
  const found =
    /^(?:please\s+)?(?:watch\s+|(?:can|could)\s+you\s+)?(?:please\s+)?(?:(?:tell|alert|notify|ping|warn|message|dm|let)\s*(me|us|everyone|the\s+(?:team|channel))?(?:\s+know)?\s+)?(?:(?:when|if|whenever|once|as\s+soon\s+as)\s+)?/i.exec(
      words,
    );
  const [said = '', whom = ''] = found ?? [];
  if (said === '') return [];
  return [
    { words: words.slice(said.length), place: place ?? (whom.toLowerCase() === 'me' ? 'owner' : undefined) },
  ];
}

/** `someone joins VIPs` */
function joinsFirst(words: string, place: WatchPlace | undefined): WatchReading[] {
  const [, when = '', whom = ''] =
    /^((?:(?:when|whenever|if|every\s+time|each\s+time)\s+)?(?:someone|somebody|anyone|anybody|people|a\s+(?:new\s+)?(?:person|contact))(?:\s+new)?\s+joins?)\s+(?:the\s+segment\s+)?(.+)$/is.exec(
      words,
    ) ?? [];
  return whom === ''
    ? []
    : ([{ whom, condition: { when: 'joins' }, place }].filter(() => when !== '') as WatchReading[]);
}

/** No condition is longer, and no name holds more of them: others would only take time. */
const [LONGEST_CONDITION, MOST_READINGS] = [200, 10];

function lastPart(words: string, place: WatchPlace | undefined): WatchReading[] {
  const quoted = quotedStretches(words);
  const isOutside = (at: number) => !quoted.some(([from, to]) => from < at && at <= to);
  const first = Math.max(0, words.length - LONGEST_CONDITION);
  const tail = words.slice(first);
  const starts = [...tail.matchAll(/(?<=\s)\S|[<>≤≥]/g)].map(({ index }) => first + index);
  const found: WatchReading[] = [];
  for (const at of [...new Set([...(first === 0 ? [0] : []), ...starts])].filter(isOutside).toReversed()) {
    const read = readCondition(words.slice(at));
    if (read === undefined) continue;
    const whom = words
      .slice(0, at)
      .replace(/[\s,:;–—→-]+$/, '')
      .trim();
    found.push('problem' in read ? { whom, place, ...read } : { whom, place, condition: read.condition });
    if (found.length === MOST_READINGS) break;
  }
  return found;
}
