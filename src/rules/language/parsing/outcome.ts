import { defined } from '../../../lib/defined.ts';
import { type LeftOutBecause, leftOutBecause, leftOutBecauses } from '../../conditions/campaign.ts';
import { sayLatest } from '../../latest-campaigns.ts';
import { seeOutcome } from './ahead/outcome.ts';
import { readCampaigns, refuseLikeCampaign, seeLikeCampaign } from './campaign.ts';
import { isOver } from './connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import type { Lead, Spoken } from './spoken.ts';

/** Reads `left out of "Spring sale"`, `missed the last campaign`; undefined if there is nothing of the kind. */
export function readOutcome(reader: Reader, lead: Lead): Read<Spoken> | undefined {
  const from = reader.next;
  const seen = seeOutcome(reader);
  if (seen === undefined) return undefined;
  const { was } = seen;
  reader.next += seen.length;
  const negated = lead.negation !== undefined;
  const campaigns = readCampaigns(reader, negated, 'received', { isTimeless: true });
  if (campaigns === null) return null;
  if (campaigns === undefined) return refuseNoCampaign(reader, from);
  if (campaigns.none && negated) {
    const words = textOf(reader, lead.from, reader.next);
    return refuse(reader, lead.from, reader.next, `${cited(words)} is a double negative; say it once.`);
  }
  const because = was === 'left out' ? readBecause(reader) : undefined;
  if (because === null) return null;
  take(reader, ['already', 'yet', 'so far']);
  const { ids, latest, match, none } = campaigns;
  return {
    condition: {
      ...{ type: 'campaign', was },
      ...defined({ campaigns: ids, latest, because, each: match === 'all' || undefined }),
    },
    negated: negated || none === true,
    auxiliary: lead.auxiliaries.length > 0,
    own: true,
    bareCount: false,
  };
}

/** "Because they were paused". */
function readBecause(reader: Reader): Read<LeftOutBecause> | undefined {
  const from = reader.next;
  if (take(reader, ['because', 'as']) === undefined) return undefined;
  const because = leftOutBecauses.find((each) => see(reader, leftOutBecause[each]) !== undefined);
  if (because !== undefined) {
    take(reader, leftOutBecause[because]);
    return because;
  }
  let to = reader.next;
  while (!isOver(reader.tokens[to])) to += 1;
  const message = `${cited(textOf(reader, from, to))} isn’t a reason why campaigns leave people out. Which one do you mean?`;
  const reasons = leftOutBecauses.map((each) => `because ${leftOutBecause[each][0]}`);
  return ask(reader, from, to, message, reasons);
}

function refuseNoCampaign(reader: Reader, from: number): null {
  const like = seeLikeCampaign(reader, 'received');
  if (like !== undefined) return refuseLikeCampaign(reader, like);
  const token = peek(reader);
  const said = textOf(reader, from, reader.next);
  const message = `Which campaign? Put its name in quotes after ${cited(said)}, or say "${sayLatest(1)}".`;
  return refuse(reader, reader.next, reader.next + (token === undefined ? 0 : 1), message, [
    sayLatest(1),
    sayLatest(3),
  ]);
}
