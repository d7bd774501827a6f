import { defined } from '../../../../lib/defined.ts';
import { type LeftOutBecause, leftOutBecause, leftOutBecauses } from '../../../conditions/campaign.ts';
import { sayLatest } from '../../../latest-campaigns.ts';
import { missedWords, seeOutcome } from '../ahead/outcome.ts';
import { adverbStarts } from '../events/adverbs.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import type { Lead, Spoken } from '../reader/spoken.ts';
import { readCampaigns } from './campaign.ts';
import { refuseLikeCampaign, seeLikeCampaign } from './campaign-or-time.ts';

/** Reads `left out of "Spring sale"`, `missed the last campaign`; undefined if there is nothing of the kind. */
export function readOutcome(reader: Reader, lead: Lead): Read<Spoken> | undefined {
  const from = reader.next;
  const seen = seeOutcome(reader);
  if (seen === undefined) return undefined;
  const { was } = seen;
  reader.next += seen.length;
  const negated = lead.negation !== undefined;
  const spoken = { negated, auxiliary: lead.auxiliaries.length > 0, own: true, bareCount: false } as const;
  // The campaign of the condition before.
  if (take(reader, ['it']) !== undefined)
    return { ...spoken, it: true, condition: { type: 'campaign', was } };
  const verb = textOf(reader, from, reader.next).toLowerCase();
  const campaigns = readCampaigns(reader, negated, 'received', { isTimeless: true, verb });
  if (campaigns === null) return null;
  if (campaigns === undefined) return refuseNoCampaign(reader, from);
  if (campaigns.none && negated) {
    const words = textOf(reader, lead.from, reader.next);
    return refuse(reader, lead.from, reader.next, `${cited(words)} is a double negative; say it once.`);
  }
  const because = was === 'left out' ? readBecause(reader, textOf(reader, from, reader.next)) : undefined;
  if (because === null) return null;
  if (adverbStarts(reader)) {
    const message = `A campaign goes out once: ${cited(verb)} takes no time or count.`;
    return refuse(reader, reader.next, reader.next + 1, message);
  }
  take(reader, ['already', 'yet', 'so far']);
  const { ids, latest, match, none } = campaigns;
  return {
    condition: {
      ...{ type: 'campaign', was },
      ...defined({ campaigns: ids, latest, because, each: match === 'all' || undefined }),
    },
    ...spoken,
    negated: negated || none === true,
  };
}

const becauseWords = ['because', ', because', 'as', ', as'];
const joiners = ['or', 'and', ', or', ', and'];
const sinceWords = ['since', 'due to', 'for being', 'for'];

const seeReason = (reader: Reader, offset: number): LeftOutBecause | undefined =>
  leftOutBecauses.find((each) => see(reader, leftOutBecause[each], offset) !== undefined);

/** The same with nothing after it: "unsubscribed this month" is a condition. */
function seeLoneReason(reader: Reader, offset: number): LeftOutBecause | undefined {
  const reason = seeReason(reader, offset);
  const words = reason && see(reader, leftOutBecause[reason], offset);
  return words !== undefined && isOver(peek(reader, offset + words.split(' ').length)) ? reason : undefined;
}

/** "Because they were paused or unsubscribed": two reasons, or their status? */
function refuseReasons(
  reader: Reader,
  {
    from,
    said,
    because,
    next,
  }: { from: number; said: string; because: LeftOutBecause; next: LeftOutBecause },
): null {
  const joiner = see(reader, [...joiners, ',']) ?? '';
  const at = reader.next + joiner.split(' ').length;
  const words = see({ ...reader, next: at }, leftOutBecause[next]) ?? '';
  const message = `One reason at a time: repeat "${said}" before the second one.`;
  const reasons = [because, next].map((each) => `because ${leftOutBecause[each][0]}`);
  return ask(reader, from, at + words.split(' ').length, message, [`${reasons[0]} or ${said} ${reasons[1]}`]);
}

/** "Because they were paused". @param said the condition before */
function readBecause(reader: Reader, said: string): Read<LeftOutBecause> | undefined {
  const from = reader.next;
  const lead = see(reader, [...becauseWords, ...sinceWords]);
  if (lead === undefined) return undefined;
  const length = lead.split(' ').length;
  const because = seeReason(reader, length);
  // "Since" begins a time, too.
  if (because === undefined && sinceWords.includes(lead)) return undefined;
  reader.next += length;
  if (because !== undefined) {
    take(reader, leftOutBecause[because]);
    const other = see(reader, reader.depth === 0 ? [...joiners, ','] : joiners);
    const next = other === undefined ? undefined : seeLoneReason(reader, other.split(' ').length);
    return next === undefined ? because : refuseReasons(reader, { from, said, because, next });
  }
  let to = reader.next;
  while (!isOver(reader.tokens[to])) to += 1;
  const message = `${cited(textOf(reader, from, to))} isn’t a reason why campaigns leave people out. Which one do you mean?`;
  const reasons = leftOutBecauses.map((each) => `because ${leftOutBecause[each][0]}`);
  return ask(reader, from, to, message, reasons);
}

/** "Missed Sprng sale": a campaign by a misspelt name. */
export function refuseMissed(reader: Reader): null | undefined {
  const words = see(reader, missedWords);
  if (words === undefined) return undefined;
  const behind = { ...reader, next: reader.next + words.split(' ').length };
  const like = seeLikeCampaign(behind, 'received');
  return like && refuseLikeCampaign(behind, like);
}

function refuseNoCampaign(reader: Reader, from: number): null {
  const like = seeLikeCampaign(reader, 'received');
  if (like !== undefined) return refuseLikeCampaign(reader, like);
  const { next } = reader;
  const said = textOf(reader, from, next);
  let to = next;
  while (!isOver(reader.tokens[to])) to += 1;
  const instead = [sayLatest(1), sayLatest(3)];
  const message = `Which campaign? Put its name in quotes after ${cited(said)}, or say ${instead.map((each) => `"${each}"`).join(' or ')}.`;
  return ask(reader, next, to, message, instead);
}
