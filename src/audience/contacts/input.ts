import type { ContactFieldName } from '../../contact-fields.ts';
import type { Status } from '../../lib/consent.ts';
import type { Consent } from './status-said.ts';

/** A value of an attribute. */
export type Value = string | number | boolean;

/** A contact as a program sends it. Parts that are left out stay as they are; null removes a value. */
export interface ContactInput extends Partial<Record<ContactFieldName, string | null | undefined>> {
  email: string;
  signedUpAt?: Date | null | undefined;
  status?: Status | undefined;
  /** Where and when they agreed to get mail. Raising a status requires it. */
  consent?: Consent | undefined;
  /** By name, in any case; unknown ones are made. */
  attributes?: Record<string, Value | null> | undefined;
}

/** The result for one of the contacts. `field` names the part that was refused. */
export type WrittenContact =
  | { result: 'created' | 'updated' | 'unchanged'; id: number }
  | { result: 'refused'; why: 'invalid' | 'missing' | 'erased'; field: string; message: string };

export type Refused = Extract<WrittenContact, { result: 'refused' }>;
/** Refuses one contact. */
export const refused = (field: string, message: string, why: Refused['why'] = 'invalid'): Refused => ({
  result: 'refused',
  why,
  field,
  message,
});
