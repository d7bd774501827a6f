import type { DateFieldName } from '../fields.ts';
import { dateFieldNames, dateFields } from '../fields.ts';
import type { Rule } from '../schema.ts';
import { isOver } from './connectors.ts';
import { peek, type Read, type Reader, refuse, see, take } from './reader.ts';
import { conditionStarts } from './starts.ts';
import { readTimeframe, refuseTimeframe } from './time.ts';

/** The date whose verb ("signed up") or name ("signup date") stands here. */
export function seeDateField(reader: Reader, offset = 0): DateFieldName | undefined {
  const spellings = (name: DateFieldName): readonly string[] => [
    ...dateFields[name].verbs,
    ...dateFields[name].words,
  ];
  return dateFieldNames.find((name) => see(reader, spellings(name), offset) !== undefined);
}

/** Reads `signed up in the last 30 days`, `signup date is before 2020`; `signed up` alone is "has a signup date". */
export function readDate(reader: Reader, field: DateFieldName, negated: boolean): Read<Rule> {
  const row = dateFields[field];
  const from = reader.next;
  take(reader, [...row.verbs, ...row.words]);
  const verb = take(reader, ['is not', 'was not', 'is', 'was', '=']);
  const not = verb?.endsWith('not') ?? false;
  if (not && negated) {
    return refuse(reader, from, reader.next, '"Not" stands twice here; say it once.', [`${row.words[0]} is`]);
  }
  const ever = verb === undefined && take(reader, ['ever', 'at any time']) !== undefined;
  if (verb === undefined && (ever || isOver(peek(reader)) || conditionStarts(reader)))
    return hasDate(reader, field, from);
  const timeframe = readTimeframe(reader, { negated: negated || not });
  if (timeframe === null) return null;
  if (timeframe === undefined) return refuseTimeframe(reader);
  const rule: Rule = { type: 'date', field, timeframe };
  return not ? { type: 'not', rule } : rule;
}

function hasDate(reader: Reader, field: DateFieldName, from: number): Read<Rule> {
  if (dateFields[field].optional) return { type: 'has', field };
  return refuse(reader, from, reader.next, `Every contact was ${field} at some time; say when.`);
}
