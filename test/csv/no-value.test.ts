import { describe, expect, test } from 'vitest';
import { isBlank, isNoMoment, mayBeName } from '../../src/csv/cells/no-value.ts';

describe('a cell that says nothing', () => {
  test.each([
    ...[
      '',
      'NULL',
      'null',
      'Null',
      '\\N',
      'N/A',
      'n/a',
      'n.a.',
      '#N/A',
      '#REF!',
      '#DIV/0!',
      'NA',
      'NaN',
      'nan',
      'NaT',
      '-',
      '–',
      '—',
      '--',
      '------',
    ],
    ...[
      'none',
      'None',
      'nil',
      '<nil>',
      'undefined',
      '(null)',
      '(blank)',
      '(not set)',
      '[]',
      '{}',
      '""',
      'k.A.',
      '#NV',
      '<NA>',
      '-Infinity',
    ],
    ...[
      '0000-00-00',
      '0000-00-00 00:00:00',
      '0/0/00',
      '00/00/0000',
      '00.00.0000',
      '0001-01-01',
      '0001-01-01T00:00:00Z',
    ],
    ...[
      '0001-01-01 00:00:00 +0000 UTC',
      '1/1/0001 12:00:00 AM',
      '01.01.0001 00:00:00',
      '1753-01-01',
      '1601-01-01T00:00:00Z',
    ],
    ...['1899-12-30', '1/0/1900', '00.01.1900', '9999-12-31', '9999-12-31 23:59:59'],
  ])('%j', (cell) => {
    expect(isBlank(cell)).toBe(true);
    expect(isNoMoment(cell)).toBe(true);
  });

  test.each([
    ...[
      '0',
      'no',
      'No',
      'false',
      'Na',
      'Nat',
      'Nulla',
      'Nullarbor',
      'Noneya',
      'Nina',
      'Nadia',
      'N',
      'n',
      'x',
      '.',
      '*',
      '-1',
      '--12-24',
    ],
    ...[
      'K.A. Smith',
      '1601 Main St',
      '1753',
      '1999-01-01',
      '1900-01-01',
      '0001',
      '00123',
      '01/01/2001',
      '1/1/2000',
      '[1]',
      '"a"',
    ],
    ...['Undefined Ltd', 'Sin City', 'Infinity Ltd', 'Never', 'unknown', '9999'],
  ])('is not %j', (cell) => {
    expect(isBlank(cell)).toBe(false);
  });

  test('includes "Never" and "unknown" in a column of dates', () => {
    for (const cell of ['Never', 'never', 'Unknown', 'TBD', '?', 'Nie', 'jamais'])
      expect(isNoMoment(cell)).toBe(true);
    for (const cell of ['2024-01-02', 'no', 'yes', '0', 'Nevers']) expect(isNoMoment(cell)).toBe(false);
  });

  test('may be a name if it is written like one', () => {
    expect(['Null', 'Nil', 'Nan'].every(mayBeName)).toBe(true);
    expect(['NULL', 'null', 'None', 'N/A', 'nan', 'NaN', '-'].some(mayBeName)).toBe(false);
  });
});
