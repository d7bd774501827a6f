import { fold } from '../../lib/texts.ts';
import { dateFields } from '../fields.ts';
import type { NamedEvent } from '../names.ts';
import { eventKinds, isMailEvent } from '../operators.ts';

/** Names of the workspace's own events by the words that people use for them, without blanks and hyphens. */
export interface EventForms {
  /** "purchased", "signed in", "started a trial". */
  past: ReadonlyMap<string, readonly string[]>;
  /** "purchase", "sign in": after "did". */
  base: ReadonlyMap<string, readonly string[]>;
  /** "purchases", "sign-ins", "a purchase". */
  nouns: ReadonlyMap<string, readonly string[]>;
  /** The first letters of all of these: most words of a sentence match none. */
  firsts: ReadonlySet<string>;
  /** The past forms as people write them: what a mistyped verb may have meant. */
  verbs: readonly string[];
}

/**
 * The forms of all own events of a workspace: some senders record a kind as "purchase", others as
 * "purchased", and people use either. Two kinds with one form are listed together, and the parser asks which.
 *
 * @example formsOf([{ name: 'purchase', properties: [] }]).past.get('bought') // ['purchase']
 */
export function formsOf(events: readonly NamedEvent[]): EventForms {
  const known = kept.get(events);
  if (known?.size === events.length) return known.forms;
  const [past, base, nouns] = [
    new Map<string, string[]>(),
    new Map<string, string[]>(),
    new Map<string, string[]>(),
  ];
  const [firsts, verbs] = [new Set<string>(), new Set<string>()];
  const add = (forms: Map<string, string[]>, words: string, name: string) => {
    firsts.add(formKey(words)).add(fold(words).split(/[\s_-]/)[0] ?? '');
    const names = forms.get(formKey(words)) ?? [];
    if (!names.includes(name)) forms.set(formKey(words), [...names, name]);
  };
  for (const { name } of events) {
    if (isMailEvent(name)) continue;
    for (const verb of synonymsOf(wordsOf(name))) {
      for (const form of isPast(verb) ? [verb, ...turned(verb)] : pastOf(verb)) {
        add(past, form, name);
        verbs.add(form);
      }
      for (const form of isPast(verb) ? basesOf(verb) : [verb]) {
        add(base, form, name);
        for (const noun of [form, plural(form)]) add(nouns, noun, name);
      }
    }
    add(base, name, name);
  }
  const forms = { past, base, nouns, firsts, verbs: [...verbs] };
  kept.set(events, { size: events.length, forms });
  return forms;
}

/**
 * The verb that a read-back uses for an own event, if its name is surely a verb and no other event shares it:
 * "purchased" for "purchase". Undefined for a name that may be a thing, such as "webinar".
 */
export function pastSaid(name: string, events: readonly NamedEvent[]): string | undefined {
  const words = wordsOf(name);
  const [first = ''] = words.split(' ');
  const said = isPastWord(first) ? words : sureVerbs.has(first) ? pastOf(words)[0] : undefined;
  if (said === undefined || builtIn.has(said)) return undefined;
  return (formsOf(events).past.get(formKey(said))?.length ?? 0) < 2 ? said : undefined;
}

/** What happened to mail, and signing up: an own event called "open" isn't read back as "opened". */
const builtIn: ReadonlySet<string> = new Set([
  ...Object.values(eventKinds).flatMap((row) => [...row.words]),
  ...Object.values(dateFields).flatMap((row) => [...row.verbs]),
  'subscribed',
]);

/** What two spellings of a form have in common: "Sign-in", "sign in" and "signin" are one form. */
export const formKey = (words: string): string => fold(words).replace(/[\s_-]+/g, '');

/** Cached with the list, until that grows. */
const kept = new WeakMap<object, { size: number; forms: EventForms }>();

