import { contactField, isContactField } from '../../contact-fields.ts';
import { foldHeader, isLooseSignUp } from '../cells/headers.ts';
import { isMomentsOnly, lacksConsent, speaksOfMail } from '../consent/columns.ts';
import { sinceColumn } from '../consent/status-since.ts';
import { tellingRows } from '../consent/tally.ts';
import type { Target } from '../schema.ts';
import { emailColumns } from './email.ts';
import type { ColumnFacts } from './facts.ts';

/**
 * Which column is which field: for each field the best column by name, and by content if names don't help.
 */
export function fieldsOf(facts: readonly ColumnFacts[]): Map<number, Target> {
  const best = new Map<Target, { index: number; rank: number }>();
  for (const [index, column] of facts.entries()) {
    const { named } = column;
    if (named === undefined || named.target === 'email' || column.filled === 0) continue;
    if (!fits(column, named.target)) continue;
    // Another column may hold the sign-up dates of the others.
    if (named.target === 'signed-up' && lacksConsent(column, facts)) continue;
    const other = best.get(named.target);
    if (other === undefined || named.rank < other.rank) best.set(named.target, { index, rank: named.rank });
  }
  const fields = new Map([...best].map(([target, { index }]) => [index, target] as const));
  const { email } = emailColumns(facts);
  if (email !== undefined) fields.set(email, 'email');
  // All of them: the lowest status counts, and overlooking one would send mail to people who asked for none.
  for (const [index, column] of facts.entries()) {
    if (!mayBeStatus(column, fields.get(index), facts) || !speaksOfMail(column, facts)) continue;
    const isSignUp = isSubscribedOn(column) && ![...fields.values()].includes('signed-up');
    fields.set(index, isSignUp ? 'signed-up' : 'status');
  }
  const since = sinceColumn(facts, fields);
  for (const [index, field] of fields) if (field === 'status-since' && index !== since) fields.delete(index);
  if (since !== undefined) fields.set(since, 'status-since');
  return fields;
}

/** No question about a column of names or addresses just because of a company called Cleaned. */
function mayBeStatus(column: ColumnFacts, field: Target | undefined, facts: readonly ColumnFacts[]): boolean {
  const { consent, named, addresses, filled } = column;
  if (addresses.cells > filled / 2) return false;
  if (field === 'signed-up' || named?.target === 'signed-up') {
    // Sign-up days are one thing; a yes under "Opt in date" or "Confirmed" is another.
    const days = column.dates.readable + column.numbered;
    if (tellingRows(consent) > 0 || (days === 0 && consent.name !== undefined)) return true;
    return lacksConsent(column, facts);
  }
  if (field !== undefined) return false;
  return named === undefined || named.target === 'tags' || consent.name !== undefined;
}

/** A column called "Subscribed" with a day for everyone says when they signed up. */
function isSubscribedOn(column: ColumnFacts): boolean {
  const isNamed = /^(?:is )?subscribed$/.test(foldHeader(column.header));
  return isNamed && isMomentsOnly(column) && column.consent.empty === 0;
}

/** Whether a column's cells fit its name: "Email Opt Out" doesn't hold addresses. */
function fits(column: ColumnFacts, target: Target): boolean {
  // A sign-up column in an unknown format keeps its field, so that the person hears about it.
  if (target === 'signed-up') {
    const days = column.dates.readable + column.numbered;
    const said = column.filled - column.silent;
    return isLooseSignUp(column.header) ? days * 2 > said : said > 0;
  }
  // "Contact", "Business" or "SMS" with yes and no; but "no" is Norway, and Norwegian.
  const isAnswer = column.booleans === column.filled && column.doubted.size !== 1;
  if (isAnswer && isContactField(target) && !contactField(target).values.coded) return false;
  return column.addresses.cells < column.filled / 2;
}
