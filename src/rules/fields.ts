import { type ContactFieldName, columnOf, contactField, eachField } from '../contact-fields.ts';
import { emailKey } from '../lib/emails.ts';
import { readText } from '../lib/texts.ts';
import type { TextOperatorName } from './operators.ts';

/** A field of a contact that compares as text, for every stage: one row each. */
export interface TextField {
  /** What people call it; read-backs use the first name. */
  words: readonly string[];
  /** Its value for a contact `c`, in SQL. */
  sql: string;
  /** True if stored values have only one case, so comparing needs no lower-casing. */
  folded: boolean;
  /** True if its values identify a person: members who may not see contacts may not use it in a rule. */
  namesPerson: boolean;
  /** True for addresses: in them, another apostrophe or hyphen makes another address. */
  verbatim?: true;
  /** True if a contact may lack it: only then does `has phone` mean something. */
  optional: boolean;
  operators: readonly TextOperatorName[];
  /** The stored form of a typed value; null if the field can't have that value. */
  read: (text: string) => string | null;
  /** A stored value in people's words. */
  show: (value: string) => string;
  /** What an error calls a value of the field, and what the value may be. */
  expected: string;
  /** The values to choose from, in people's words; none if any text will do. */
  choices: () => readonly string[];
  /** What rows of a form offer for it. */
  takes: 'countries' | 'languages' | 'choices' | 'texts';
  /** What a form calls it, if not by its name. */
  label?: string;
  /** What a read-back calls it, if not by its first word. */
  said?: { long: string; short: string };
  /** Verbs that mean its name and `is`: "speaks German". */
  verbs?: readonly string[];
  /** Words for it that an attribute of the same name overrides. */
  also?: readonly string[];
  /** How `is` compares, if not by the plain value. */
  whole?: { sql: string; read: (text: string) => string | null; expected: string };
}

const text = {
  folded: false,
  namesPerson: false,
  optional: true,
  operators: ['is', 'contains', 'starts with', 'ends with'],
  read: readText,
  show: (value) => value,
  expected: 'a text',
  choices: () => [],
  takes: 'texts',
} as const satisfies Partial<TextField>;

/** A field with a known set of values: they compare as a whole. */
const choice = (...values: string[]) =>
  ({
    folded: true,
    namesPerson: false,
    optional: false,
    operators: ['is'],
    read: (value: string) => values.find((each) => fold(each) === fold(value)) ?? null,
    show: (value: string) => value,
    expected: `one of ${values.join(', ')}`,
    choices: () => values as readonly string[],
    takes: 'choices',
  }) as const satisfies Partial<TextField>;

/** The row of a field of contacts (src/contact-fields.ts). */
function ofContact(name: ContactFieldName): TextField {
  const { words, verbs, label, namesPerson, values } = contactField(name);
  const { coded, takes, read, show, expected, choices } = values;
  return {
    words,
    verbs,
    label,
    namesPerson,
    takes,
    read,
    show,
    expected,
    choices,
    sql: `c.${columnOf(name)}`,
    folded: coded,
    optional: true,
    operators: coded ? ['is'] : text.operators,
  };
}

export const textFields = {
  email: {
    ...text,
    words: ['email', 'email address', 'address', 'e-mail', 'mail address'],
    sql: 'c.email',
    namesPerson: true,
    verbatim: true,
    optional: false,
    whole: {
      sql: 'c.email_key',
      read: emailKey,
      expected: 'an email address; for part of one, say "email contains"',
    },
  },
  'email domain': {
    ...text,
    words: ['email domain', 'domain', 'mail domain', "email's domain"],
    sql: `split_part(c.email_key, '@', 2)`,
    folded: true,
    optional: false,
    read: readDomainPart,
    expected: 'part of a domain, like gmail or .edu',
    whole: {
      sql: `split_part(c.email_key, '@', 2)`,
      read: readDomain,
      expected: 'a domain, like gmail.com',
    },
  },
  ...eachField(ofContact),
  status: {
    ...choice('subscribed', 'unsubscribed', 'non-subscribed', 'bounced'),
    words: ['status', 'subscription status'],
    sql: 'c.status',
  },
  'email validation': {
    ...choice('valid', 'invalid', 'risky', 'unknown'),
    words: ['email validation', 'validation', 'email validity'],
    sql: 'c.email_validation',
  },
  source: { ...text, words: ['source'], sql: 'c.source', optional: false },
  'first name': {
    ...text,
    words: ['first word of name'],
    also: ['first name', 'given name', 'forename'],
    said: { long: 'first name (the first word of their name)', short: 'first name' },
    label: 'First name (first word of name)',
    // Stored names have single blanks.
    sql: `split_part(c.name, ' ', 1)`,
    namesPerson: true,
  },
} as const satisfies Record<string, TextField>;

