import type { CampaignCondition } from '../../../conditions/campaign.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { seeNamed } from './named.ts';

type Was = Exclude<CampaignCondition['was'], 'sent'>;

export const missedWords = ['missed', 'missed out on', 'missed getting', 'miss', 'miss out on'] as const;

/** Outcomes of campaigns, in the words before the name of one. */
const wasWords = {
  'left out': [
    ...[
      'left out',
      'left out of',
      'left out from',
      'left out in',
      'left out by',
      'got left out of',
      'held out of',
    ],
    ...['skipped in', 'skipped by', 'skipped for', 'held back from'],
  ],
  missed: missedWords,
} as const satisfies Record<Was, readonly string[]>;
const all = Object.keys(wasWords) as Was[];

/** Words between the verb and a campaign. */
const between =
  'any either all both none neither of one in from our the your my ( at least each some every all a an any more than exactly'.split(
    ' ',
  );

/** `left out of "Spring sale"`, `missed the last campaign`: how many words, and what they mean. */
export function seeOutcome(reader: Reader, offset = 0): { was: Was; length: number } | undefined {
  for (const was of all) {
    const words = see(reader, wasWords[was], offset);
    if (words === undefined) continue;
    const length = words.split(' ').length;
    // "Missed" could be anything else.
    if (was === 'missed' && !campaignFollows(reader, offset + length)) continue;
    return { was, length };
  }
  return undefined;
}

const mailNouns = [
  'campaign',
  'campaigns',
  'newsletter',
  'newsletters',
  'mailing',
  'mailings',
  'email',
  'emails',
];

function campaignFollows(reader: Reader, offset: number): boolean {
  for (let at = offset; ; at += 1) {
    const token = peek(reader, at);
    if (token === undefined) return false;
    if (at === offset && token.lower === 'it') return true;
    if (token.kind === 'quoted' || seeNamed(reader, reader.names.campaigns, at) !== undefined) return true;
    if (see(reader, lastWords, at) !== undefined) return true;
    if (mailNouns.includes(token.lower)) return true;
    if (!between.includes(token.lower) && !/^\d+$/.test(token.lower)) return false;
  }
}

const lastWords = ['last', 'latest', 'most recent', 'very last'];
