import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answersFrom,
  optOutOptions,
  shellOption,
  valuesOption,
  withValues,
} from '../../src/cli/import-values.ts';
import { missingValues } from '../../src/cli/missing-values.ts';
import { mappingProblems, questionOf } from '../../src/csv/columns/mapping.ts';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { emptyMeaning } from '../../src/csv/consent/consent.ts';
import type { RollcallError } from '../../src/errors.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const propose = async (header: string, cells: readonly string[]) => {
  const lines = cells.map((cell, index) => `p${index}@x.org,${quoted(cell)}\n`).join('');
  const bytes = new TextEncoder().encode(`Email,${quoted(header)}\n${lines}`);
  return (await proposeMapping(bytes, { fileName: 'people.csv' })).mapping;
};
const codes = await propose('Status: code', ['1', '2', '3', '']);

/** What a text makes of the column of codes: its target, and what each cell means. */
const said = (text: string, mapping = codes) => {
  const { target, consent } = withValues(mapping, answersFrom(text, mapping)).columns[1] ?? {};
  const cells = consent?.values.map(({ value, means }) => `${value}=${means}`) ?? [];
  return [target, ...cells, `(empty)=${consent?.empty.means}`].join(' ');
};

describe('--values', () => {
  test.each([
    [
      'Status: code: 1=subscribed, 2=unsubscribed, 3=bounced, (empty)=nothing',
      'status 1=subscribed 2=unsubscribed 3=bounced (empty)=nothing',
    ],
    [
      'status: CODE:1=subscribed,2=unsubscribed,3=Bounced',
      'status 1=subscribed 2=unsubscribed 3=bounced (empty)=null',
    ],
    [
      'Status: code: "1"=not subscribed, (filled)=says nothing',
      'status 1=non-subscribed 2=nothing 3=nothing (empty)=null',
    ],
    ['Status: code: 2=unsubscribed', 'status 1=null 2=unsubscribed 3=null (empty)=null'],
    ['Status: code: nothing', 'attribute 1=null 2=null 3=null (empty)=null'],
    ['Status: code: says nothing', 'attribute 1=null 2=null 3=null (empty)=null'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  test.each([
    [
      'Plan: 1=subscribed',
      '--values "Plan: 1=subscribed" doesn’t name a column of the file. The columns are "Email", "Status: code".',
    ],
    ['Status', 'isn’t valid'],
    ['Status: code: 1', 'isn’t valid'],
    [
      'Status: code: 1=maybe',
      '"maybe" is not a meaning. Use subscribed, non-subscribed, unsubscribed, bounced or nothing.',
    ],
    ['Status: code: 4=subscribed', '"Status: code" has no value "4". Its values: "1", "2", "3".'],
    ['Status: code: 1=subscribed; 2=bounced', 'is not a meaning'],
  ])('%s is refused', (text, message) => {
    expect(() => said(text)).toThrow(message);
  });

  test('mentions only filled and empty cells if there are too many', async () => {
    const many = await propose('Newsletter', [...Array.from({ length: 20 }, (_, n) => `list ${n}`), '']);
    const told = withValues(
      many,
      answersFrom('Newsletter: (filled)=subscribed, (empty)=non-subscribed', many),
    );
    expect(mappingProblems(told)).toEqual([]);
    expect(() => answersFrom('Newsletter: list 1=subscribed', many)).toThrow(
      'say what (filled) and (empty) mean',
    );
  });

  test('needs no word for blanks: without one, they aren’t consent beside a yes, and mean nothing beside a no', async () => {
    const lists = Array.from({ length: 20 }, (_, n) => `list ${n}`);
    const many = await propose('Newsletter', [...lists, '']);
    for (const [filled, blank] of [
      ['subscribed', 'non-subscribed'],
      ['unsubscribed', 'nothing'],
    ]) {
      const told = withValues(many, answersFrom(`Newsletter: (filled)=${filled}`, many));
      expect(mappingProblems(told)).toEqual([]);
      const { consent } = told.columns[1] ?? {};
      expect(consent && emptyMeaning(consent)).toBe(blank);
    }
  });
});

describe('what to add', () => {
  const missing = async (header: string, cells: string[]) => {
    const mapping = await propose(header, cells);
    return missingValues(mappingProblems(mapping), mapping) as RollcallError;
  };

  test('is shown with the cells, how often they occur, and options to paste', async () => {
    const { code, message, hint } = await missing('Status', [
      'active',
      'past_due',
      'past_due',
      'canceled',
      '',
    ]);
    expect(code).toBe('undecided');
    expect(
      `${message}\n${hint}`,
    ).toBe(`"Status" may say who gets mail, and it isn't clear what "past_due" means.
  Its values: "active" (1 row), "past_due" (2 rows), "canceled" (1 row), empty (1 row)
  --values "Status: active=subscribed, past_due=non-subscribed, canceled=unsubscribed, (empty)=non-subscribed"
  or, if it isn’t about mail: --values "Status: nothing"
Add these options, and change them to say what the values mean: subscribed, non-subscribed, unsubscribed, bounced or nothing. Nothing was saved.`);
  });

  test('says that a reason means nothing', async () => {
    const { message } = await missing('Unsubscribe reason', ['too many', '']);
    expect(message).toContain('--values "Unsubscribe reason: nothing"');
    expect(message).not.toContain('=');
  });

  test.each([
    ['opt-outs', 'dnc', ['2', '0'], '2=unsubscribed'],
    ['bounces', 'Bounced', ['7', ''], '7=bounced'],
    ['statuses', 'Status', ['7', ''], '7=non-subscribed, (empty)=non-subscribed'],
    ['lists', 'Newsletters', ['["weekly"]', ''], '(empty)=non-subscribed'],
    ['what goes on', 'Active', ['yes', 'no', ''], 'yes=nothing, no=non-subscribed, (empty)=non-subscribed'],
    ['what ended', 'Archived', ['yes', 'no', ''], 'yes=non-subscribed, no=nothing, (empty)=nothing"'],
    ['a remark', 'Notes', ['do not contact', 'met at fair', ''], '(empty)=nothing'],
  ])('mails no one after an unchecked paste: %s', async (_what, header, cells, option) => {
    expect((await missing(header, cells)).message).toContain(option);
  });

  test('is accepted when it is pasted, whatever the cells and the column’s name are', async () => {
    const text = fc
      .array(
        fc.constantFrom(
          'a',
          'B',
          ' ',
          ',',
          '=',
          ':',
          '"',
          "'",
          '$',
          '`',
          '\\',
          '(',
          ')',
          '!',
          'é',
          '1',
          ';',
          '[',
          '-',
        ),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .map((letters) => letters.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { minLength: 1, maxLength: 5 }), async (name, cells) => {
        const mapping = await propose(`Newsletter ${name}`, cells);
        const column = mapping.columns[1];
        const consent = column === undefined ? undefined : questionOf(column);
        if (column === undefined || consent === undefined) return;
        const option = valuesOption({ header: column.header, consent });
        const given = execFileSync('sh', ['-c', `printf %s ${option.slice('--values '.length)}`], {
          encoding: 'utf8',
        });
        expect(mappingProblems(withValues(mapping, answersFrom(given, mapping)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['$(touch /tmp/x)', '`id`', "it's", '"; id; "', '!!', '\\', 'a\\"b'])(
    'runs nothing from a cell in a shell: %s',
    (cell) => {
      const printed = execFileSync('sh', ['-c', `printf %s ${shellOption(cell).slice('--values '.length)}`]);
      expect(printed.toString()).toBe(cell);
    },
  );
});

describe('the option that makes opt-outs of cells that mean non-subscribed', () => {
  test.each([
    ['Status', ['pending', 'subscribed', 'cleaned'], '--values "Status: pending=unsubscribed"'],
    ['Newsletter', ['no', 'yes'], '--values "Newsletter: no=unsubscribed"'],
    [
      'Status: code',
      ['Pending', 'inactive', 'active'],
      '--values "Status: code: Pending=unsubscribed, inactive=unsubscribed"',
    ],
    ['Status', ['subscribed', 'unsubscribed'], undefined],
    ['Newsletter', ['yes', ''], undefined],
    ['Company', ['Acme', 'pending'], undefined],
  ])('is read: %s with %j: %s', async (header, cells, option) => {
    const mapping = await propose(header, cells);
    const options = optOutOptions(mapping);
    expect(options).toEqual(option === undefined ? [] : [option]);
    const told = options.reduce(
      (mapped, text) => withValues(mapped, answersFrom(text.slice('--values "'.length, -1), mapped)),
      mapping,
    );
    // Once it is pasted, nothing more has to be said.
    expect(optOutOptions(told)).toEqual([]);
    expect(mappingProblems(told)).toEqual(mappingProblems(mapping));
  });
});
