import { nearest } from '../../../../lib/words.ts';
import { latestCampaigns, mostLatest, sayLatest } from '../../../latest-campaigns.ts';
import { quote } from '../../quote.ts';
import { numberWords } from '../../words.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { refuseEach } from './each-campaign.ts';

/** How many of the last campaigns; `none`: the words negate the condition. */
export interface Latest {
  latest: number;
  none: boolean;
}

const anyWords = ['any of', 'any one of', 'one of', 'at least one of', 'either of', 'some of', 'any'];
const allWords = ['all of', 'all', 'each of', 'each one of', 'every one of', 'both of', 'both'];
const noneWords = ['none of', 'neither of'];
const owners = ['the', 'our', 'your', 'my'];
const lastWords = ['last', 'latest', 'most recent', 'very last'];
const nouns = [
  'campaign',
  'campaigns',
  'email campaign',
  'email campaigns',
  'newsletter',
  'newsletters',
  'mailing',
  'mailings',
];
/** "The last email" is a different one for each person. */
const ownNouns = ['email', 'emails', 'mail', 'mails', 'message', 'messages', 'e-mail', 'e-mails'];
const tails = [
  'we sent',
  'we sent out',
  'that we sent',
  'sent',
  'sent out',
  'that was sent',
  'that were sent',
  'you sent',
];
const fillers = [
  ...[
    'in',
    'from',
    'about',
    'of',
    'on',
    'a link in',
    'on a link in',
    'by',
    'via',
    'through',
    'because of',
    'due to',
  ],
  'thanks to',
];

/**
 * Reads `the last campaign`, `any of the last 3 campaigns`, `none of the last 3 campaigns`. Undefined if
 * there is nothing of the kind; then nothing was read.
 *
 * @param negated whether a `not` comes before the verb
 * @param isTimeless whether no count can follow the verb
 */
export function readLatest(reader: Reader, negated: boolean, isTimeless = false): Read<Latest> | undefined {
  const start = reader.next;
  take(reader, fillers);
  const from = reader.next;
  const seen = seeLatest(reader);
  if (seen === null) return null;
  if (seen === undefined) {
    reader.next = start;
    return undefined;
  }
  const { group, latest, own } = seen;
  const said = textOf(reader, from, reader.next);
  if (latest < 1 || latest > mostLatest || !Number.isInteger(latest)) {
    const message = `${cited(said)}: name from 1 to ${mostLatest} campaigns.`;
    return refuse(reader, from, reader.next, message);
  }
  if (own && group !== 'all') {
    const message = `${cited(said)} could be the last email each person got; say "${sayLatest(latest)}" for the last one you sent, the same for everyone.`;
    return ask(reader, from, reader.next, message, [sayLatest(latest)]);
  }
  if (latest > 1 && (group === undefined || group === 'all')) {
    const names = latestCampaigns(reader.names.campaigns, latest).map(({ name }) => quote(name));
    const each = negated || names.length < latest ? [] : [names.join(' and ')];
    if (group === 'all') return refuseEach(reader, { from, to: reader.next }, { each, isTimeless });
    const message = `${cited(said)}: any of them, or each? For any say "${sayLatest(latest)}"; for each, name them.`;
    return ask(reader, from, reader.next, message, [sayLatest(latest), ...each]);
  }
  return { latest, none: group === 'none' };
}

function seeLatest(
  reader: Reader,
): Read<{ group: 'any' | 'all' | 'none' | undefined; latest: number; own: boolean }> | undefined {
  const word = take(reader, [...anyWords, ...allWords, ...noneWords]);
  const isOne = (words: readonly string[]) => word !== undefined && words.includes(word);
  const group = isOne(noneWords) ? 'none' : isOne(allWords) ? 'all' : isOne(anyWords) ? 'any' : undefined;
  take(reader, owners);
  const before = takeNumber(reader);
  if (take(reader, lastWords) === undefined) return undefined;
  const number = before ?? takeNumber(reader);
  const typed = peek(reader)?.lower ?? '';
  // "The last campagin": this misspelling can't mean anything else.
  const meant =
    nouns.includes(typed) || typed.length < 7 ? [] : nearest(typed, ['campaign', 'campaigns', 'newsletter']);
  if (meant.length > 0) {
    const message = `Rollcall doesn’t recognize ${cited(typed)} here; did you mean "${meant[0]}"?`;
    return refuse(reader, reader.next, reader.next + 1, message, meant);
  }
  const own = see(reader, ownNouns) !== undefined && see(reader, nouns) === undefined;
  const noun = take(reader, own ? ownNouns : nouns);
  if (noun === undefined || (number === undefined && noun.endsWith('s'))) return undefined;
  take(reader, tails);
  return { group, latest: number ?? 1, own };
}

function takeNumber(reader: Reader): number | undefined {
  const word = peek(reader)?.lower ?? '';
  const number = /^\d+$/.test(word)
    ? Number(word)
    : Object.hasOwn(numberWords, word)
      ? numberWords[word]
      : undefined;
  if (number !== undefined) reader.next += 1;
  return number;
}
