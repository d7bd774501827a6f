import { type MappingProblem, questionOf } from '../csv/columns/mapping.ts';
import type { Consent, Mapping } from '../csv/schema.ts';
import { RollcallError } from '../errors.ts';
import { shellOption, valuesOption } from './import-values.ts';
import { count } from './import-words.ts';

/**
 * Asks about columns that may decide who gets mail: their cells, how often each occurs, and the options to
 * add.
 */
export function missingValues(problems: readonly MappingProblem[], mapping: Mapping): RollcallError {
  const asked = problems.flatMap(({ column, message }) => {
    const about = mapping.columns[column ?? -1];
    const consent = about === undefined ? undefined : questionOf(about);
    return about === undefined || consent === undefined ? [] : [{ message, header: about.header, consent }];
  });
  const lines = asked.flatMap(({ message, header, consent }) => [
    message,
    `  ${countedCells(consent)}`,
    `  ${valuesOption({ header, consent })}`,
    ...(consent.isDetail ? [] : [`  or, if it isn’t about mail: ${shellOption(`${header}: nothing`)}`]),
  ]);
  return new RollcallError('undecided', lines.join('\n'), {
    hint:
      'Add these options, and change them to say what the values mean: subscribed, non-subscribed, unsubscribed, bounced or nothing. ' +
      'Nothing was saved.',
  });
}

/** "1" (3 rows), "2" (1 row), empty (2 rows). */
function countedCells({ values, others, empty }: Consent): string {
  const rows = (n: number): string => `${count(n)} ${n === 1 ? 'row' : 'rows'}`;
  const cells = [
    ...values.map(({ value, rows: n }) => `"${value}" (${rows(n)})`),
    ...(others === null
      ? []
      : [`${others.samples.map((cell) => `"${cell}"`).join(', ')} … (${rows(others.rows)})`]),
    ...(empty.rows === 0 ? [] : [`empty (${rows(empty.rows)})`]),
  ];
  return `Its values: ${cells.join(', ')}`;
}
