import { type ContactValues, eachField } from '../../contact-fields.ts';
import { validationOf } from '../../lib/emails-risk.ts';
import type { FileStatus } from '../consent/statuses.ts';
import type { CsvDate } from '../dates/dates.ts';
import type { Address } from './address.ts';

/** Whether mail to an address can arrive, as far as we know. */
export const validations = ['valid', 'invalid', 'risky', 'unknown'] as const;
export type Validation = (typeof validations)[number];

/** A contact as one row of a file gives it. Null: the row says nothing, and the stored value stays. */
export interface RowContact extends ContactValues {
  line: number;
  /** As typed. */
  email: string;
  key: string;
  /** What is known about a new contact's address; an existing contact's is never touched. */
  validation: Validation;
  signedUp: CsvDate | null;
  status: FileStatus;
  /** When they got this status, if a column says so. */
  statusAt: CsvDate | null;
  /** For people who are subscribed: that moment is known not to be one of consent. */
  undated?: true | undefined;
  tags: string[];
  /** What the row turns on and off, by topic id; left out if it says nothing about topics. */
  topics?: Record<string, boolean>;
  /** By attribute id; dates as YYYY-MM-DD. */
  attributes: Record<string, string | number | boolean>;
}

/** A contact with nothing but its address. */
export function blankContact(line: number, { email, key }: Address): RowContact {
  // Copied from `blank`, which is fast: every row needs one.
  return { ...blank, line, email, key, validation: validationOf(key), tags: [], attributes: {} };
}

/** What a row that says nothing gives. */
export const blank: RowContact = {
  line: 0,
  email: '',
  key: '',
  validation: 'unknown',
  ...eachField(() => null),
  signedUp: null,
  status: 'as-chosen',
  statusAt: null,
  undated: undefined,
  tags: [],
  attributes: {},
};
