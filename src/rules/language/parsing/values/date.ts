import type { Timeframe } from '../../../../dates/schema.ts';
import type { DateFieldName } from '../../../fields.ts';
import { dateFieldNames, dateFields, dateNouns } from '../../../fields.ts';
import type { Rule } from '../../../schema.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seeDateNoun } from '../ahead/date-noun.ts';
import { readTimeframe, refuseTimeframe } from '../events/time.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, peek, type Read, type Reader, refuse, see, take } from '../reader/reader.ts';
import type { Lead, Spoken } from '../reader/spoken.ts';
import { takeUnknown } from '../reader/unknown.ts';
import { refuseEmptiness } from './emptiness.ts';

/** The date whose verb ("signed up") or name ("signup date") begins here, and which of the two it is. */
export function seeDate(reader: Reader): { field: DateFieldName; verb: boolean } | undefined {
  for (const field of dateFieldNames) {
    const [verb, words] = [see(reader, dateFields[field].verbs), see(reader, dateFields[field].words)];
    if (verb !== undefined || words !== undefined) {
      return { field, verb: (verb?.length ?? 0) >= (words?.length ?? 0) };
    }
  }
  const field = seeDateNoun(reader);
  return field && { field, verb: true };
}

/** Reads `signed up in the last 30 days`; `signed up` alone is "has a signup date". */
export function readDateVerb(reader: Reader, field: DateFieldName, lead: Lead): Read<Spoken> {
  const row = dateFields[field];
  const from = reader.next;
  take(reader, [...row.verbs, ...dateNouns(field)]);
  const negated = lead.negation !== undefined;
  const said = { negated, auxiliary: lead.auxiliaries.length > 0, bareCount: false };
  const ever = take(reader, ['ever', 'at any time']) !== undefined || lead.ever;
  if (isOver(peek(reader)) || conditionStarts(reader)) {
    if (row.optional)
      return { ...said, condition: { type: 'has', field }, own: ever || lead.negation === 'never' };
    return refuse(reader, from, reader.next, `Every contact was ${field} at some point; say when.`);
  }
  const timeframe = readTime(reader, negated);
  if (timeframe === null) return null;
  if (ever) {
    const message = '"Ever" and a timeframe contradict each other; leave one out.';
    return refuse(reader, lead.from, reader.next, message);
  }
  return { ...said, condition: { type: 'date', field, timeframe }, own: true };
}

/** Reads `signup date is before 2020`. */
export function readDateField(reader: Reader, field: DateFieldName, negated: boolean): Read<Rule> {
  const from = reader.next;
  take(reader, dateFields[field].words);
  const unknown = dateFields[field].optional ? takeUnknown(reader) : undefined;
  if (unknown !== undefined) {
    const rule: Rule = { type: 'has', field };
    return unknown.has ? rule : { type: 'not', rule };
  }
  const verb = take(reader, ['is not', 'was not', 'is', 'was', '=']);
  const not = verb?.endsWith('not') ?? false;
  if (not && negated) {
    const message = '"Not" is here twice; say it once.';
    return ask(reader, from, reader.next, message, [`${dateFields[field].words[0]} is`]);
  }
  const [name] = dateFields[field].words;
  const empty = refuseEmptiness(reader, { from, name, negated: not, optional: dateFields[field].optional });
  if (empty !== undefined) return empty;
  const timeframe = readTime(reader, negated || not);
  if (timeframe === null) return null;
  const rule: Rule = { type: 'date', field, timeframe };
  return not ? { type: 'not', rule } : rule;
}

function readTime(reader: Reader, negated: boolean): Read<Timeframe> {
  const timeframe = readTimeframe(reader, { negated });
  return timeframe === undefined ? refuseTimeframe(reader) : timeframe;
}
