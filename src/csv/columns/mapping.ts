import { contactField, contactFieldNames, eachField } from '../../contact-fields.ts';
import { fold } from '../../lib/texts.ts';
import { foldHeader } from '../cells/headers.ts';
import { consentQuestion, isUndecided } from '../consent/consent.ts';
import type { Column, Consent, Mapping, Target } from '../schema.ts';

/** Something that a person has to settle, or should know, before a file can be imported. */
export interface MappingProblem {
  /** Which column, counted from 0; null if it is about all of them. */
  column: number | null;
  /** False if the import can continue without an answer. */
  blocking: boolean;
  /** A person has to say what cells of the column mean (`consent` in the mapping). */
  asks?: 'consent';
  message: string;
  hint: string;
}

/**
 * What a person has to say about a column's cells (for tags: about some of them) before the file can be
 * imported.
 */
export function questionOf({ target, consent }: Column): Consent | undefined {
  if (consent === undefined || (target !== 'status' && !(target === 'tags' && consent.isTags)))
    return undefined;
  const asked = target === 'tags' ? { ...consent, others: null } : consent;
  return isUndecided(asked) ? asked : undefined;
}

/** A column that a person said isn't about mail: an attribute, or tags that say nothing about it. */
export function notAboutMail(column: Column): Column {
  const { consent } = column;
  if (consent?.isTags !== true) return { ...column, target: 'attribute' };
  const values = consent.values.map((value) => ({ ...value, means: 'nothing' as const }));
  return { ...column, consent: { ...consent, values } };
}

/** What keeps a mapping from being imported; empty if it can start. */
export function mappingProblems(mapping: Mapping): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const { columns } = mapping;
  if (!columns.some((column) => column.target === 'email')) {
    problems.push({
      column: null,
      blocking: true,
      message: 'No column is the email address.',
      hint: 'Choose the column with the addresses.',
    });
  }
  const first = new Map<string, string>();
  for (const [index, column] of columns.entries()) {
    const problem = columnProblem(column, first);
    if (problem !== undefined) problems.push({ column: index, blocking: true, ...problem });
  }
  return problems;
}

/**
 * The name of a column's attribute: its header, marked if a contact already has a field with that name,
 * because "country is Norway" must mean one thing.
 */
export function attributeName(column: Pick<Column, 'header' | 'attribute'>): string {
  if (column.attribute !== undefined) return column.attribute;
  return fieldNames.has(foldHeader(column.header)) ? `${column.header} (from file)` : column.header;
}

const fieldNames = new Set([
  ...contactFieldNames.map((name) => contactField(name).words[0]),
  ...'email, email domain, status, status since, source, signed up, signup, tag, tags, segment, segments, everyone'.split(
    ', ',
  ),
]);

/** The name of a target in sentences. */
const targetNames: Record<Target, string> = {
  email: 'the email address',
  ...eachField((name) => contactField(name).phrase),
  'first-name': 'the first name',
  'last-name': 'the last name',
  'signed-up': 'the sign-up date',
  status: 'the status',
  'status-since': 'the date of that status',
  'email-validation': 'whether the address works',
  tags: 'tags',
  topic: 'the same topic',
  topics: 'topics',
  attribute: 'an attribute',
  ignore: 'not imported',
};

function columnProblem(
  column: Column,
  first: Map<string, string>,
): Pick<MappingProblem, 'message' | 'hint' | 'asks'> | undefined {
  const { header, target } = column;
  if (target === 'ignore' || target === 'topics') return undefined;
  if (target === 'topic' && column.topicId === undefined)
    return { message: `Which topic is "${header}"?`, hint: 'Choose one, or leave the column out.' };
  if (target === 'status' || target === 'tags') return statusProblem(column);
  const key =
    target === 'attribute'
      ? `attribute ${fold(attributeName(column))}`
      : target === 'topic'
        ? `topic ${column.topicId}`
        : target;
  const other = first.get(key);
  if (other !== undefined) {
    return {
      message: `"${other}" and "${header}" are both ${targetNames[target]}.`,
      hint: 'Don’t import one of them, or import it as an attribute.',
    };
  }
  first.set(key, header);
  if ((target === 'signed-up' || target === 'status-since') && column.type !== 'date') {
    return {
      message: `"${header}" has no readable dates, so it can’t be ${targetNames[target]}.`,
      hint: 'Write the dates like 2026-11-23, 23/11/2026 or 23 Nov 2026, or don’t import the column.',
    };
  }
  const isDated = target === 'signed-up' || target === 'status-since' || target === 'attribute';
  return isDated ? orderProblem(column) : undefined;
}

function statusProblem(column: Column): Pick<MappingProblem, 'message' | 'hint' | 'asks'> | undefined {
  const question = questionOf(column);
  if (question === undefined) return column.target === 'status' ? orderProblem(column) : undefined;
  return {
    asks: 'consent',
    message: consentQuestion(column.header, question),
    hint: 'Before importing, say what its values mean, or that it isn’t about mail.',
  };
}

function orderProblem(column: Column): Pick<MappingProblem, 'message' | 'hint'> | undefined {
  return column.type === 'date' && column.dateOrder === null ? unsettledOrder(column) : undefined;
}

const orderNames = { dmy: 'day first', mdy: 'month first', ymd: 'year first' };

function unsettledOrder({
  header,
  samples,
  clash,
  orders = ['dmy', 'mdy'],
}: Column): Pick<MappingProblem, 'message' | 'hint'> {
  if (clash !== undefined) {
    return {
      message: `The dates in "${header}" contradict each other: "${clash.dmy}" has the day first, "${clash.mdy}" the month.`,
      hint: 'Correct them in the file, or choose which comes first; rows with the other kind of date are rejected.',
    };
  }
  const [sample] = samples;
  return {
    message: `The dates in "${header}" can be read ${orders.map((order) => orderNames[order]).join(' or ')}${sample === undefined ? '' : ` (${sample})`}.`,
    hint: orders.includes('ymd')
      ? 'Choose which comes first.'
      : 'Choose which comes first, the day or the month.',
  };
}
