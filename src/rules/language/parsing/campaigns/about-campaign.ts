import { sayLatest } from '../../../latest-campaigns.ts';
import { quote } from '../../quote.ts';
import { slipsOf } from '../../slips.ts';
import { peopleWords } from '../../words.ts';
import { seeBare } from '../ahead/bare.ts';
import { seeNamed } from '../ahead/named.ts';
import { seePlural } from '../ahead/plural.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Reader, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

/** What a rule can say about a campaign, and its complement. */
const says = {
  sent: (name: string) => [`was sent ${name}`, `was not sent ${name}`],
  received: (name: string) => [`received ${name}`, `never received ${name}`],
  opened: (name: string) => [`opened ${name}`, `never opened ${name}`],
  clicked: (name: string) => [`clicked ${name}`, `never clicked ${name}`],
  bounced: (name: string) => [`bounced ${name}`, `never bounced ${name}`],
  complained: (name: string) => [`complained ${name}`, `never complained ${name}`],
  unsubscribed: (name: string) => [`unsubscribed ${name}`, `never unsubscribed ${name}`],
  leftOut: (name: string) => [`was left out of ${name}`, `was not left out of ${name}`],
  missed: (name: string) => [`missed ${name}`, `did not miss ${name}`],
  ignored: (name: string) => [
    `received ${name} and never opened ${name}`,
    `not (received ${name} and never opened ${name})`,
  ],
  unread: (name: string) => [`never opened ${name}`, `opened ${name}`],
  unclicked: (name: string) => [`never clicked ${name}`, `clicked ${name}`],
  unsent: (name: string) => [`was not sent ${name}`, `was sent ${name}`],
} as const satisfies Record<string, (name: string) => readonly [string, string]>;

