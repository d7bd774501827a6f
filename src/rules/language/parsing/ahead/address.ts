import { comparison, textField } from '../../../fields.ts';
import type { Rule } from '../../../schema.ts';
import { mailProviders } from '../../mail-providers.ts';
import { peek, type Reader, see } from '../reader/reader.ts';

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
  'using a',
  'using an',
  'use a',
  'use an',
  'uses a',
  'uses an',
  'on',
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
  const listed = seeListed(reader, offset + before);
  if (listed === undefined) return undefined;
  const { tests, words } = listed;
  const after = offset + before + words;
  const isProvider = tests.every((test) => test.isProvider);
  // "Node.js users" isn't about an address.
  const isAlone = lead === undefined && !having && isProvider;
  const owned = see(reader, isAlone ? [...things, ...people] : things, after);
  const isNamed = lead !== undefined && /^(?:with|us|on)/.test(lead) && isProvider && !listed.isOutlook;
  if (owned === undefined && !isNamed && !listed.isMarked) return undefined;
  const none = lead?.startsWith('without') || lead === 'no';
  const rule = domainRule(tests);
  const length = before + words + (owned?.split(' ').length ?? 0);
  return { rule: none ? { type: 'not', rule } : rule, length };
}

/** "Gmail or yahoo" after "email is": the domain, because no address is spelled like that. */
export function seeDomains(reader: Reader, offset: number): Address | undefined {
  const article = see(reader, ['a', 'an', 'on', 'at', 'on a', 'from'], offset)?.split(' ').length ?? 0;
  const listed = seeListed(reader, offset + article);
  if (listed === undefined) return undefined;
  const after = offset + article + listed.words;
  const owned = see(reader, things, after)?.split(' ').length ?? 0;
  return { rule: domainRule(listed.tests), length: article + listed.words + owned };
}

/** "Gmail", "gmail or yahoo", "acme.com, acme.org or acme.net". */
function seeListed(reader: Reader, start: number) {
  const tests: Test[] = [];
  const names: string[] = [];
  let [words, at] = [0, start];
  for (;;) {
    const token = peek(reader, at);
    const test = token?.kind === 'word' ? testOf(token.lower) : undefined;
    if (token === undefined || test === undefined) break;
    tests.push(test);
    names.push(token.lower);
    at += 1;
    words = at - start;
    const joiner = see(reader, ['or', ', or', ', or a', 'or a', 'or an', ','], at);
    if (joiner === undefined) break;
    at += joiner.split(' ').length;
  }
  // "Gmail, yahoo": what joins the last two says what the commas mean.
  const isList = tests.length < 2 || see(reader, ['or', 'or a', 'or an'], start + words - 2) !== undefined;
  const [first] = tests;
  if (first === undefined) return undefined;
  const kept = isList ? tests : [first];
  return {
    tests: kept,
    words: isList ? words : 1,
    isOutlook: names.includes('outlook'),
    isMarked: names.slice(0, kept.length).every((name) => name.startsWith('@')),
  };
}

type Test = NonNullable<ReturnType<typeof testOf>>;

/** The address's domain passes one of the tests: those with one operator are one condition. */
function domainRule(tests: readonly Test[]): Rule {
  const rules = [...new Set(tests.map(({ operator }) => operator))].map((operator): Rule => {
    const values = tests.filter((test) => test.operator === operator).flatMap((test) => test.values);
    return { type: 'text', field: 'email domain', operator, values: [...new Set(values)] };
  });
  const [first, ...others] = rules;
  return first !== undefined && others.length === 0 ? first : { type: 'any', rules };
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
