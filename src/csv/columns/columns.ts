import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { isRowNumber, isYearly, rejectionHeaders } from '../cells/headers.ts';
import { consentOf, consentOfTags } from '../consent/columns.ts';
import type { Column, CsvFormat, Mapping } from '../schema.ts';
import { dateHabit } from './date-habits.ts';
import { datesIn, futureProblem, proposedSignUp } from './dates.ts';
import { areDistinct, emailColumns } from './email.ts';
import { type ColumnFacts, LONGEST_VALUE } from './facts.ts';
import { fieldsOf } from './fields.ts';
import type { MappingProblem } from './mapping.ts';
import { nameTarget } from './names.ts';
import { keptIn, readableAs, typeOf } from './types.ts';

/**
 * The mapping that the columns' names and cells suggest. A column that fits no field becomes an attribute,
 * because a team knows why it is in the file; columns without values, row counters and long texts are left
 * out.
 */
export function guessMapping(
  facts: readonly ColumnFacts[],
  format: CsvFormat,
): { mapping: Mapping; problems: MappingProblem[] } {
  const problems: MappingProblem[] = [];
  const byColumn = fieldsOf(facts);
  const names = facts.find((column) => column.names !== undefined)?.names;
  if (names !== undefined)
    for (const [index, target] of nameTarget(names, byColumn)) byColumn.set(index, target);
  const { spare } = emailColumns(facts);
  const headers = facts.map(({ header }) => header);
  const columns = facts.map((column, index): Column => {
    const field = byColumn.get(index);
    // A column that raises a question may still be kept as an attribute.
    const type = typeOf(column, field === 'status' ? undefined : field);
    const target = field ?? (isLeftOut(column) ? 'ignore' : 'attribute');
    const readable = readableAs(column).filter((other) => other !== type);
    const isDated =
      type === 'date' || readable.includes('date') || (target === 'status' && column.dates.readable > 0);
    const yearly = type === 'date' && (isYearly(column.header) || column.yearless > 0);
    const isPast = /^(?:signed-up|status|status-since)$/.test(target) || yearly;
    if (target === 'signed-up' && type !== 'date') problems.push(unknownDates(column, index));
    if (type === 'date' && isPast) problems.push(...futureProblem(column.header, index, column.dates));
    if (target === 'country' && column.strangers.cells > 0) problems.push(unknownCountries(column, index));
    return {
      header: column.header,
      target: target === 'signed-up' && type !== 'date' ? 'ignore' : target,
      type,
      ...(isDated
        ? datesIn(column.dates, { isPast, habit: dateHabit(column.header, headers) })
        : { dateOrder: null }),
      yearly,
      ...defined({ readable: target === 'attribute' && readable.length > 0 ? readable : undefined }),
      filled: column.filled,
      samples: column.samples,
      ...keptIn(column, target),
      ...defined({
        spare: (target === 'attribute' && spare.includes(index)) || undefined,
        distinct: areDistinct(column.addresses) || undefined,
      }),
      attributeId: null,
      consent: target === 'tags' ? consentOfTags(column.consent) : consentOf(column, facts),
      ...defined({
        signsUp: (target === 'status' && isDated && column.named?.target === 'signed-up') || undefined,
      }),
    };
  });
  const signUp = proposedSignUp(columns);
  const proposed = columns.map(
    (column, index): Column => (index === signUp.index ? { ...column, target: 'signed-up' } : column),
  );
  return { mapping: { format, columns: proposed }, problems: [...problems, ...signUp.problems] };
}

function isLeftOut(column: ColumnFacts): boolean {
  if (column.header === rejectionHeaders[1]) return true;
  const isUnnamed = /^Column \d+$/.test(column.header) && column.counts && column.filled > 1;
  const isCounter = isUnnamed || (isRowNumber(column.header) && column.numbers === column.filled);
  return (
    column.filled === column.silent ||
    column.longest > LONGEST_VALUE ||
    isCounter ||
    (column.counts && column.filled > 20)
  );
}

function unknownCountries(column: ColumnFacts, index: number): MappingProblem {
  const { names, cells } = column.strangers;
  const shown = names.map((name) => `"${name}"`).join(', ');
  return {
    column: index,
    blocking: false,
    message: `"${column.header}" has country names Rollcall doesn’t know, in ${cells.toLocaleString('en')} ${cells === 1 ? 'row' : 'rows'}: ${shown}.`,
    hint: 'They’re kept as written, and their rows are imported.',
  };
}

function unknownDates(column: ColumnFacts, index: number): MappingProblem {
  const { notDate } = column;
  const where =
    notDate === undefined ? '' : `: "${clip(notDate.cell, 40)}" on line ${notDate.line} isn’t a date`;
  return {
    column: index,
    blocking: false,
    message: `"${column.header}" should contain dates${where}.`,
    hint: 'The column isn’t imported. To import it, write its dates like 2026-11-23, 23/11/2026 or 23 Nov 2026.',
  };
}
