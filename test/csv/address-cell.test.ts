import { describe, expect, test } from 'vitest';
import { addressIn, nameBeside } from '../../src/csv/cells/address-cell.ts';

describe('the address in a cell', () => {
  test.each([
    'ada@example.com',
    ' ADA@example.com ',
    'Ada L <ada@example.com>',
    'Kay, Ada <ada@example.com>',
    '"Ada M" <ada@example.com>',
    '"ada@old.example" <ada@example.com>',
    "'ada@old.example' <ada@example.com>",
    '<ada@example.com>',
    '< ada@example.com >',
    'mailto:ada@example.com',
    'MAILTO:ada@example.com?subject=Hi%20there',
    '<mailto:ada@example.com|ada@example.com>',
    'mailto:ada%40example.com',
    '"ada@example.com"',
    '“ada@example.com”',
    "'ada@example.com",
    "'ada@example.com'",
    '`ada@example.com`',
    '*ada@example.com*',
    '_ada@example.com_',
    '=ada@example.com',
    'ada@example.com;',
    'ada@example.com,',
    'ada@example.com.',
    'ada@example.com (home)',
    'ada@example.com (work)',
    '(ada@example.com)',
    '[ada@example.com]',
    'ada@example.com - Ada Lovelace',
    'ada@example.com Ada',
    'Ada Lovelace ada@example.com',
    'Ada ada@example.com',
    'Email: ada@example.com',
    'E-Mail:ada@example.com',
    'email ada@example.com',
    'Ada Lovelace (ada@example.com)',
    'Ada Lovelace: ada@example.com',
    'Ada Lovelace, ada@example.com',
    '<a href="mailto:ada@example.com">ada@example.com</a>',
    "<a href='mailto:ada@example.com'>Ada</a>",
    '[ada@example.com](mailto:ada@example.com)',
    '[Ada](mailto:ada@example.com)',
    'ada@example.com#mailto:ada@example.com#',
    '=HYPERLINK("mailto:ada@example.com","ada@example.com")',
    'ada@example.com <ada@example.com>',
    'ada@example.com, ADA@EXAMPLE.COM',
    'Ada &lt;ada@example.com&gt;',
    'ada&#64;example.com',
    'ada＠example.com',
    'ada@example.com ::: ada@work.example',
    '\u200bada@example.com\ufeff',
    'ada@example.com\u001a',
    'ada@example.com\u000b',
  ])('is found in %j', (cell) => {
    expect(addressIn(cell)).toMatchObject({ key: 'ada@example.com' });
  });

  test.each([
    ['+plus@example.com', '+plus@example.com'],
    ["'+plus@example.com", '+plus@example.com'],
    ['-dash@example.com', '-dash@example.com'],
    ['_ada@example.com', '_ada@example.com'],
    ["o'hara@example.com", "o'hara@example.com"],
    ['bounce+ada=example.com@list.example', 'bounce+ada=example.com@list.example'],
    ['Zoë <zoë@münchen.example>', 'zoë@xn--mnchen-3ya.example'],
  ])('isn’t changed: %j is %j', (cell, key) => {
    expect(addressIn(cell)).toMatchObject({ key });
  });

  test.each([
    ['', 'none'],
    ['NULL', 'none'],
    ['n/a', 'none'],
    ['Ada', 'not one'],
    ['ada(at)example.com', 'not one'],
    ['ada@@example.com', 'not one'],
    ['ada@work@example.com', 'not one'],
    ['ada@example.com@example.com', 'not one'],
    ['ada@example', 'not one'],
    ['@ada', 'not one'],
    ['ada lovelace@example.com', 'not one'],
    ['ada,lovelace@example.com', 'not one'],
    ['ada@example,com', 'not one'],
    ['ada@example.co,uk', 'not one'],
    ['ada@example.co m', 'not one'],
    ['ada@mail.ex_ample.com', 'not one'],
    ['ada @example.com', 'not one'],
    ['ada@ example.com', 'not one'],
    ['ada..l@example.com', 'not one'],
    ['"ada l"@example.com', 'not one'],
    ['ada@example.com, bob@example.com', 'several'],
    ['ada@example.com bob@example.com', 'several'],
    ['ada@example.com/bob@example.com', 'several'],
    ['Ada <ada@example.com>, Bob <bob@example.com>', 'several'],
    ['ada@example.com (was bob@example.com)', 'several'],
    [`${'a'.repeat(2000)}@example.com`, 'not one'],
  ])('is not guessed from %j', (cell, problem) => {
    expect(addressIn(cell)).toEqual({ problem });
  });

  test.each<[of: string, cell: string]>([
    ['letters', 'a'.repeat(100_000)],
    ['at signs', '@'.repeat(100_000)],
    ['letters and at signs', 'a@'.repeat(50_000)],
    ['quotes', `${"'".repeat(99_999)}@`],
    ['words', 'ada '.repeat(25_000)],
  ])('is found in time among %s', { timeout: 20_000 }, (_, cell) => {
    expect(addressIn(cell)).toHaveProperty('problem');
  });
});

test.each<[cell: string, name: string | null]>([
  ['Ada L <ada@example.com>', 'Ada L'],
  ['"Kay, Bob" <bob@example.com>', 'Kay, Bob'],
  ["Sinéad O'Hara <s@example.com>", "Sinéad O'Hara"],
  ['<ada@example.com>', null],
  ['ada@example.com <ada@example.com>', null],
  ['NULL <ada@example.com>', null],
  ['<a href="mailto:d@example.com">d@example.com</a>', null],
  ['ada@example.com', null],
])('the name beside the address in %j is %j', (cell, name) => {
  expect(nameBeside(cell)).toBe(name);
});
