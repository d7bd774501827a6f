import { latestCampaigns, sayLatest } from '../../../latest-campaigns.ts';
import { quote } from '../../quote.ts';
import { seeNamed } from '../ahead/named.ts';
import { ask, cited, type Reader, see, textOf } from '../reader/reader.ts';
import { refuseEach } from './each-campaign.ts';

const nouns = ['campaign', 'newsletter', 'mailing'];
const plurals = ['campaigns', 'newsletters', 'mailings', 'emails', 'mails'];

/** All of them, which no rule can list: the next one would be missing. */
const everyWords = [
  ...[...nouns, 'email', 'mail'].flatMap((noun) => [`every ${noun}`, `each ${noun}`, `every single ${noun}`]),
  ...plurals.flatMap((noun) =>
    ['all', 'all of', 'each of', 'every one of'].flatMap((all) =>
      [...(all === 'all' ? ['all'] : []), `${all} our`, `${all} the`, `${all} your`, `${all} my`].map(
        (which) => `${which} ${noun}`,
      ),
    ),
  ),
  'everything',
];
/** One of them, without its name. */
const oneWords = nouns.flatMap((noun) => [
  ...[
    'the',
    'this',
    'that',
    'our',
    'the previous',
    'our previous',
    'the first',
    'our first',
    'the second',
  ].map((which) => `${which} ${noun}`),
  ...[
    'the next',
    'the current',
    'the other',
    'the same',
    'the penultimate',
    'the second last',
    'the last but one',
  ].map((which) => `${which} ${noun}`),
  ...['before last', 'before that', 'before it', 'before the last one'].map(
    (which) => `the ${noun} ${which}`,
  ),
]);

/**
 * Refuses words for campaigns that don't say which: "every campaign", "the previous campaign".
 *
 * @param isTimeless whether no count can follow the verb
 */
export function refuseVagueCampaign(reader: Reader, isTimeless: boolean): null | undefined {
  const some = someOf.exec(
    textOf(reader, reader.next, Math.min(reader.next + MOST_WORDS, reader.tokens.length)),
  );
  if (some !== null) {
    const [text, number = ''] = some;
    const count = Number(number);
    const message = `A rule can’t count different campaigns; say "${sayLatest(count || MOST)}", or name them.`;
    const end = reader.next + text.split(/\s+/).length;
    return ask(reader, reader.next, end, message, [sayLatest(count || MOST)]);
  }
  const every = see(reader, everyWords);
  const words = every ?? see(reader, oneWords);
  if (words === undefined) return undefined;
  const { next, names } = reader;
  const length = words.split(' ').length;
  if (seeNamed(reader, names.campaigns, length) !== undefined) return undefined;
  const said = cited(textOf(reader, next, next + length));
  const latest = latestCampaigns(names.campaigns, MOST).map(({ name }) => quote(name));
  if (every !== undefined) return refuseEach(reader, { from: next, to: next + length }, { isTimeless });
  const message = `Which campaign is ${said}? Put its name in quotes, or say "${sayLatest(1)}".`;
  return ask(reader, next, next + length, message, [sayLatest(1), ...latest.slice(1)]);
}

/** "At least 2 of the last 3 campaigns". */
const someOf =
  /^(?:(?:at least|at most|more than|fewer than|less than|exactly|only|just) )?(?:\d+|one|two|three|four|five|half|most|many|few)\+? (?:out )?of (?:the|our) (?:last|latest) (\d+)? ?(?:campaigns|newsletters)\b/i;
const MOST_WORDS = 10;

/** How many campaigns are named. */
const MOST = 3;
