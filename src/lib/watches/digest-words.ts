import { respelled } from '../respelled.ts';
import { type DigestTime, weekdays } from './digest-times.ts';
import { type WatchPlace, withoutPlace } from './place.ts';

const HINT = 'For example: /audience digest weekly Monday 9:00 here. To stop it: /audience digest off';
const ONCE = 'A digest is posted once a week, on one day.';

/** What follows `/audience digest`. */
export type ParsedDigest =
  | { is: 'show' }
  | { is: 'off'; place: WatchPlace }
  | { is: 'on'; time: DigestTime; place: WatchPlace; skipsQuiet: boolean }
  /** `instead`: whole texts that may be meant. */
  | { is: 'refused'; problem: string; hint: string; instead: string[] };

const OFF = /^(?:off|stop|never|none|cancel|remove|delete|end|disable)(?: (?:it|this|the digest))*$/i;

/** What was read so far. */
interface Said {
  days: Set<number>;
  times: Set<string>;
  skipsQuiet: boolean;
  place?: WatchPlace;
  /** An hour that can be in the morning or in the evening. */
  hour?: number;
  part?: 'a' | 'p';
}

/** Words and what they mean; a sentence if it can't be done. */
type Meaning = [words: string, meaning: (said: Said, word: string) => string | undefined];

/** Tried in this order. */
const meanings: Meaning[] = [
  ["always|even (?:if|when) (?:nothing (?:has )?changed|it[’']?s quiet)", (said) => quiet(said, false)],
  [
    'unless nothing (?:has )?changed|(?:only )?(?:if|when) (?:something|anything) (?:has )?changed',
    (said) => quiet(said, true),
  ],
  [
    '(?:(?:every|each) )?(?:days?|daily|week ?days?|week ?ends?|hours?|hourly|months?|monthly|quarters?|quarterly|years?|yearly|annually)',
    () => ONCE,
  ],
  [
    '(?:every|each) (?:other|second|third|few|two|three|four|\\d+)|fortnight(?:ly)?|bi-?weekly|bi-?monthly|twice|(?:two|three|\\d+) ?(?:times|x)',
    () => ONCE,
  ],
  ['(?:on )?(?:the )?(?:\\d{1,2}(?:st|nd|rd|th)|first|last)', () => ONCE],
  ['now|today|tonight|tomorrow|next', () => 'A digest is posted every week, and not once.'],
  [
    'pause|snooze|mute|skip|resume|until|till',
    () => 'A digest can’t be paused. Stop it, and set it up again when you want it back.',
  ],
  [
    "(?:mon|tues?|wed(?:s|nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?(?:[’']?s)?",
    (said, word) => {
      said.days.add(weekdays.findIndex((day) => day.toLowerCase().startsWith(word.slice(0, 3))) + 1);
      return undefined;
    },
  ],
  [
    '(?:in the )?(?:mornings?|afternoons?|evenings?|nights?)',
    (said, word) => {
      said.part = word.includes('morning') ? 'a' : 'p';
      return undefined;
    },
  ],
  ['noon', (said) => timeOf(said, '12:00')],
  ['midnight', () => '"midnight" can mean the beginning of that day or its end: type 0:00 or 23:59.'],
  ["[-−]?\\d[\\d:.h]*(?: ?[ap]\\.?m\\.?)?(?: ?o[’']?clock)?", timeOf],
  [
    '(?:send|tell|dm|message) me',
    (said) => {
      said.place ??= 'owner';
      return undefined;
    },
  ],
  [
    '(?:every |each |once (?:a |per )|per )?week|weekly|once|every|each|on|at|and|or|the|an?|of|it|please|post|send|us|digest|report|summary|this|start|set up',
    () => undefined,
  ],
  [
    '(?:utc|gmt|z|[ecmpw][sde]?s?t|bst|[ijkm]st|sgt|hkt|aes?t|aedt|nz[sd]?t|msk|brt|[a-z]+/[a-z_/]+)(?:[+-]\\d+)?',
    (_, word) => `A digest uses this workspace’s time zone, so leave out "${word.toUpperCase()}".`,
  ],
];
const patterns = meanings.map(([words, meaning]) => ({
  pattern: new RegExp(`^(?:${words})(?![\\p{L}\\p{N}:])`, 'u'),
  meaning,
}));

/**
 * Reads what follows `/audience digest`. Every word has to have a meaning: nothing is guessed.
 *
 * @example parseDigest('weekly Monday 9am here') // { is: 'on', time: { weekday: 1, time: '09:00' }, … }
 * @example parseDigest('Mondays and Thursdays') // { is: 'refused', problem: 'A digest is posted once a week …', … }
 */
export function parseDigest(text: string): ParsedDigest {
  const read = readDigest(text);
  return read.is === 'refused' ? { ...read, instead: insteadOf(text) } : read;
}

