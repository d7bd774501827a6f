import { z } from 'zod';
import { contactFieldNames } from '../contact-fields.ts';
import { meanings, statusWays } from './consent/terms.ts';
import { delimiters } from './file/delimiters.ts';
import { encodings } from './file/encodings.ts';

// What is stored with an import about how its file is read, from the bytes to the columns.

/** How the bytes of a file become cells. Decided once, when the file arrives, and stored with its import. */
export const csvFormatSchema = z.object({
  encoding: z.enum(encodings),
  /** A person chose it. */
  chosen: z.literal(true).optional(),
  delimiter: z.enum(delimiters),
  /** A person chose it. */
  chosenDelimiter: z.literal(true).optional(),
  /** Each line is a single quoted cell that contains the real cells. */
  wrapped: z.literal(true).optional(),
  /** Cells are in single quotes. */
  quote: z.literal("'").optional(),
  /** A quote inside a cell follows a backslash, as MySQL writes it. */
  escapes: z.literal(true).optional(),
  /** Not a table: addresses one after another. Each is a row. */
  list: z.literal(true).optional(),
  /** Records above the names of the columns, such as a spreadsheet's title. */
  titles: z.int().positive().optional(),
  /** One of our own exports, by its header. */
  own: z.literal(true).optional(),
  /** False if the first line is already a contact: columns are then called "Column 1" and so on. */
  header: z.boolean(),
});
export type CsvFormat = z.infer<typeof csvFormatSchema>;

/** With more columns than this, it isn't a contact list that a person could check. */
export const MOST_COLUMNS = 200;

const meaningSchema = z.enum(meanings);
const rows = z.int().nonnegative();

/**
 * What the cells of a column say about who gets mail: found in the whole file, and answered by a person if it
 * isn't certain. A null meaning isn't known yet.
 */
export const consentSchema = z.object({
  /** How cells outside the list are read; null if the name doesn't say what a yes means. */
  way: z.enum(statusWays).nullable(),
  /** Its name is about what explains an answer: a reason, an IP, a count. */
  isDetail: z.boolean(),
  /** It's a column of tags: it lists the tags that are words for a status, and it stays a column of tags. */
  isTags: z.boolean(),
  /** Each different cell, in its first spelling; none if there are too many. */
  values: z.array(z.object({ value: z.string(), rows, means: meaningSchema.nullable() })),
  /** The uncertain cells, if there are too many different ones to list. */
  others: z.object({ rows, samples: z.array(z.string()), means: meaningSchema.nullable() }).nullable(),
  /** The rows without a cell; null: the other meanings decide. */
  empty: z.object({ rows, means: meaningSchema.nullable() }),
});
export type Consent = z.infer<typeof consentSchema>;

/**
 * What a column of a file becomes. Only `status`, `tags`, `attribute` and `ignore` can be chosen for more
 * than one column.
 */
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
 * One column. A person changes `target`, `dateOrder` if it is null, and what cells mean in `consent`; the
 * rest was found in the file.
 */
export const columnSchema = z.object({
  header: z.string().min(1),
  target: z.enum(targets),
  /** The type of all its cells. */
  type: z.enum(attributeTypes),
  /**
   * Other types that fit all its cells: "y" alone is a text, and a yes if the attribute is a known boolean.
   */
  readable: z.array(z.enum(attributeTypes)).optional(),
  /** How its dates are written; null if two readings are possible, and for a column without dates. */
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).nullable(),
  /** If it is null: the possible orders, and two cells that contradict each other, if there are any. */
  orders: z.array(z.enum(['dmy', 'mdy', 'ymd'])).optional(),
  clash: z.object({ dmy: z.string(), mdy: z.string() }).optional(),
  /**
   * YYYY-MM-DD, the day after the file arrived: a year of two digits never gives a later sign-up or birthday.
   */
  notAfter: z.string().optional(),
  /** A date that recurs every year (birthday). */
  yearly: z.boolean(),
  /** Cells that are not empty. */
  filled: z.int().nonnegative(),
  /**
   * Words for "no value" that are values in this column: "Null" among family names, "NA" among country codes.
   */
  keeps: z.array(z.string()).optional(),
  /** A column of our own export: its cells are read exactly as written. */
  own: z.literal(true).optional(),
  /** The name of its attribute, if its header says more than that. */
  attribute: z.string().optional(),
  /** Another address of the same person: used in rows without one in the email column. */
  spare: z.literal(true).optional(),
  /** No address in it repeats, in the whole file. */
  distinct: z.literal(true).optional(),
  /**
   * The first few different cells, shortened; deleted when the import starts or is discarded, because they
   * are people's data.
   */
  samples: z.array(z.string()),
  /** The destination of its values, once the import has started and the column is an attribute. */
  attributeId: z.int().nullable(),
  /** The topic that its cells turn on and off, if any. */
  topicId: z.int().optional(),
  /** What its cells say about who gets mail, for a status or a column that may become one. */
  consent: consentSchema.optional(),
  /** A status whose moments are also the sign-up days, if no other column gives them ("Opt-in time"). */
  signsUp: z.literal(true).optional(),
});
export type Column = z.infer<typeof columnSchema>;

/** How a file becomes contacts: plain data, stored with the import, shown and changed in a modal. */
export const mappingSchema = z.object({
  format: csvFormatSchema,
  columns: z.array(columnSchema).min(1).max(MOST_COLUMNS),
  /** Topics that its columns may mention. */
  topics: z.array(z.object({ id: z.int(), name: z.string() })).optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;