/** Words that people use of a campaign, and what they may mean; the first that fits. */
const meanings: readonly (readonly [RegExp, readonly (keyof typeof says)[]])[] = [
  [/\bnon-?open|\bunopened|\bun?read\b/i, ['unread', 'ignored']],
  [/\bnon-?click/i, ['unclicked']],
  [/\bnon-?recipient/i, ['unsent', 'leftOut']],
  [/\bignor|\bskipped over|\bdeleted/i, ['ignored', 'unread', 'unclicked']],
  [/\bshould|\bsuppos|\bmissed|\bmissing/i, ['missed', 'leftOut', 'unsent']],
  [/\bexclud|\bomit|\bdropp|\bfilter|\bheld|\bskip/i, ['leftOut', 'unsent']],
  [/\bfail|\brefus|\breject|\bundeliver|\berror/i, ['missed', 'bounced']],
  [/\bbounc/i, ['bounced']],
  [/\bdeliver|\barriv|\breach|\bgot\b/i, ['received', 'sent']],
  [/\buncertain|\bunclear/i, ['sent']],
  [/\bspam|\bjunk|\bflag|\breport|\bcomplain/i, ['complained']],
  [/\bunsub|\bopt|\bleft\b|\bleav/i, ['unsubscribed']],
  [
    /\bclick|\bconver|\bbought|\bbuy|\bvisit|\bfollow|\btap|\brespon|\breact|\brepl|\bengag|\binteract/i,
    ['clicked', 'opened'],
  ],
  [/\bread|\bsaw|\bsee|\bview|\blook|\bopen/i, ['opened']],
  [/\baudience|\bpart\b|\btarget|\blist|\binclu|\bmember|\bin\b/i, ['sent', 'leftOut']],
];
/** What no offer says. */
const limits = /\b(?:only|just|most|least|first|last|once|twice|\d+)\b/i;
const not = /\b(?:not|never|no|nobody|without)\b|n['’]t\b/i;
const usual = ['sent', 'opened', 'clicked'] as const;

/** Words about what will happen: only its card tells who will get a campaign. */
const ahead =
  /\b(?:will|going|gets|getting|shall|about|wait|waits|waiting|due|scheduled|queued|would|next)\b/i;

/**
 * Asks what is meant by unknown words about a campaign: "ignored Spring sale". Undefined if they name none, or only
 * in one plain word without quotes.
 */
export function refuseAboutCampaign(reader: Reader, lead: Lead): null | undefined {
  const seen = seeCampaign(reader);
  if (seen === undefined) return undefined;
  const { from, to, said } = seen;
  // "Vips not sent Spring sale" is about a tag too.
  for (let at = 0; at < from - reader.next; at += 1)
    if (seeBare(reader, at) !== undefined || seePlural(reader, at) !== undefined) return undefined;
  let end = to;
  while (!isOver(reader.tokens[end])) end += 1;
  const words = `${textOf(reader, reader.next, from)} ${textOf(reader, to, end)}`.trim();
  const known = meanings.find(([pattern]) => pattern.test(words))?.[1];
  if (limits.test(words) || isMistyped(reader, from, known !== undefined)) return undefined;
  const isNegated = (lead.negation !== undefined) !== not.test(words);
  const verb = isPlural(reader.tokens[lead.from - 1]?.lower ?? '') ? 'were' : 'was';
  const how = { isNegated, verb } as const;
  end += see({ ...reader, next: end }, butNot)?.split(' ').length ?? 0;
  if (ahead.test(words)) {
    const message = `Who will get ${said} is on its card (/campaigns audience …); rules are about what happened.`;
    return ask(reader, lead.from, end, message, offers(['sent', 'received'], said, how));
  }
  const instead = offers(known ?? usual, said, how);
  const advice = `say ${instead.map((each) => `"${each}"`).join(' or ')}.`;
  const message =
    words === ''
      ? `${said} is a campaign; ${advice}`
      : `Rollcall doesn’t recognize ${cited(words)} about ${said}; ${advice}`;
  return ask(reader, lead.from, end, message, instead);
}

/**
 * Whether one of the words before the campaign is a mistyped verb: "recevied", "left uot of".
 *
 * @param isKnown whether the words mean something else: "failed" is not "mailed" with a wrong letter
 */
const isMistyped = (reader: Reader, to: number, isKnown: boolean): boolean =>
  reader.tokens.slice(reader.next, to).some(({ text }) =>
    // "Failed" is a word of its own, and not "mailed" with a wrong letter.
    slipsOf(text, reader)
      .slice(0, isKnown ? 2 : 3)
      .flat()
      .some((word) => sayable.has(word)),
  );

const sayable = new Set(
  'received opened clicked bounced complained unsubscribed sent missed left out got emailed mailed'.split(
    ' ',
  ),
);

const isPlural = (word: string): boolean =>
  word === 'those' || (peopleWords.includes(word) && !/^(?:contact|person|user|customer|member)$/.test(word));

const offers = (
  meant: readonly (keyof typeof says)[],
  said: string,
  { isNegated, verb }: { isNegated: boolean; verb: 'was' | 'were' },
): string[] => meant.map((each) => says[each](said)[isNegated ? 1 : 0].replace(/^was /, `${verb} `));

/** "Should have got it but didn't": that is what missing it means. */
const butNot = [
  'but did not',
  'but did not get it',
  'but did not receive it',
  'but never did',
  'but never got it',
].flatMap((words) => [words, `, ${words}`]);

/** The first campaign in this condition, by name or as one of the last. */
function seeCampaign(reader: Reader): { from: number; to: number; said: string } | undefined {
  for (let at = 0; !isOver(peek(reader, at)) && at < FARTHEST; at += 1) {
    const from = reader.next + at;
    const seen = seeNamed(reader, reader.names.campaigns, at);
    if (seen !== undefined && (seen.quoted || seen.length > 1))
      return { from, to: from + seen.length, said: quote(seen.named.name) };
    const [words, many] = lastFew.exec(textOf(reader, from, Math.min(from + 6, reader.tokens.length))) ?? [];
    if (words !== undefined)
      return { from, to: from + words.split(/\s+/).length, said: sayLatest(Number(many ?? 1)) };
  }
  return undefined;
}

const lastFew = /^(?:(?:any|all) of )?(?:the|our) (?:last|latest) (?:(\d+) campaigns|campaign)\b/i;
const FARTHEST = 8;
