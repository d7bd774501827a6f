import { countryCode } from '../countries.ts';
import { languageCode } from '../languages.ts';
import { findNamed } from '../names.ts';
import type { Attribute } from '../storage/attributes.ts';
import type { HeldContact } from '../storage/contact-upsert.ts';
import { convertValue } from './attribute-values.ts';
import type { Put } from './contact-admission.ts';
import { type Refused, refused } from './contact-input.ts';
import { type SaidStatus, saidStatus } from './status-said.ts';

/** A contact as it is to be, and what is said of its status. */
export interface Entry {
  each: Put;
  before: HeldContact;
  after: HeldContact;
  fact: Extract<SaidStatus, { fact: unknown }>['fact'];
}

/** The contact with what is given put in, or why that can't be. */
export function applied(
  each: Put,
  before: HeldContact,
  { attributes: known, now }: { attributes: Attribute[]; now: Date },
): Entry | Refused {
  const { input } = each;
  const said = saidOf(each, before, now);
  if ('message' in said) return refused(said.field, said.message);
  const attributes: HeldContact['attributes'] = { ...before.attributes };
  for (const [name, value] of Object.entries(input.attributes ?? {})) {
    const attribute = findNamed(known, name);
    if (attribute === undefined) continue;
    const fitting = convertValue(value, { ...attribute, dateOrder: undefined, now });
    if (fitting === undefined) {
      const field = `attributes/${name}`;
      return refused(
        field,
        `${JSON.stringify(value)} is no ${attribute.type}, which "${attribute.name}" holds.`,
      );
    }
    if (fitting === null) delete attributes[attribute.id];
    else attributes[attribute.id] = fitting;
  }
  const country = input.country && (countryCode(input.country) ?? input.country);
  const language = input.language && (languageCode(input.language) ?? input.language);
  const after = {
    ...before,
    ...given('name', input.name),
    ...given('country', country),
    ...given('language', language),
    ...given('phone', input.phone),
    ...given('company', input.company),
    attributes,
    ...given('signedUpAt', input.signedUpAt),
  };
  return { each, before, after, fact: said.fact };
}

/** What is said of the status. "non-subscribed" says nothing of somebody who is new: nothing was ever said of them. */
function saidOf({ input, isNew }: Put, before: HeldContact, now: Date): SaidStatus {
  if (!isNew) return saidStatus(before, input, now);
  const { status, consent } = input;
  const said = saidStatus(before, { consent, status: status === 'non-subscribed' ? undefined : status }, now);
  if (!('message' in said) || said.field !== 'consent') return said;
  return { ...said, message: `${said.message} The address was remembered though it was no contact's.` };
}

const given = <Key extends string, T>(key: Key, value: T | undefined): { [key in Key]?: T } =>
  (value === undefined ? {} : { [key]: value === '' ? null : value }) as { [key in Key]?: T };