/** Verbs with a past form that isn't "-ed", and their other past forms. */
const irregular: Record<string, readonly string[]> = Object.fromEntries(
  [
    'begin began begun|bring brought|buy bought|choose chose chosen|come came|do did done|drive drove driven|find found',
    'give gave given|go went gone|hold held|leave left|lend lent|make made|meet met|pay paid|prepay prepaid|read read|rent rented',
    'repay repaid|resell resold|run ran|see saw seen|sell sold|send sent|spend spent|speak spoke spoken|take took taken|win won',
    'write wrote written|withdraw withdrew withdrawn|submit submitted|refer referred|cancel cancelled canceled|visit visited|edit edited',
    'enter entered|order ordered|open opened|register registered|offer offered|answer answered|deliver delivered|log logged',
  ]
    .join('|')
    .split('|')
    .map((row) => row.split(' '))
    .map(([base = '', ...pasts]) => [base, pasts]),
);

/** Verbs that nobody reads as the name of a thing when they name an event. */
const sureVerbs = new Set([
  ...Object.keys(irregular).filter((verb) => !['lead', 'win', 'find', 'see'].includes(verb)),
  ...'purchase subscribe unsubscribe renew upgrade downgrade donate sign check log download install activate view share'.split(
    ' ',
  ),
]);

/** Words for the same act. */
const synonyms: readonly (readonly string[])[] = [
  ['buy', 'purchase'],
  ['sign in', 'log in'],
];

const particles = /^(\w{3,})(in|up|out|on|off)$/;

/** "checkout" is "check out", "trial_started" is "trial started". */
function wordsOf(name: string): string {
  const words = fold(name)
    .replace(/[\s_-]+/g, ' ')
    .trim();
  const [, verb, particle] = particles.exec(words) ?? [];
  return verb !== undefined && /[bcdfghjklmnpqrstvwxz]$/.test(verb) ? `${verb} ${particle}` : words;
}

function synonymsOf(words: string): string[] {
  const bases = isPast(words) ? basesOf(words) : [words];
  const others = synonyms.filter((row) => row.some((each) => bases.includes(each))).flat();
  return [...new Set([words, ...others])];
}

const irregularPasts = new Set(Object.values(irregular).flat());
const isPastWord = (word: string): boolean =>
  (/[a-z]{2}ed$/.test(word) && !word.endsWith('eed')) || irregularPasts.has(word);

/** Whether a name already tells of the past: "purchased", "signed in", "trial started". */
const isPast = (words: string): boolean => words.split(' ').some(isPastWord);

/** "sign in": "signed in". */
function pastOf(words: string): string[] {
  const [verb = '', ...rest] = words.split(' ');
  return pastsOfVerb(verb).map((past) => [past, ...rest].join(' '));
}

function pastsOfVerb(verb: string): readonly string[] {
  if (Object.hasOwn(irregular, verb)) return irregular[verb] ?? [];
  if (verb.endsWith('e')) return [`${verb}d`];
  if (/[^aeiou]y$/.test(verb)) return [`${verb.slice(0, -1)}ied`];
  // "ship": "shipped". For longer verbs it depends on the stress, so we know both.
  if (/[aeiou][bdfgklmnprtv]$/.test(verb) && !/[aeiou]{2}.$/.test(verb))
    return [`${verb}${verb.at(-1)}ed`, `${verb}ed`];
  return [`${verb}ed`];
}

/** The form that may follow "did" for a past form: "ordered" is "order", "purchased" is "purchase". */
function basesOf(words: string): string[] {
  const [verb = '', ...rest] = words.split(' ');
  const known = Object.entries(irregular).find(([, pasts]) => pasts.includes(verb))?.[0];
  const stem = verb.replace(/ed$/, '');
  const guesses =
    known === undefined ? [stem, `${stem}e`, stem.slice(0, -1), stem.replace(/i$/, 'y')] : [known];
  return guesses.filter((each) => pastsOfVerb(each).includes(verb)).map((base) => [base, ...rest].join(' '));
}

/** "trial started": "started trial", with an article allowed between the words. */
function turned(words: string): string[] {
  const [thing, verb, ...more] = words.split(' ');
  return thing !== undefined && verb !== undefined && more.length === 0 && isPastWord(verb)
    ? [`${verb} ${thing}`]
    : [];
}

function plural(words: string): string {
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(words) ? `${words}es` : `${words}s`;
}
