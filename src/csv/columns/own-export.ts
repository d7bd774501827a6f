import {
  type ContactFieldName,
  contactField,
  contactFieldNames,
  isContactField,
} from '../../contact-fields.ts';
import { defined } from '../../lib/defined.ts';
import { tidyCell } from '../cells/cells.ts';
import { foldHeader, isYearly, rejectionHeaders } from '../cells/headers.ts';
import { consentOf } from '../consent/columns.ts';
import type { AttributeType, Column, CsvFormat, Mapping, Target } from '../schema.ts';
import { datesIn } from './dates.ts';
import { areDistinct } from './email.ts';
import type { ColumnFacts } from './facts.ts';

// How the columns of our exports are named, and how they are read: an import gets back exactly what was
// exported.

/** The columns of every export, before the attributes. */
export const exportColumns: readonly [header: string, target: Target][] = [
  ['Email', 'email'],
  ...contactFieldNames.map((name): [string, Target] => [contactField(name).label, name]),
  ['Status', 'status'],
  ['Status since', 'status-since'],
  ['Signed up', 'signed-up'],
  ['Source', 'ignore'],
  ['Tags', 'tags'],
  ['Consent given', 'status'],
  ['Email validation', 'email-validation'],
];

/** The fields in every export since the first; older files lack the later ones. */
const first: readonly ContactFieldName[] = ['name', 'country', 'language', 'phone', 'company'];
const isLater = ([header, target]: (typeof exportColumns)[number]): boolean =>
  header === 'Consent given' ||
  target === 'email-validation' ||
  (isContactField(target) && !first.includes(target));

/**
 * Which of a file's columns belong to one of our exports, by all their names in order: the corrected rows
 * that an import rejected also count, if the file was one.
 *
 * @returns where they begin, and what they are; undefined for any other file
 */
export function exportIn(header: readonly string[]): { from: number; targets: Target[] } | undefined {
  const names = header.map((cell) => tidyCell(cell));
  const from = rejectionHeaders.every((name, index) => names[index] === name) ? rejectionHeaders.length : 0;
  const targets: Target[] = [];
  for (const column of exportColumns) {
    const [name, target] = column;
    if (names[from + targets.length] === name) targets.push(target);
    else if (!isLater(column)) return undefined;
  }
  return { from, targets };
}

/**
 * The header of an attribute's column: its name, and in brackets what its cells don't tell. If all texts in a
 * column are numbers, the header says that they are texts.
 *
 * @param facts what is known about the column's cells
 * @param isAll whether that is all of them
 * @example attributeHeader({ name: 'Zip', type: 'text', yearly: false }, facts, true) // 'Zip (text)'
 */
export function attributeHeader(
  { name, type, yearly }: { name: string; type: AttributeType; yearly: boolean },
  facts: ColumnFacts,
  isAll: boolean,
): string {
  const isTold =
    (isAll && facts.filled === 0) ||
    (type === 'text'
      ? facts.filled > 0 && ownType(facts) === 'text'
      : type !== 'date' || isOwnYearly(name, facts) === yearly);
  if (isTold && !bracketed.test(name)) return name;
  return `${name} (${type === 'date' && yearly ? 'yearly date' : type})`;
}

const bracketed = /^(.+) \((text|number|boolean|date|yearly date)\)$/;

/** The mapping of one of our exports: only the types of attributes have to be guessed. */
export function ownMapping(facts: readonly ColumnFacts[], format: CsvFormat): Mapping {
  const { from = 0, targets = [] } = exportIn(facts.map(({ header }) => header)) ?? {};
  const columns = facts.map((column, index): Column => {
    const target = targets[index - from];
    if (target !== undefined) return ownField(column, target, facts);
    const isOther = index < from || column.filled === 0 || isOldMistake(column);
    return isOther ? { ...blank(column), target: 'ignore' } : ownAttribute(column);
  });
  return { format, columns };
}

const blank = ({ header, filled, samples, addresses }: ColumnFacts): Column => ({
  header,
  target: 'ignore',
  type: 'text',
  dateOrder: null,
  yearly: false,
  filled,
  samples,
  attributeId: null,
  own: true,
  ...defined({ distinct: areDistinct(addresses) || undefined }),
});

function ownField(column: ColumnFacts, target: Target, facts: readonly ColumnFacts[]): Column {
  const field = { ...blank(column), target };
  switch (target) {
    case 'status':
    case 'status-since':
    case 'signed-up': {
      const isDate = column.dates.readable > 0;
      const dates = isDate
        ? { type: 'date' as const, ...datesIn(column.dates, { isPast: true, habit: undefined }) }
        : {};
      if (target !== 'status') return { ...field, ...dates, target: isDate ? target : 'ignore' };
      const consent = consentOf(column, facts);
      // "No consent at a known moment" doesn't tell whether there was consent.
      return { ...field, ...dates, consent: { ...consent, empty: { ...consent.empty, means: 'nothing' } } };
    }
    case 'country':
      // Namibia, not a word for "no value": our exports leave that cell empty.
      return { ...field, keeps: ['NA'] };
    case 'email':
      return field;
    default:
      return column.filled === 0 ? { ...field, target: 'ignore' } : field;
  }
}

function ownAttribute(column: ColumnFacts): Column {
  const { header } = column;
  const [, name = header, words] = bracketed.exec(header) ?? [];
  const type = words === undefined ? ownType(column) : typeIn(words);
  const yearly = type === 'date' && (words === undefined ? isOwnYearly(name, column) : words !== 'date');
  const dates = type === 'date' ? datesIn(column.dates, { isPast: false, habit: undefined }) : {};
  return { ...blank(column), ...dates, target: 'attribute', type, yearly, attribute: name };
}

const typeIn = (words: string): AttributeType =>
  words === 'yearly date' ? 'date' : (words as AttributeType);

/** The one type that fits all cells. Once some cells rule a type out, more cells don't bring it back. */
function ownType({ filled, numbers, booleans, dates, yearless }: ColumnFacts): AttributeType {
  if (numbers === filled) return 'number';
  if (booleans === filled) return 'boolean';
  return dates.readable + yearless === filled ? 'date' : 'text';
}

const isOwnYearly = (name: string, { yearless }: ColumnFacts): boolean => yearless > 0 || isYearly(name);

/**
 * Earlier versions read "Status since" and "Source" of their own exports as attributes, and then exported
 * these.
 */
function isOldMistake({ header, consent }: ColumnFacts): boolean {
  const name = foldHeader(header);
  if (name === 'status since') return true;
  const cells = consent.cells === null ? [] : [...consent.cells.keys()];
  return (
    name === 'source from file' &&
    cells.length > 0 &&
    cells.every((cell) => /^(?:import|slack|api|seed)$/.test(cell))
  );
}
