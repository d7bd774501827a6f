import type { Timeframe } from '../../../../dates/schema.ts';
import { defined } from '../../../../lib/defined.ts';
import type { EventConditionOver, PropertyTest } from '../../../conditions/stored-event.ts';
import { isMailEvent, sentWords } from '../../../operators.ts';
import { eventName } from '../../print-event.ts';
import { listObjects, mailObjects, nothingObjects, numberWords, ownObjects } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import type { Verb } from '../ahead/event.ts';
import { seeNamed } from '../ahead/named.ts';
import { type Campaigns, readCampaigns } from '../campaigns/campaign.ts';
import {
  opensTime,
  refuseBareCampaign,
  refuseBareDay,
  refuseLikeCampaign,
  seeLikeCampaign,
} from '../campaigns/campaign-or-time.ts';
import { itWords } from '../joins/it.ts';
import { withStatus } from '../people/status.ts';
import { refuseAlike } from '../reader/alike.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import type { Lead, Spoken } from '../reader/spoken.ts';
import { adverbStarts, machineWords } from './adverbs.ts';
import { refuseBothTimes } from './both-times.ts';
import { readCount, type SaidCount } from './count.ts';
import { contradiction, refuseTopicLeft, wrongForm } from './event-refusals.ts';
import { readTimes } from './first-time.ts';
import { readProperties } from './property.ts';
import { refuseValueOfProperty } from './property-offers.ts';
import { readTimeframe, refuseTimeframe } from './time.ts';
import { refuseWithin } from './within.ts';

/**
 * Reads an event condition, starting at its verb: `opened an email at least 3 times in the last 30 days`.
 *
 * @param given what came before the verb, as in "at least 3 opens": how often, and where that begins
 */
export function readEvent(
  reader: Reader,
  verb: Verb,
  lead: Lead,
  given: { from?: number; count?: SaidCount } = {},
): Read<Spoken> {
  const at = given.from ?? reader.next;
  const { alike } = verb;
  if (alike && refuseAlike(reader, alike, 'events', at + verb.length - alike.length) === null) return null;
  const wrong = wrongForm(reader, verb, lead);
  if (wrong !== undefined) return wrong;
  reader.next += verb.length;
  const alone = takesNone(reader) ? noneAlone : [];
  const nothing = take(reader, [...nothingObjects, ...alone]);
  const said = readAdverbs(reader, verb.event, {
    at,
    which: verb.which,
    negated: lead.negation !== undefined || nothing !== undefined,
    ever: lead.ever,
    count: given.count,
    verb: sentWords.includes(verb.word) ? 'sent' : undefined,
  });
  if (said === null) return null;
  const none = nothing !== undefined || said.campaigns?.none === true;
  if (none && (lead.negation !== undefined || (nothing !== undefined && said.campaigns?.none))) {
    const words = textOf(reader, lead.from, reader.next);
    return refuse(reader, lead.from, reader.next, `${cited(words)} is a double negative; say it once.`);
  }
  const negated = lead.negation !== undefined || none;
  const { campaigns, properties, machines, timeframe, count, ever } = said;
  const condition: EventConditionOver<Timeframe> & { each?: true } = {
    type: 'event',
    event: verb.event,
    ...defined({
      campaigns: campaigns?.ids,
      latest: campaigns?.latest,
      each: campaigns?.match === 'all' || undefined,
      properties,
      machines,
      timeframe,
      count: count?.count,
      which: verb.which ?? said.which,
    }),
  };
  const around = negated && lead.negation === undefined ? { ...lead, negation: 'not' } : lead;
  const refused = contradiction(reader, condition, { ...said, lead: around, at });
  if (refused !== undefined) return refused;
  const something = [campaigns, properties, timeframe, count].some((each) => each !== undefined) || ever;
  const spoken: Spoken = {
    condition,
    negated,
    auxiliary: lead.auxiliaries.length > 0,
    own: something || lead.negation === 'never',
    bareCount: count?.bare ?? false,
    ...defined({ it: said.it, sent: sentWords.includes(verb.word) || undefined }),
  };
  const plain =
    verb.word !== '' &&
    !said.it &&
    condition.which === undefined &&
    machines === undefined &&
    nothing === undefined;
  return plain ? withStatus(reader, spoken, lead, verb.event) : spoken;
}

const noneAlone = ['none', 'none of them', 'none at all', 'not one', 'not a single one'];

/** "Received 5 emails and opened none of them". */
function takesNone(reader: Reader): boolean {
  const length = see(reader, noneAlone)?.split(' ').length;
  return length !== undefined && isOver(peek(reader, length));
}

/** Units for counting mail: a number of emails is a number of times. */
const mailThings = ['emails', 'email', 'mails', 'messages', 'of our emails', 'of our mails'];

interface Adverbs {
  campaigns?: Campaigns;
  /** The campaign of the condition before. */
  it?: true;
  properties?: PropertyTest<Timeframe>[];
  machines?: true;
  timeframe?: Timeframe;
  count?: SaidCount;
  which?: Verb['which'];
  ever: boolean;
}

/**
 * What follows the verb, in any order, each at most once: mail, a campaign, properties, machines, "ever", a
 * count, a timeframe.
 */
