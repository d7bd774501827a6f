import type { Timeframe } from '../../../dates/schema.ts';
import { defined } from '../../../lib/defined.ts';
import { namedLike } from '../../../lib/names.ts';
import type { EventConditionOver, PropertyTest } from '../../conditions/stored-event.ts';
import { eventKinds, isMailEvent, mailedWords, sentWords, spamWords } from '../../operators.ts';
import { eventName, printEvent, saysSince } from '../print-event.ts';
import { quoteName } from '../quote.ts';
import { listObjects, mailObjects, nothingObjects, numberWords, ownObjects } from '../words.ts';
import { adverbStarts, machineWords } from './adverbs.ts';
import { conditionStarts } from './ahead/condition.ts';
import type { Verb } from './ahead/event.ts';
import { seeNamed } from './ahead/named.ts';
import { refuseAlike } from './alike.ts';
import {
  type Campaigns,
  opensTime,
  readCampaigns,
  refuseBareCampaign,
  refuseBareDay,
  refuseLikeCampaign,
  seeLikeCampaign,
} from './campaign.ts';
import { isOver } from './connectors.ts';
import { readCount, type SaidCount } from './count.ts';
import { itWords } from './it.ts';
import { isDid } from './own-event.ts';
import { readProperties } from './property.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import type { Lead, Spoken } from './spoken.ts';
import { withStatus } from './status.ts';
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
  const alone = see(reader, ['none']) !== undefined && isOver(peek(reader, 1)) ? ['none'] : [];
  const nothing = take(reader, [...nothingObjects, ...alone]);
  const said = readAdverbs(reader, verb.event, {
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
      which: verb.which,
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
    verb.which === undefined &&
    machines === undefined &&
    nothing === undefined;
  return plain ? withStatus(reader, spoken, lead, verb.event) : spoken;
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
  ever: boolean;
}

/**
 * What follows the verb, in any order, each at most once: mail, a campaign, properties, machines, "ever", a
 * count, a timeframe.
 */
function readAdverbs(
  reader: Reader,
  event: string,
  before: { negated: boolean; ever: boolean; count: SaidCount | undefined; verb: string | undefined },
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
    if (said.timeframe !== undefined || conditionStarts(reader)) return said;
    const campaign = seeNamed(reader, reader.names.campaigns);
    if (campaign !== undefined) return refuseBareCampaign(reader, campaign);
    const timeframe = readTimeframe(reader, { negated: before.negated });
    if (timeframe === null) return null;
    if (timeframe === undefined) {
      const like = seeLikeCampaign(reader, event);
      return like === undefined ? refuseTimeframe(reader) : refuseLikeCampaign(reader, like);
    }
    if (!opensTime(reader, from)) return refuseBareDay(reader, from);
    if (said.campaigns !== undefined && refuseWithin(reader, from) === null) return null;
    said.timeframe = timeframe;
  }
}

/** Combinations that make no sense, or that have two meanings. */
function contradiction(
  reader: Reader,
  condition: EventConditionOver<Timeframe>,
  said: Adverbs & { lead: Lead; at: number },
): null | undefined {
  const { event, which, count } = condition;
  const { lead, at } = said;
  const words = textOf(reader, at, reader.next);
  if (said.ever && said.timeframe !== undefined) {
    return refuse(
      reader,
      at,
      reader.next,
      `"Ever" and a timeframe contradict each other in ${cited(words)}; leave one out.`,
    );
  }
  if (which !== undefined && (said.timeframe === undefined || said.count !== undefined)) {
    const message = `"${which} ${eventName(event)}" needs a timeframe and no count: "${which} ${eventName(event)} more than 60 days ago".`;
    return refuse(reader, at, reader.next, message);
  }
  if (lead.negation !== undefined && count !== undefined && said.count?.bare) {
    // "did not open once" means "never" to some people; literally, it means "0 times, or 2 or more".
    const { n } = count;
    const message = `${cited(textOf(reader, lead.from, reader.next))} could mean never, fewer, or not exactly ${n}. Which one do you mean?`;
    const { count: _, ...ever } = condition;
    const instead = [
      printEvent(ever, reader.names, true),
      ...(n > 1 ? [printEvent({ ...ever, count: { operator: 'fewer than', n } }, reader.names, false)] : []),
      printEvent(condition, reader.names, true),
    ];
    return ask(reader, lead.from, reader.next, message, instead);
  }
  const since = lead.negation === undefined ? undefined : saysSince(condition);
  if (since !== undefined) {
    const message = `${cited(textOf(reader, lead.from, reader.next))} could mean none since then, or none before then. Which one do you mean?`;
    const instead = [{ ...condition, timeframe: since }, condition];
    return ask(
      reader,
      lead.from,
      reader.next,
      message,
      instead.map((each) => printEvent(each, reader.names, true)),
    );
  }
  return undefined;
}

const baseForms: ReadonlySet<string> = new Set([
  ...Object.values(eventKinds).map(({ words }) => words[1]),
  'get',
]);
const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);

/**
 * "who open", "click": only "did" and the like take the base form, so reading it as the past would be a
 * guess.
 */
function wrongForm(reader: Reader, { event, word, which }: Verb, lead: Lead): null | undefined {
  if (!isMailEvent(event)) return undefined;
  const [past] = eventKinds[event].words as readonly string[];
  const at = reader.next + (which === undefined ? 0 : 1);
  const base = baseForms.has(word);
  const passive = lead.auxiliaries.some((each) => ['is', 'are', 'was', 'were', 'been'].includes(each));
  const unclear = isOneOf(mailedWords, word)
    ? !passive && word !== 'heard from us'
    : isOneOf(spamWords, word) && passive;
  if (unclear) {
    const length = word.split(' ').length;
    const message = `Who did it? Say ${cited(past ?? '')} if you mean that they ${past}${event === 'received' ? ' it' : ''}.`;
    const not = lead.negation === undefined ? '' : 'not ';
    const tags = namedLike(reader.names.tags, word).map((tag) => `${not}tagged ${quoteName(tag.name)}`);
    const instead = [lead.negation, which, past].filter((each) => each !== undefined).join(' ');
    return ask(reader, lead.from, at + length, message, [instead, ...tags]);
  }
  if (base && !isDid(lead)) {
    const before = textOf(reader, 0, lead.from);
    if (/\b(?:not|never|\w+n['’]?t)\b[^()]*\b(?:or|and)$/i.test(before)) {
      const message = `Does the "not" before reach "${word}"? Say "and not ${past}" for neither, or "or has ${past}" for only the first.`;
      return ask(reader, lead.from - 1, at + 1, message, [`and not ${past}`, `or has ${past}`]);
    }
    return refuse(reader, at, at + 1, `"${word}" isn’t enough: say "${past}", or "did ${word}".`, [
      past ?? '',
    ]);
  }
  return undefined;
}
