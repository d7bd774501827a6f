import { type ContactValues, eachField } from '../contact-fields.ts';
import { validationOf } from '../lib/emails-risk.ts';
import type { CsvDate } from './dates.ts';
import type { Address } from './row-address.ts';
import type { FileStatus } from './statuses.ts';

/** Whether mail to an address can arrive, as far as it is known. */
export const validations = ['valid', 'invalid', 'risky', 'unknown'] as const;
export type Validation = (typeof validations)[number];

/** A contact as one row of a file gives it. Null: the row says nothing, and what is stored stays. */
export interface RowContact extends ContactValues {
  line: number;
  /** As typed. */
  email: string;
  key: string;
  /** What a new contact's address is known to be; that of one that exists is never touched. */
  validation: Validation;
  signedUp: CsvDate | null;
  status: FileStatus;
  /** When they got this status, if a column says so. */
  statusAt: CsvDate | null;
  /** Of people who are subscribed: that moment is known to be none of a consent. */
  undated?: true | undefined;
  tags: string[];
  /** What the row turns on and off, by topic id; left out if it says nothing of topics. */
  topics?: Record<string, boolean>;
  /** By attribute id; dates as YYYY-MM-DD. */
  attributes: Record<string, string | number | boolean>;
}

/** A contact of which nothing is known but its address. */
export function blankContact(line: number, { email, key }: Address): RowContact {
  // Copied first, which is quick: one is made for each row.
  return { ...blank, line, email, key, validation: validationOf(key), tags: [], attributes: {} };
}

const blank: RowContact = {
  line: 0,
  email: '',
  key: '',
  validation: 'unknown',
  ...eachField(() => null),
  signedUp: null,
  status: 'as-chosen',
  statusAt: null,
  tags: [],
  attributes: {},
};
