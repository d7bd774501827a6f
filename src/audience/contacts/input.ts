import type { ContactFieldName } from '../../contact-fields.ts';
import type { Status } from '../../lib/consent.ts';
import type { Consent } from './status-said.ts';

/** A value of an attribute. */
export type Value = string | number | boolean;

/** A contact as a program gives it. What is left out stays as it is; null takes a value away. */
export interface ContactInput extends Partial<Record<ContactFieldName, string | null | undefined>> {
  email: string;
  signedUpAt?: Date | null | undefined;
  status?: Status | undefined;
  /** Where and when they agreed to get mail: what raising a status takes. */
  consent?: Consent | undefined;
  /** By name, in any case; unknown ones are made. */
  attributes?: Record<string, Value | null> | undefined;
}

/** What became of one of the contacts. `field` says which part of it was refused. */
export type WrittenContact =
  | { result: 'created' | 'updated' | 'unchanged'; id: number }
  | { result: 'refused'; why: 'invalid' | 'missing' | 'erased'; field: string; message: string };

export type Refused = Extract<WrittenContact, { result: 'refused' }>;
/** Refuses one of them. */
export const refused = (field: string, message: string, why: Refused['why'] = 'invalid'): Refused => ({
  result: 'refused',
  why,
  field,
  message,
});
