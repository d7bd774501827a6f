import { dateFields, textField } from '../fields.ts';
import type { RuleContext } from '../language/parse.ts';
import { attributeName, fieldWords } from '../language/print.ts';
import { quote, quoteName } from '../language/quote.ts';
import { saidEvent } from '../language/said-event.ts';
import { whenAgo, whenDay } from '../language/when.ts';
import type { Condition } from '../schema.ts';
import type { Fact } from './compile-why.ts';

/**
 * What is true of a contact, where a condition asks for it, in words.
 *
 * @example factOf(opened in the last 60 days, { times: [1788336000000] }, context) // 'opened an email once, 2 Sep 2026, 82 days ago'
 */
export function factOf(
  condition: Exclude<Condition, { type: 'segment' }>,
  fact: Fact,
  { names, dates }: RuleContext,
): string {
  switch (condition.type) {
    case 'tagged': {
      const tags = Object.entries((fact ?? {}) as Record<string, string>).map(([id, at]) => {
        const name = names.tags.find((tag) => tag.id === Number(id))?.name ?? `#${id}`;
        return `${quoteName(name)} since ${whenDay(new Date(at), dates.timeZone)}`;
      });
      if (tags.length > 0) return `tagged ${tags.join(', ')}`;
      return condition.tags.length === 1 ? 'does not have the tag' : 'has none of the tags';
    }
    case 'has-tags':
      return Number(fact) === 0 ? 'no tags' : Number(fact) === 1 ? '1 tag' : `${fact} tags`;
    case 'text':
    case 'has': {
      const words = fieldWords(condition.field);
      if (fact === null || fact === '') return `no ${words}`;
      if (condition.field in dateFields) return `${words}: ${whenAgo(new Date(String(fact)), dates)}`;
      return `${words}: ${textField(condition.field as never).show(String(fact))}`;
    }
    case 'date': {
      const words = dateFields[condition.field].words[0];
      return fact === null ? `no ${words}` : `${words}: ${whenAgo(new Date(String(fact)), dates)}`;
    }
    case 'attribute': {
      const name = attributeName(condition.attribute, names);
      return fact === null || fact === ''
        ? `no ${name}`
        : typeof fact === 'boolean'
          ? `${name} is ${fact}`
          : `${name}: ${typeof fact === 'string' ? fact : JSON.stringify(fact)}`;
    }
    case 'event': {
      const { times, last } = fact as Extract<Fact, { times: number[] }>;
      const [did, done] = saidEvent(condition, names);
      const latest = times[0] ?? last;
      if (latest === null || latest === undefined) return `never ${done}`;
      const often = times.length === 1 ? 'once' : times.length === 0 ? 'before' : `${times.length} times`;
      return `${did} ${often}, ${times.length > 1 ? 'last on ' : ''}${whenAgo(new Date(latest), dates)}`;
    }
    case 'random':
      return `picked at random, for good: ${quote(`random ${condition.percent}%`)}`;
    default:
      throw condition satisfies never;
  }
}
