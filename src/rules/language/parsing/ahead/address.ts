import { comparison, textField } from '../../../fields.ts';
import type { Rule } from '../../../schema.ts';
import { mailProviders } from '../../mail-providers.ts';
import { peek, type Reader, see } from '../reader.ts';

const leads = [
  'with',
  'with a',
  'with an',
  'with any',
  'without',
  'without a',
  'without an',
  'without any',
  'using',
  'use',
  'uses',
];
const havingLeads = ['a', 'an', 'any', 'no'];
const things = [
  ...[
    'address',
    'addresses',
    'email',
    'emails',
    'email address',
    'email addresses',
    'mail address',
    'e-mail',
  ],
  ...['account', 'accounts', 'email account', 'inbox', 'domain', 'email domain', 'e-mail address'],
];
const people = ['users', 'user', 'people', 'contacts', 'customers', 'members'];

interface Address {
  rule: Rule;
  length: number;
}

/** Whether "gmail users" or "with a gmail address" begins `offset` tokens from here. */
export const addressStarts = (reader: Reader, offset: number): boolean =>
  seeAddress(reader, offset, false) !== undefined;

/** "At acme.com", "from acme.com": the domain needs a known ending, so "at 10.30" isn't one. */
export function seeAtDomain(reader: Reader, offset = 0): Address | undefined {
  if (see(reader, ['at', 'from'], offset) === undefined) return undefined;
  const token = peek(reader, offset + 1);
  if (token?.kind !== 'word' || !/^@?[^@.]+(?:\.[^@.]+)*\.\p{L}{2,}$/u.test(token.lower)) return undefined;
  const test = testOf(token.lower);
  if (test === undefined) return undefined;
  return { rule: { type: 'text', field: 'email domain', operator: 'is', values: test.values }, length: 2 };
}

/**
 * A condition on the domain of an address, from a provider or a domain: "gmail users", "with an acme.com
 * address".
 *
 * @param having whether "has" came before
 */
export function seeAddress(reader: Reader, offset: number, having: boolean): Address | undefined {
  const validity = seeValidity(reader, offset, having);
  if (validity !== undefined) return validity;
  const lead = see(reader, having ? havingLeads : leads, offset);
  const before = lead === undefined ? 0 : lead.split(' ').length;
  const token = peek(reader, offset + before);
  const test = token?.kind === 'word' ? testOf(token.lower) : undefined;
  if (test === undefined) return undefined;
  const after = offset + before + 1;
  // "Node.js users" isn't about an address.
  const isAlone = lead === undefined && !having && test.isProvider;
  const owned = see(reader, isAlone ? [...things, ...people] : things, after);
  const isNamed =
    lead !== undefined && /^(?:with|us)/.test(lead) && test.isProvider && token?.lower !== 'outlook';
  if (owned === undefined && !isNamed) return undefined;
  const rule: Rule = { type: 'text', field: 'email domain', operator: test.operator, values: test.values };
  const none = lead?.startsWith('without') || lead === 'no';
  const length = before + 1 + (owned?.split(' ').length ?? 0);
  return { rule: none ? { type: 'not', rule } : rule, length };
}

/** "Invalid emails", "with a valid address": what validation found out about the address. */
function seeValidity(reader: Reader, offset: number, having: boolean): Address | undefined {
  const lead = see(reader, having ? havingLeads : leads, offset) ?? see(reader, ['a', 'an'], offset);
  const before = lead === undefined ? 0 : lead.split(' ').length;
  const value = see(reader, validities, offset + before);
  const owned = value && see(reader, addresses, offset + before + 1);
  if (value === undefined || owned === undefined) return undefined;
  const rule: Rule = { type: 'text', field: 'email validation', operator: 'is', values: [value] };
  const none = lead?.startsWith('without') || lead === 'no';
  return { rule: none ? { type: 'not', rule } : rule, length: before + 1 + owned.split(' ').length };
}

/** The results of validation that people mention. */
export const validities = ['valid', 'invalid', 'risky'];
const addresses = [
  'email',
  'emails',
  'email address',
  'email addresses',
  'e-mail',
  'e-mails',
  'e-mail address',
  'e-mail addresses',
].concat('address', 'addresses', 'mail address', 'mail addresses');

function testOf(
  word: string,
): (Pick<Extract<Rule, { type: 'text' }>, 'operator' | 'values'> & { isProvider: boolean }) | undefined {
  if (Object.hasOwn(mailProviders, word)) {
    const provider = mailProviders[word];
    return provider && { operator: provider.operator, values: [...provider.values], isProvider: true };
  }
  if (!/^@?[^@.]+(?:\.[^@.]+)+$/.test(word)) return undefined;
  const domain = comparison(textField('email domain'), 'is').read(word);
  return domain === null ? undefined : { operator: 'is', values: [domain], isProvider: false };
}
