import { type ContactValues, contactField, eachField, fieldCalled } from '../../contact-fields.ts';
import { decidedAt, type FactKind, type Moments, statusOf } from '../../lib/consent.ts';
import { findNamed } from '../../lib/names.ts';
import type { Attribute } from '../../storage/contacts/attributes.ts';
import type { HeldContact } from '../../storage/contacts/upsert.ts';
import { type Put, unfitAsNew } from './admission.ts';
import { typeWords } from './attribute-change.ts';
import { convertValue } from './attribute-values.ts';
import { type ContactInput, type Refused, refused } from './input.ts';
import { type SaidFact, type SaidStatus, saidStatus } from './status-said.ts';

/** What is needed to read values. */
interface Known {
  attributes: Attribute[];
  now: Date;
}

/** A contact after all of its rows are applied. */
export interface Entry {
  put: Put;
  before: HeldContact;
  after: HeldContact;
  /** What the row that adds the contact says about its status. */
  first: SaidFact | undefined;
  /** What the other rows say, in their order. */
  facts: SaidFact[];
  /** For each row, by index: whether it changes anything, or why it is refused. */
  rows: Map<number, Refused | 'created' | 'updated' | 'unchanged'>;
}

/**
 * Applies a contact's rows one after the other, exactly as if each came in its own call: later values replace
 * earlier ones, and anything that lowers the status counts wherever it is. A refused row changes nothing.
 */
export function entryOf(put: Put, before: HeldContact, known: Known): Entry {
  const entry: Entry = { put, before, after: before, first: undefined, facts: [], rows: new Map() };
  let isNew = put.isNew;
  for (const { input, index } of put.rows) {
    const { after: stands } = entry;
    const row = judged(input, { stands, isNew, known });
    if ('result' in row) {
      entry.rows.set(index, row);
      continue;
    }
    const { after, fact } = row;
    entry.after = after;
    if (fact !== undefined && isNew) entry.first = fact;
    else if (fact !== undefined) entry.facts.push(fact);
    entry.rows.set(index, isNew ? 'created' : isSame(stands, after) ? 'unchanged' : 'updated');
    isNew = false;
  }
  return entry;
}

/** The contact after one row, or why the row is refused. */
function judged(
  input: ContactInput,
  { stands, isNew, known }: { stands: HeldContact; isNew: boolean; known: Known },
): { after: HeldContact; fact: SaidFact | undefined } | Refused {
  const unfit = isNew ? unfitAsNew(input, known.now) : undefined;
  if (unfit !== undefined) return unfit;
  const said = saidOf(input, { stands, isNew, now: known.now });
  if ('message' in said) return refused(said.field, said.message);
  const after = withValues(stands, input, known);
  if ('result' in after) return after;
  const { fact } = said;
  return { after: fact === undefined ? after : withFact(after, fact), fact };
}

/** Whether people see the same in both contacts: values, status, and the status's date. */
function isSame(one: HeldContact, other: HeldContact): boolean {
  const [seen, alsoSeen] = [one, other].map(
    ({
      consentedAt: _c,
      optedOutAt: _o,
      bouncedAt: _b,
      withdrawnAt: _w,
      complainedAt: _p,
      confirmedAt: _f,
      ...rest
    }) => JSON.stringify(rest),
  );
  return seen === alsoSeen;
}

/** The contact after a fact, as addFacts would store it. */
function withFact(contact: HeldContact, { kind, at }: SaidFact): HeldContact {
  const after = { ...contact };
  for (const field of momentsOf[kind]) {
    const latest = contact[field] ?? null;
    after[field] = latest !== null && latest > at ? latest : at;
  }
  const status = statusOf(after);
  return { ...after, status, statusAt: decidedAt(status, after) ?? contact.statusAt };
}

const momentsOf: Record<FactKind, readonly (keyof Moments)[]> = {
  consent: ['consentedAt'],
  confirmation: ['consentedAt', 'confirmedAt'],
  'opt-out': ['optedOutAt'],
  complaint: ['optedOutAt', 'complainedAt'],
  bounce: ['bouncedAt'],
  withdrawal: ['withdrawnAt'],
};

/** The contact with a row's values, or why they don't fit. */
function withValues(
  before: HeldContact,
  input: ContactInput,
  { attributes: known, now }: Known,
): HeldContact | Refused {
  const attributes: HeldContact['attributes'] = { ...before.attributes };
  const named: Partial<ContactValues> = {};
  for (const [name, value] of Object.entries(input.attributes ?? {})) {
    const attribute = findNamed(known, name);
    if (attribute === undefined) {
      // This name was an attribute before the field existed, and programs still use it as one.
      const field = fieldCalled(name, { strictly: true });
      if (typeof value === 'boolean' && field !== undefined)
        return refused(`attributes/${name}`, `${value} is not a text, which "${field}" holds.`);
      if (field !== undefined) named[field] = value === null ? null : String(value);
      continue;
    }
    const fitting = convertValue(value, { ...attribute, dateOrder: undefined, now });
    if (fitting === undefined) {
      const field = `attributes/${name}`;
      return refused(
        field,
        `${JSON.stringify(value)} is not ${typeWords(attribute.type, attribute.yearly)}, the type of "${attribute.name}".`,
      );
    }
    if (fitting === null) delete attributes[attribute.id];
    else attributes[attribute.id] = fitting;
  }
  const { signedUpAt = before.signedUpAt } = input;
  const values = eachField((name) => {
    const value = input[name] === undefined ? named[name] : input[name];
    if (value === undefined) return before[name];
    return value ? contactField(name).values.keep(value) : null;
  });
  return { ...before, ...values, attributes, signedUpAt };
}

/**
 * The row's statement about the status. "non-subscribed" says nothing about a new contact: there is nothing
 * to withdraw.
 */
function saidOf(
  input: ContactInput,
  { stands, isNew, now }: { stands: HeldContact; isNew: boolean; now: Date },
): SaidStatus {
  if (!isNew) return saidStatus(stands, input, now);
  const { status, consent } = input;
  const said = saidStatus(stands, { consent, status: status === 'non-subscribed' ? undefined : status }, now);
  if (!('message' in said) || said.field !== 'consent') return said;
  return {
    ...said,
    message: `${said.message} Rollcall remembers this although the address wasn't a contact.`,
  };
}
