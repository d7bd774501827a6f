import { textField } from '../../../fields.ts';
import type { Rule } from '../../../schema.ts';
import { seeDomains, validities } from '../ahead/address.ts';
import { joinStarts } from '../ahead/join.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, see, textOf } from '../reader/reader.ts';

/**
 * `email is invalid`: that isn't an address but a validation result, which contacts have. Undefined if it is
 * something else.
 */
export function readValidity(reader: Reader, from: number): Read<Rule> | undefined {
  const operator = see(reader, ['is', 'are', 'is not', 'are not']);
  let after = operator?.split(' ').length ?? 0;
  const values: string[] = [];
  for (let value = see(reader, validities, after); value !== undefined; ) {
    values.push(value);
    const next = see(reader, ['or'], after + 1) && see(reader, validities, after + 2);
    after += next === undefined ? 1 : 2;
    value = next;
  }
  const [value] = values;
  if (operator === undefined || value === undefined) return undefined;
  if (values.length === 1 && !isOver(peek(reader, after)) && !joinStarts(reader, after)) return undefined;
  reader.next += after;
  const field = textField('email validation').words[0];
  if (operator.endsWith(' not') && value === 'valid' && values.length === 1) {
    const said = textOf(reader, from, reader.next);
    const message = `Does ${cited(said)} mean found to be invalid, or anything but valid? Many were never looked at.`;
    return ask(reader, from, reader.next, message, [`${field} is invalid`, `${field} is not valid`]);
  }
  const rule: Rule = { type: 'text', field: 'email validation', operator: 'is', values };
  return operator.endsWith(' not') ? { type: 'not', rule } : rule;
}

/** `email is not gmail`: a provider, and no address. Undefined if it is something else. */
export function readDomains(reader: Reader): Rule | undefined {
  const operator = see(reader, ['is', 'are', 'is not', 'are not', '=', '!=']);
  const length = operator?.split(' ').length ?? 0;
  const seen = operator === undefined ? undefined : seeDomains(reader, length);
  const after = length + (seen?.length ?? 0);
  if (seen === undefined || !(isOver(peek(reader, after)) || joinStarts(reader, after))) return undefined;
  reader.next += after;
  return operator?.endsWith('not') || operator === '!=' ? { type: 'not', rule: seen.rule } : seen.rule;
}
