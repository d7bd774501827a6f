import { z } from 'zod';
import { contactField, contactFieldNames, eachField } from '../contact-fields.ts';
import { fold } from '../lib/texts.ts';
import { type Consent, consentQuestion, consentSchema, isUndecided } from './consent.ts';
import { foldHeader } from './headers.ts';
import { csvFormatSchema, MOST_COLUMNS } from './inspect.ts';

/** What a column of a file becomes. All but `status`, `tags`, `attribute` and `ignore` can be given to one column only. */
export const targets = [
  'email',
  ...contactFieldNames,
  'first-name',
  'last-name',
  'signed-up',
  'status',
  'status-since',
  'email-validation',
  'tags',
  'topic',
  'topics',
  'attribute',
  'ignore',
] as const;
export type Target = (typeof targets)[number];

export const attributeTypes = ['text', 'number', 'boolean', 'date'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/**
 * One column. A person changes `target`, `dateOrder` if it is null, and what cells mean in `consent`; the rest is what was found
 * in the file.
 */
export const columnSchema = z.object({
  header: z.string().min(1),
  target: z.enum(targets),
  /** What all its cells are. */
  type: z.enum(attributeTypes),
  /** Other types that all its cells can be read as: "y" alone is a text, and a yes where the attribute is known. */
  readable: z.array(z.enum(attributeTypes)).optional(),
  /** How its dates are written; null where they can be read two ways, and for a column without dates. */
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).nullable(),
  /** If it is null: the orders that are in doubt, and two cells that contradict each other, if there are any. */
  orders: z.array(z.enum(['dmy', 'mdy', 'ymd'])).optional(),
  clash: z.object({ dmy: z.string(), mdy: z.string() }).optional(),
  /** YYYY-MM-DD, the day after the file came in: no year of two digits makes a sign-up or a birthday later than this. */
  notAfter: z.string().optional(),
  /** A date that comes back every year (birthday). */
  yearly: z.boolean(),
  /** Cells that are not empty. */
  filled: z.int().nonnegative(),
  /** Words for "no value" elsewhere that are values in this column: "Null" among family names, "NA" among codes of countries. */
  keeps: z.array(z.string()).optional(),
  /** A column of our own export: its cells are read as they were written. */
  own: z.literal(true).optional(),
  /** What its attribute is called, if its header says more than that. */
  attribute: z.string().optional(),
  /** Another address of the same person: taken in rows where the email column has none. */
  spare: z.literal(true).optional(),
  /** No address in it comes twice, in the whole file. */
  distinct: z.literal(true).optional(),
  /** The first few different cells, shortened; dropped when the import starts or is discarded, because they are people's data. */
  samples: z.array(z.string()),
  /** Where its values go, once the import has started and the column is an attribute. */
  attributeId: z.int().nullable(),
  /** The topic that its cells turn on and off, if it is one. */
  topicId: z.int().optional(),
  /** What its cells say about who gets mail, of a status or a column that may become one. */
  consent: consentSchema.optional(),
  /** A status whose moments are the days of sign-up as well, if no other column gives them ("Opt-in time"). */
  signsUp: z.literal(true).optional(),
});
export type Column = z.infer<typeof columnSchema>;

/** How a file becomes contacts: plain data, stored with the import, shown and changed in a modal. */
export const mappingSchema = z.object({
  format: csvFormatSchema,
  columns: z.array(columnSchema).min(1).max(MOST_COLUMNS),
  /** Topics that its columns may speak of. */
  topics: z.array(z.object({ id: z.int(), name: z.string() })).optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** Something a person has to settle, or should know, before a file can be imported. */
export interface MappingProblem {
  /** Which column, counted from 0; null where it is about all of them. */
  column: number | null;
  /** False where the import can go on without it being settled. */
  blocking: boolean;
  /** What cells of the column mean has to be said (`consent` in the mapping). */
  asks?: 'consent';
  message: string;
  hint: string;
}

/** What a person has to say of a column's cells (of tags: of some of its tags) before the file can be imported. */
export function questionOf({ target, consent }: Column): Consent | undefined {
  if (consent === undefined || (target !== 'status' && !(target === 'tags' && consent.isTags)))
    return undefined;
  const asked = target === 'tags' ? { ...consent, others: null } : consent;
  return isUndecided(asked) ? asked : undefined;
}

/** A column of which a person said that it isn't about mail: an attribute, or tags that say nothing of it. */
export function notAboutMail(column: Column): Column {
  const { consent } = column;
  if (consent?.isTags !== true) return { ...column, target: 'attribute' };
  const values = consent.values.map((value) => ({ ...value, means: 'nothing' as const }));
  return { ...column, consent: { ...consent, values } };
}

/** What stands between a mapping and its import; empty when it can start. */
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
 * What the attribute of a column is called: its header, marked where a contact has a field of that name already, because
 * "country is Norway" must mean one thing.
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

/** How a target is called in sentences. */
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
