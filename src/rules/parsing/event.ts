import type { Timeframe } from '../../dates/schema.ts';
import { type EventKindName, eventKindNames, eventKinds } from '../operators.ts';
import { mailObjects } from '../words.ts';
import { opensTime, refuseBareDay, refuseCampaign, seeCampaign } from './campaign.ts';
import { isOver } from './connectors.ts';
import { type Count, readCount } from './count.ts';
import { cited, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import type { Lead, Spoken } from './spoken.ts';
import { conditionStarts } from './starts.ts';
import { readTimeframe, refuseTimeframe } from './time.ts';

/** The event verb that stands here, perhaps behind "first" or "last". */
export function seeEvent(
  reader: Reader,
): { event: EventKindName; word: string; which?: 'first' | 'last' } | undefined {
  const which = see(reader, ['first', 'last']) as 'first' | 'last' | undefined;
  for (const event of eventKindNames) {
    const word = see(reader, eventKinds[event].words, which === undefined ? 0 : 1);
    if (word !== undefined) return { event, word, ...(which === undefined ? {} : { which }) };
  }
  return undefined;
}

/** Reads an event condition from its verb on: `opened an email at least 3 times in the last 30 days`. */
export function readEvent(reader: Reader, lead: Lead): Read<Spoken> {
  const verb = seeEvent(reader);
  if (verb === undefined) return null;
  const at = reader.next;
  const wrong = wrongForm(reader, verb, lead);
  if (wrong !== undefined) return wrong;
  reader.next += verb.which === undefined ? 1 : 2;
  const negated = lead.negation !== undefined;
  const said = readAdverbs(reader, verb.event, { negated, ever: lead.ever });
  if (said === null) return null;
  const refused = contradiction(reader, verb.which, said, lead, at);
  if (refused !== undefined) return refused;
  const { timeframe, count, ever } = said;
  const condition: Spoken['condition'] = {
    type: 'event',
    event: verb.event,
    ...(timeframe === undefined ? {} : { timeframe }),
    ...(count === undefined ? {} : { count: { operator: count.operator, n: count.n } }),
    ...(verb.which === undefined ? {} : { which: verb.which }),
  };
  const something = timeframe !== undefined || count !== undefined || ever;
  return {
    condition,
    negated,
    auxiliary: lead.auxiliaries.length > 0,
    own: something || lead.negation === 'never',
    bareCount: count?.bare ?? false,
  };
}

interface Adverbs {
  timeframe?: Timeframe;
  count?: Count;
  ever: boolean;
}

/** What follows the verb, in any order, each once: mail, "ever", a count, a timeframe. */
function readAdverbs(
  reader: Reader,
  event: EventKindName,
  before: { negated: boolean; ever: boolean },
): Read<Adverbs> {
  const said: Adverbs = { ever: before.ever };
  const things =
    event === 'received' ? ['emails', 'email', 'mails', 'messages', 'campaigns', 'newsletters'] : [];
  take(reader, mailObjects);
  for (;;) {
    const token = peek(reader);
    if (token === undefined || isOver(token)) return said;
    if (token.kind === 'quoted') return refuseCampaign(reader);
    if (take(reader, ['machines included', 'including machines', 'including machine opens'])) {
      return refuse(
        reader,
        reader.next - 2,
        reader.next,
        'Opens made by machines are left out; counting them is not built yet.',
        [''],
      );
    }
    if (!said.ever && take(reader, ['ever', 'at any time'])) {
      said.ever = true;
      continue;
    }
    const from = reader.next;
    const count = said.count === undefined ? readCount(reader, things) : undefined;
    if (count === null) return null;
    if (count !== undefined) {
      said.count = count;
      take(reader, mailObjects);
      continue;
    }
    if (said.timeframe !== undefined || conditionStarts(reader)) return said;
    if (seeCampaign(reader) !== undefined) return refuseCampaign(reader);
    const timeframe = readTimeframe(reader, { negated: before.negated });
    if (timeframe === null) return null;
    if (timeframe === undefined) return refuseWords(reader);
    if (!opensTime(reader, from)) return refuseBareDay(reader, from, timeframe);
    said.timeframe = timeframe;
  }
}

/** Combinations that nobody could mean, or that could mean two things. */
function contradiction(
  reader: Reader,
  which: 'first' | 'last' | undefined,
  said: Adverbs,
  lead: Lead,
  at: number,
): null | undefined {
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
    const message = `"${which} ${words.split(/\s+/)[1]}" needs a timeframe and no count: "${which} opened more than 60 days ago".`;
    return refuse(reader, at, reader.next, message);
  }
  if (lead.negation !== undefined && said.count?.bare) {
    // "did not open once" is "never" to some, and "0 or 2 and more" to the letter.
    const { n } = said.count;
    const past = eventKinds[seeEvent({ ...reader, next: at })?.event ?? 'opened'].words[0];
    const message = `${cited(textOf(reader, lead.from, reader.next))} may mean never, fewer, or not exactly ${n}; say which.`;
    const often = n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`;
    const fewer = n > 1 ? [`${past} fewer than ${often}`] : [];
    const instead = [`never ${past}`, ...fewer, `not ${past} exactly ${often}`];
    return refuse(reader, lead.from, reader.next, message, instead);
  }
  return undefined;
}

/** "who open", "click": only "did" and its like take the base form, so the past would be a guess. */
function wrongForm(
  reader: Reader,
  verb: { event: EventKindName; word: string; which?: 'first' | 'last' },
  lead: Lead,
): null | undefined {
  const [past] = eventKinds[verb.event].words as readonly string[];
  const at = reader.next + (verb.which === undefined ? 0 : 1);
  const did = lead.auxiliaries.some((word) => ['do', 'does', 'did'].includes(word));
  const base = verb.word !== past && verb.word !== 'sent' && verb.word !== 'got';
  if (base && !did) {
    const before = textOf(reader, 0, lead.from);
    if (/\b(?:not|never|\w+n['’]?t)\b[^()]*\b(?:or|and)$/i.test(before)) {
      const message = `Does the "not" before reach "${verb.word}"? Say "and not ${past}" for neither, or "or has ${past}" for only the first.`;
      return refuse(reader, lead.from - 1, at + 1, message, [`and not ${past}`, `or has ${past}`]);
    }
    return refuse(reader, at, at + 1, `"${verb.word}" stands alone: say "${past}", or "did ${verb.word}".`, [
      past ?? '',
    ]);
  }
  const is = lead.auxiliaries.find((word) => ['is', 'are'].includes(word));
  if (is !== undefined && (verb.event === 'unsubscribed' || verb.event === 'bounced')) {
    const not = lead.negation === undefined ? '' : 'not ';
    const message = `"${is} ${verb.word}": their status now, or that it ever happened?`;
    return refuse(reader, lead.from, at + 1, message, [
      `status is ${not}${verb.word}`,
      not === '' ? `${verb.word} ever` : `never ${verb.word}`,
    ]);
  }
  return undefined;
}

function refuseWords(reader: Reader): null {
  const [low, high] = [peek(reader, 1)?.text ?? '', peek(reader, 3)?.text ?? ''];
  if (see(reader, ['between']) !== undefined && /^\d+$/.test(low) && see(reader, ['times'], 4)) {
    const message = `"between" can't count yet; say "at least ${low} times" and "at most ${high} times" in two conditions.`;
    return refuse(reader, reader.next, reader.next + 5, message);
  }
  return refuseTimeframe(reader);
}
