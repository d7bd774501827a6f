import type { Timeframe } from '../../../../dates/schema.ts';
import { namedLike } from '../../../../lib/names.ts';
import type { EventConditionOver } from '../../../conditions/stored-event.ts';
import { eventKinds, isMailEvent, mailedWords, spamWords } from '../../../operators.ts';
import { eventName, printEvent, saysSince } from '../../print-event.ts';
import { quoteName } from '../../quote.ts';
import type { Verb } from '../ahead/event.ts';
import { seeNamed } from '../ahead/named.ts';
import { ask, cited, type Reader, refuse, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import type { SaidCount } from './count.ts';
import { isDid } from './own-event.ts';

/** Combinations that make no sense, or that have two meanings. */
export function contradiction(
  reader: Reader,
  condition: EventConditionOver<Timeframe>,
  said: { lead: Lead; at: number; ever: boolean; timeframe?: Timeframe; count?: SaidCount },
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
export function wrongForm(reader: Reader, { event, word, which }: Verb, lead: Lead): null | undefined {
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

/** "Unsubscribed from Product news": a topic, and not all mail. */
export function refuseTopicLeft(reader: Reader): null | undefined {
  const from = reader.next - 1;
  const word = see(reader, ['from', 'from the topic', 'of']);
  const length = word?.split(' ').length ?? 0;
  const topic = word === undefined ? undefined : seeNamed(reader, reader.names.topics, length);
  if (topic === undefined || !/^unsubscribed?$/.test(reader.tokens[from]?.lower ?? '')) return undefined;
  const name = quoteName(topic.named.name, { always: true });
  const message = `Rollcall knows which topics they get now: say "not subscribed to ${name}".`;
  return ask(reader, from, reader.next + length + topic.length, message, [`are not subscribed to ${name}`]);
}