function readAdverbs(
  reader: Reader,
  event: string,
  before: {
    at: number;
    negated: boolean;
    ever: boolean;
    count: SaidCount | undefined;
    verb: string | undefined;
    which: Verb['which'];
  },
): Read<Adverbs> {
  const said: Adverbs = {
    ever: before.ever,
    ...defined({ count: before.count }),
  };
  const things = isMailEvent(event)
    ? [...mailThings, ...(event === 'received' ? ['campaigns', 'campaign', 'newsletters', 'newsletter'] : [])]
    : [];
  const known = reader.names.events.find(({ name }) => name === event)?.properties ?? [];
  take(reader, isMailEvent(event) ? mailObjects : ownObjects);
  // "Got an email but never opened one".
  if (isMailEvent(event) && before.negated && see(reader, ['one', 'any']) && isOver(peek(reader, 1)))
    reader.next += 1;
  if (event === 'unsubscribed') take(reader, listObjects);
  for (;;) {
    if (take(reader, [...machineWords, ...machineWords.map((words) => `, ${words}`)]) !== undefined) {
      said.machines = true;
      // A comma closes the aside: "opened, machines included, in the last 30 days".
      if (peek(reader)?.lower === ',' && adverbStarts(reader, 1) && !conditionStarts(reader, 1))
        reader.next += 1;
      continue;
    }
    const token = peek(reader);
    if (token === undefined || isOver(token)) return said;
    const from = reader.next;
    const campaigns = readCampaigns(reader, before.negated, event, defined({ verb: before.verb }));
    if (campaigns === null) return null;
    if (campaigns !== undefined && said.campaigns !== undefined) {
      const another = textOf(reader, from, reader.next);
      const message = `Put "or" between two campaigns, or "and" for both of them.`;
      return ask(reader, from, reader.next, message, [`or ${another}`, `and ${another}`]);
    }
    if (campaigns !== undefined) {
      said.campaigns = campaigns;
      continue;
    }
    if (isMailEvent(event) && said.campaigns === undefined && take(reader, itWords) !== undefined) {
      said.it = true;
      continue;
    }
    if (isMailEvent(event) && take(reader, ['from us']) !== undefined) continue;
    // "We sent Spring sale to".
    if (event === 'received' && token.lower === 'to' && isOver(peek(reader, 1))) return said;
    const times = readTimes(reader, before.which ?? said.which, before.at);
    if (times === null) return null;
    if (times !== undefined) {
      said.which = times;
      continue;
    }
    if (take(reader, before.negated ? ['yet', 'at all', 'so far'] : ['already']) !== undefined) continue;
    if (!said.ever && take(reader, ['ever', 'at any time'])) {
      said.ever = true;
      continue;
    }
    const properties =
      said.properties === undefined && known.length > 0
        ? readProperties(reader, eventName(event), known)
        : undefined;
    if (properties === null) return null;
    if (properties !== undefined) {
      said.properties = properties;
      continue;
    }
    const count = said.count === undefined ? readCount(reader, things) : undefined;
    if (count === null) return null;
    // "An email", or exactly one?
    if (
      count?.bare &&
      count.count.n === 1 &&
      event !== 'received' &&
      see(reader, ['email'], -1) !== undefined
    ) {
      const message = `${cited(textOf(reader, from, reader.next))} could be exactly one, or any. Which one do you mean?`;
      return ask(reader, from, reader.next, message, ['once', 'at least once']);
    }
    if (count !== undefined) {
      said.count = count;
      take(reader, mailObjects);
      continue;
    }
    // "Opened 2".
    const number = /^\d{1,2}$/.test(token.lower) || Object.hasOwn(numberWords, token.lower);
    if (number && said.count === undefined && isOver(peek(reader, 1))) {
      const message = `${cited(token.text)} of what? Say "times" for how often.`;
      return ask(reader, from, from + 1, message, [`${token.text} times`]);
    }
    // "Opened yesterday an email".
    if (
      said.timeframe !== undefined &&
      isMailEvent(event) &&
      take(reader, ['an email', 'any email', 'emails'])
    )
      continue;
    if (said.timeframe !== undefined || conditionStarts(reader)) return said;
    const campaign = seeNamed(reader, reader.names.campaigns);
    if (campaign !== undefined) return refuseBareCampaign(reader, campaign);
    const timeframe = readTimeframe(reader, { negated: before.negated });
    if (timeframe === null) return null;
    if (timeframe === undefined) {
      if (said.properties === undefined && refuseValueOfProperty(reader, known) === null) return null;
      if (event === 'unsubscribed' && refuseTopicLeft(reader) === null) return null;
      const like = seeLikeCampaign(reader, event);
      return like === undefined ? refuseTimeframe(reader) : refuseLikeCampaign(reader, like);
    }
    if (!opensTime(reader, from)) return refuseBareDay(reader, from);
    const isEither = said.count !== undefined || (before.which ?? said.which) !== undefined;
    const place = { at: before.at, from, negated: before.negated };
    if (!isEither && refuseBothTimes(reader, timeframe, place) === null) return null;
    if (said.campaigns !== undefined && refuseWithin(reader, from) === null) return null;
    said.timeframe = timeframe;
  }
}
