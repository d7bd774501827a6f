import { numberOperatorWords } from '../../../attributes.ts';
import type { Rule } from '../../../schema.ts';
import { fieldWords } from '../../field-words.ts';
import { quoteName } from '../../quote.ts';
import { operatorWords } from '../../table-words.ts';
import { isJoiner } from '../reader/connectors.ts';
import { ask, cited, type Reader, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

/**
 * "Seats over 5 but under 10": a comparison needs the name again. Undefined if no comparison is here, or none
 * comes before.
 */
export function refuseComparison(reader: Reader, lead: Lead): null | undefined {
  const before = reader.heard.at(-1);
  const name = before && nameOf(reader, before.rule);
  const { from } = lead;
  if (name === undefined || !isJoiner(reader.tokens[from - 1])) return undefined;
  const here = { ...reader, next: from };
  const operator = see(here, [...operatorWords, ...numberOperatorWords]);
  const end = from + (operator?.split(' ').length ?? 0);
  if (operator === undefined || end >= reader.tokens.length) return undefined;
  const said = textOf(reader, from, end);
  const message = `What is ${cited(said)} about? Repeat the name before it.`;
  return ask(reader, from, end, message, [`${name} ${said}`]);
}

/** What a condition compares, as people typed it. */
function nameOf(reader: Reader, rule: Rule): string | undefined {
  const condition = rule.type === 'not' ? rule.rule : rule;
  if (condition.type === 'text') return fieldWords(condition.field);
  if (condition.type !== 'attribute') return undefined;
  const attribute = reader.names.attributes.find(({ id }) => id === condition.attribute);
  return attribute && quoteName(attribute.name);
}