/** Both meanings of an hour or of midnight, or mistyped words spelled as they should be. */
function insteadOf(text: string): string[] {
  const isRead = (each: string) => readDigest(each).is === 'on' || readDigest(each).is === 'off';
  const meanings = [
    ...['am', 'pm'].map((half) => text.replace(/(?<![\d:.])(1[0-2]|0?[1-9])(?![\d:.h])/i, `$1${half}`)),
    ...['0:00', '23:59'].map((time) => text.replace(/\bmidnight\b/i, time)),
  ].filter((each) => each !== text && isRead(each));
  return meanings.length > 1 ? meanings : respelled(text, vocabulary, isRead);
}

const vocabulary = [
  ...weekdays.flatMap((day) => [day.toLowerCase(), `${day.toLowerCase()}s`]),
  ...'weekly every week morning afternoon evening noon midnight here this channel messages always unless nothing changed stop please'.split(
    ' ',
  ),
];

function readDigest(text: string): ParsedDigest {
  const typed = text.trim().replace(/^["“”„]|["“”]$/g, '');
  if (/^(?:show|list|status)?$/i.test(typed)) return { is: 'show' };
  const refused = (problem: string, hint = HINT): ParsedDigest => ({
    is: 'refused',
    problem,
    hint,
    instead: [],
  });
  const said: Said = { days: new Set(), times: new Set(), skipsQuiet: true };
  // The place may come before "always".
  const late = / (?:always|even (?:if|when) nothing (?:has )?changed)$/i.exec(typed);
  const placed = withoutPlace(late === null ? typed : typed.slice(0, late.index));
  if ('problem' in placed) return refused(placed.problem, placed.hint);
  if (OFF.test(placed.rest)) return { is: 'off', place: placed.place ?? 'here' };
  const problem = readWords(`${placed.rest}${late?.[0] ?? ''}`, said) ?? settleHour(said);
  if (problem !== undefined) return refused(problem);
  const [days, times] = [[...said.days], [...said.times]];
  if (days.length > 1) return refused(ONCE);
  if (times.length > 1) return refused('A digest is posted at one time of day.');
  return {
    is: 'on',
    time: { weekday: days[0] ?? 1, time: times[0] ?? '09:00' },
    place: placed.place ?? said.place ?? 'here',
    skipsQuiet: said.skipsQuiet,
  };
}

function readWords(text: string, said: Said): string | undefined {
  let rest = text.toLowerCase().replace(/\s+/g, ' ');
  for (;;) {
    rest = rest.replace(/^[\s,.;&+/]+/, '');
    if (rest === '') return undefined;
    const found = patterns.flatMap(({ pattern, meaning }) => {
      const [word] = pattern.exec(rest) ?? [];
      return word === undefined ? [] : [{ word, meaning }];
    })[0];
    if (found === undefined) return `"${/^\S+/.exec(rest)?.[0] ?? rest}" isn’t a day of the week or a time.`;
    const problem = found.meaning(said, found.word);
    if (problem !== undefined) return problem;
    rest = rest.slice(found.word.length);
  }
}

function quiet(said: Said, skips: boolean): undefined {
  said.skipsQuiet = skips;
}

/** Adds `9:00`, `9am`, `17.30`, `0930`, `17h`. An hour alone is settled at the end: "9 in the morning". */
function timeOf(said: Said, word: string): string | undefined {
  const typed = word
    .replace(/ ?o[’']?clock$/, '')
    .replace(/ ?([ap])\.?m\.?$/, '$1')
    .replace(/^(\d\d)(\d\d)$/, '$1:$2');
  const [, hours = '', mark, minutes = '00', half] =
    /^(\d{1,2})(?:([:.h])(\d{2})?)?([ap])?$/.exec(typed) ?? [];
  const hour = Number(hours);
  const isHalved = half !== undefined;
  const isWhole = mark === undefined || mark === 'h' || typed.length > hours.length + 1;
  if (hours === '' || !isWhole || hour > 23 || Number(minutes) > 59 || (isHalved && (hour < 1 || hour > 12)))
    return `"${word}" isn’t a time of day.`;
  if (mark === undefined && !isHalved && hour >= 1 && hour <= 12) said.hour = hour;
  else said.times.add(clock(isHalved ? (hour % 12) + (half === 'p' ? 12 : 0) : hour, minutes));
  return undefined;
}

/** `Monday at 9` says a time only with "in the morning", and `Monday morning` only with an hour. */
function settleHour({ hour, part, times }: Said): string | undefined {
  if (hour === undefined && part === undefined) return undefined;
  const [time] = times;
  if (hour === undefined) {
    const isSame = time !== undefined && time < '12:00' === (part === 'a');
    return isSame ? undefined : 'A digest needs an exact time, such as 9am or 17:30.';
  }
  if (part === undefined) return `"${hour}" can mean ${hour}am or ${hour}pm.`;
  times.add(clock((hour % 12) + (part === 'p' ? 12 : 0), '00'));
  return undefined;
}

const clock = (hour: number, minutes: string): string => `${String(hour).padStart(2, '0')}:${minutes}`;