interface DateField {
  /** Its name: `has no signup date`. */
  words: readonly string[];
  /** What comes before a timeframe: `signed up this month`. Read-backs use the first. */
  verbs: readonly string[];
  /** Replaces a verb before a timeframe, and means nothing alone: `new this month`. */
  nouns?: readonly string[];
  /** What a read-back puts before the timeframe, and what it puts there for the complement. */
  said: readonly [string, string];
  sql: string;
  optional: boolean;
}

/** Verbs of signing up that people may also use as names of their own events. */
export const looseDateVerbs = [
  ...([
    'joined',
    'join',
    'joined us',
    'registered',
    'register',
    'added',
    'was added',
    'were added',
    'added to the list',
    'added to our list',
  ] as const),
];

/** Dates of a contact. They are in the past by nature, so `in 30 days` means the last 30. */
export const dateFields = {
  'signup date': {
    words: ['signup date', 'sign-up date', 'sign up date', 'date of signup'],
    verbs: ['signed up', 'sign up', 'signed-up', 'signup', ...looseDateVerbs],
    nouns: [
      ...['new', 'new contacts', 'new people', 'new users', 'new members', 'new customers', 'new signups'],
      ...['new sign-ups', 'signups', 'sign-ups', 'sign ups', 'registrations', 'new registrations'],
    ],
    said: ['signed up', 'did not sign up'],
    sql: 'c.signed_up_at',
    optional: true,
  },
  created: {
    words: ['created', 'created date', 'creation date'],
    verbs: ['created', 'was created', 'were created'],
    said: ['were created', 'were not created'],
    sql: 'c.created_at',
    optional: false,
  },
  updated: {
    words: ['updated', 'updated date'],
    verbs: ['updated', 'was updated', 'were updated'],
    said: ['were updated', 'were not updated'],
    sql: 'c.updated_at',
    optional: false,
  },
} as const satisfies Record<string, DateField>;

export type TextFieldName = keyof typeof textFields;
export type DateFieldName = keyof typeof dateFields;
export const textFieldNames = Object.keys(textFields) as [TextFieldName, ...TextFieldName[]];
export const dateFieldNames = Object.keys(dateFields) as [DateFieldName, ...DateFieldName[]];

/** Replaces a date's verb, and needs a timeframe. */
export function dateNouns(name: DateFieldName): readonly string[] {
  const row: DateField = dateFields[name];
  return row.nouns ?? [];
}

/** A field's row, with the table's exact types widened. */
export function textField(name: TextFieldName): TextField {
  return textFields[name];
}

/** All names of a field. */
export const wordsOfField = ({ words, also = [] }: TextField): string[] => [...words, ...also];

/** Whether a contact may lack the value: only then do `has` and `has no` mean something. */
export function isOptional(name: TextFieldName | DateFieldName): boolean {
  return Object.hasOwn(dateFields, name)
    ? dateFields[name as DateFieldName].optional
    : textField(name as TextFieldName).optional;
}

/**
 * The row of an attribute that holds texts; its SQL comes from the compiler, which knows the parameter of its
 * id.
 */
export function attributeField(printed: string): TextField {
  return { ...text, words: [printed], sql: '' };
}

/** How an operator compares a field: `is` may use another column than `contains`. */
export function comparison(
  field: TextField,
  operator: TextOperatorName,
): { sql: string; read: (text: string) => string | null; expected: string; folded: boolean } {
  return operator === 'is' && field.whole ? { ...field.whole, folded: true } : field;
}

function fold(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

/** A part of a domain, as an address's key has it: only a whole domain has an ASCII form of other letters. */
function readDomainPart(value: string): string | null {
  const part = value.trim().replace(/^@/, '').toLowerCase();
  return /^[a-z0-9.-]+$/.test(part) ? part : readDomain(part);
}

function readDomain(value: string): string | null {
  return emailKey(`x@${value.trim().replace(/^@/, '')}`)?.slice('x@'.length) ?? null;
}
