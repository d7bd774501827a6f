import type { Rule } from '../../../schema.ts';
import { printPart } from '../../print.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, peek, type Reader, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

/** "Vip or newsletter but not both": offers it with brackets. Undefined if there is nothing of the kind. */
export function refuseNotBoth(reader: Reader, lead: Lead): null | undefined {
  if (lead.negation !== 'not' || peek(reader)?.lower !== 'both' || !isOver(peek(reader, 1))) return undefined;
  const [first, ...others] = reader.heard;
  const rules =
    first === undefined ? [] : others.length > 0 ? reader.heard.map(({ rule }) => rule) : partsOf(first.rule);
  const [one, other] = rules;
  if (first === undefined || one === undefined || other === undefined || rules.length > 2) return undefined;
  if (reader.depth > 0 || reader.heard.some(({ inBracket }) => inBracket)) return undefined;
  const [a, b] = [one, other].map((rule) => printPart(rule, reader.names));
  const end = reader.next + 1;
  const message = `For one of two but not both, put them in brackets.`;
  return textOf(reader, first.from, end) === ''
    ? undefined
    : ask(reader, first.from, end, message, [`(${a} or ${b}) and not (${a} and ${b})`]);
}

/** "Vip and newsletter" as one condition for each. */
function partsOf(rule: Rule): Rule[] {
  if (rule.type === 'tagged') return rule.tags.map((tag) => ({ ...rule, match: 'any', tags: [tag] }));
  if (rule.type === 'segment')
    return rule.segments.map((segment) => ({ ...rule, match: 'any', segments: [segment] }));
  return [];
}
