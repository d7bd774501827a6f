import { describe, expect, test } from 'vitest';
import { answersFrom, valuesOption, withValues } from '../../src/cli/import-values.ts';
import { mappingProblems, questionOf } from '../../src/csv/columns/mapping.ts';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { speaksInside } from '../../src/csv/consent/inside.ts';
import { readRows } from '../../src/csv/file/read.ts';
import { rowReader } from '../../src/csv/rows/rows.ts';
import type { Mapping } from '../../src/csv/schema.ts';

const now = new Date('2026-11-23T10:00:00Z');
const bytesOf = (text: string) => new TextEncoder().encode(text);
/** A file of lines in which a bar is a comma, and quotes need no doubling: cells are objects and lists. */
const fileOf = (text: string): string =>
  text
    .split(' / ')
    .map((line) =>
      line
        .split(/ *\| */)
        .map((cell) => `"${cell.trim().replaceAll('"', '""')}"`)
        .join(','),
    )
    .join('\n');
const propose = async (file: string): Promise<Mapping> =>
  (await proposeMapping(bytesOf(file), { fileName: 'people.csv', now })).mapping;
const askedIn = ({ columns }: Mapping): string[] =>
  columns.flatMap((column) => (questionOf(column) === undefined ? [] : [column.header]));
/** As someone who pastes what is proposed. */
const pasted = (mapping: Mapping): Mapping =>
  mapping.columns.reduce((told, column) => {
    const consent = questionOf(column);
    if (consent === undefined) return told;
    const option = valuesOption({ header: column.header, consent }).slice('--values '.length + 1, -1);
    return withValues(told, answersFrom(option.replaceAll("'\\''", "'"), told));
  }, mapping);

/** Each row's status, with its time and its sign-up date if it has them. */
async function rowsOf(file: string, mapping: Mapping): Promise<string[]> {
  const read = rowReader(mapping);
  const found: string[] = [];
  for await (const rows of readRows(bytesOf(file), mapping.format, { size: 10 })) {
    for (const row of rows) {
      const result = read(row);
      if (!('contact' in result)) throw new Error(result.problem);
      const { status, statusAt, signedUp } = result.contact;
      const [at, joined] = [statusAt, signedUp].map((date) => date?.day);
      found.push([status, at && `at ${at}`, joined && `joined ${joined}`].filter(Boolean).join(' '));
    }
  }
  return found;
}

const ON = 'as-chosen';
const NON = 'non-subscribed';
const OUT = 'unsubscribed';

describe('a file whose column may be about mail is asked about, and the proposal mails no one who said no:', () => {
  test.each<[file: string, asked: string, rows: string[]]>([
    ['Email | Active / a@x.org | yes / b@x.org | no', 'Active', [ON, NON]],
    ['Email | Active / a@x.org | no', 'Active', [NON]],
    ['Email | Is Active (Y/N) / a@x.org | Y / b@x.org | N', 'Is Active (Y/N)', [ON, NON]],
    ['Email | Contact - Active / a@x.org | yes / b@x.org | ', 'Contact - Active', [ON, NON]],
    ['Email | enabled / a@x.org | 1 / b@x.org | 0', 'enabled', [ON, NON]],
    ['Email | Account enabled / a@x.org | TRUE / b@x.org | FALSE', 'Account enabled', [ON, NON]],
    ['Email | Aktiv / a@x.de | ja / b@x.de | nein', 'Aktiv', [ON, NON]],
    ['Email | Inactive / a@x.org | / b@x.org | TRUE', 'Inactive', [ON, NON]],
    ['Email | Paused at / a@x.org | / b@x.org | 2024-05-01', 'Paused at', [ON, `${NON} at 2024-05-01`]],
    ['Email | Excluded / a@x.org | no / b@x.org | yes', 'Excluded', [ON, NON]],
    ['Email | STOP / a@x.org | 0 / b@x.org | 1', 'STOP', [NON, NON]],
    ['Email | Digest / a@x.org | never', 'Digest', [NON]],
    ['Email | Digest / a@x.org | daily / b@x.org | never', 'Digest', [ON, NON]],
    ['Email | Email frequency / a@x.org | weekly / b@x.org | None', 'Email frequency', [ON, NON]],
    [
      'Email | Preferred contact method / a@x.org | Phone / b@x.org | none',
      'Preferred contact method',
      [ON, NON],
    ],
    ['Email | Product updates / a@x.org | on / b@x.org | off', 'Product updates', [ON, NON]],
    ['Email | News / a@x.org | x / b@x.org | ', 'News', [ON, NON]],
    ['E-mail address | Mail / a@x.org | yes / b@x.org | no', 'Mail', [ON, NON]],
    ['Email | Contact / a@x.org | yes / b@x.org | no', 'Contact', [ON, NON]],
    ['Email | Email verified / a@x.org | true / b@x.org | false', 'Email verified', [ON, NON]],
    ['Email | I agree / a@x.org | Yes / b@x.org | No', 'I agree', [ON, NON]],
    ['Email | Opt status / a@x.org | in / b@x.org | out', 'Opt status', [NON, NON]],
    ['Email | Mailing status / a@x.org | Active / b@x.org | Paused', 'Mailing status', [ON, NON]],
    ['Email | Lawful basis / a@x.org | consent / b@x.org | consent withdrawn', 'Lawful basis', [ON, OUT]],
    ['Email | State / a@x.org | inactive / b@x.org | CA', 'State', [NON, NON]],
    // By the text inside their cells.
    ['Email | Preferences / a@x.org | {"email":true} / b@x.org | {"email":false}', 'Preferences', [NON, NON]],
    [
      'Email | Settings / a@x.org | {"theme":"dark","newsletter":false} / b@x.org | {}',
      'Settings',
      [NON, NON],
    ],
    ["Email | custom / a@x.org | {'unsubscribed': True} / b@x.org | ", 'custom', [NON, NON]],
    ['Email | meta / a@x.org | {"mail":{"status":"bounced"}} / b@x.org | ', 'meta', [NON, NON]],
    ['Email | Extra / a@x.org | plan: pro; subscribed: no / b@x.org | plan: free', 'Extra', [NON, NON]],
    ['Email | query / a@x.org | plan=pro&opt_out=1 / b@x.org | plan=free', 'query', [NON, NON]],
    ['Email | Lists / a@x.org | Offers;Unsubscribed / b@x.org | Offers', 'Lists', [NON, NON]],
    ['Email | Remarks / a@x.org | met at fair, do not contact / b@x.org | none', 'Remarks', [NON, NON]],
  ])('%s', async (text, asked, rows) => {
    const file = fileOf(text);
    const mapping = await propose(file);
    expect(askedIn(mapping)).toEqual([asked]);
    expect(await rowsOf(file, pasted(mapping))).toEqual(rows);
    const { columns } = withValues(mapping, answersFrom(`${asked}: nothing`, mapping));
    expect(columns.find(({ header }) => header === asked)?.target).toBe('attribute');
  });

  test('even if such a cell comes after many others', async () => {
    const days = Array.from({ length: 30 }, (_, n) => `p${n}@x.org,day ${n}\n`).join('');
    expect(askedIn(await propose(`Email,Digest\n${days}a@x.org,never\n`))).toEqual(['Digest']);
    expect(askedIn(await propose(`Email,Digest\n${days}`))).toEqual([]);
    const mapping = await propose(`Email,Notes\n${days}a@x.org,"VIP; unsubscribed"\n`);
    expect(mappingProblems(mapping)[0]?.message).toContain('"VIP; unsubscribed", "day 0"');
  });
});

describe('a file is read without a question:', () => {
  test.each<[file: string, rows: string[]]>([
    ['Email | Do Not Mail / a@x.org | TRUE / b@x.org | ', [OUT, ON]],
    ['Email | Can contact / a@x.org | yes / b@x.org | no', [ON, NON]],
    ['Email | GDPR / a@x.org | Yes / b@x.org | No', [ON, NON]],
    ['Email | Suppressed / a@x.org | TRUE / b@x.org | FALSE', [OUT, ON]],
    ['Email | Contact via email / a@x.org | Yes / b@x.org | No', [ON, NON]],
    ['Email | Keep me posted / a@x.org | yes / b@x.org | ', [ON, NON]],
    ['Email | Blocked at / a@x.org | 2024-05-01 / b@x.org | ', [`${OUT} at 2024-05-01`, ON]],
    // Everyone said no, in a word for no value.
    ['Email | Marketing consent / a@x.org | none / b@x.org | none', [NON, NON]],
    // A time of consent, and none: nothing says that they agreed. It is the sign-up date as well.
    [
      'Email | Optin Time / a@x.org | 2024-05-01 10:00:00 / b@x.org | ',
      [`${ON} at 2024-05-01 joined 2024-05-01`, NON],
    ],
    [
      'Email | Optin Time | Created / a@x.org | 2024-05-02 | 2024-05-01 / b@x.org | | 2024-05-01',
      [`${ON} at 2024-05-02 joined 2024-05-01`, `${NON} joined 2024-05-01`],
    ],
    // Everyone has one, or another column says who agreed.
    [
      'Email | Optin Time / a@x.org | 2024-05-01 / b@x.org | 2024-05-02',
      [`${ON} joined 2024-05-01`, `${ON} joined 2024-05-02`],
    ],
    [
      'Email | OPTIN_TIME | CONFIRM_TIME / a@x.org | 2024-05-01 | 2024-05-02 / b@x.org | | 2024-05-03',
      [`${ON} joined 2024-05-02`, `${ON} joined 2024-05-03`],
    ],
    [
      'Email | Optin Time | Status / a@x.org | 2024-05-01 | subscribed / b@x.org | | subscribed',
      [`${ON} joined 2024-05-01`, ON],
    ],
    // Since when they have had a status.
    [
      'Email | Email status | Email status date / a@x.org | subscribed | 2024-05-01 / b@x.org | unsubscribed | 2024-06-01',
      [`${ON} at 2024-05-01`, `${OUT} at 2024-06-01`],
    ],
    ['Email | Status | Status changed at / a@x.org | bounced | 2024-05-01', ['bounced at 2024-05-01']],
    [
      'Email | Consent | Consent updated / a@x.org | denied | 2024-05-01 / b@x.org | yes | 2024-05-02',
      [`${NON} at 2024-05-01`, `${ON} at 2024-05-02`],
    ],
    ['Email | Status | Opt-out time / a@x.org | unsubscribed | 2024-05-01 08:00', [`${OUT} at 2024-05-01`]],
    [
      'Email | Status | Bounced at / a@x.org | bounced | 2024-05-01 / b@x.org | active |',
      ['bounced at 2024-05-01', ON],
    ],
    // A list of people who said no: a row was created when they did.
    [
      'EmailAddress | SuppressionReason | Origin | CreatedAt / a@x.org | HardBounce | Recipient | 2024-05-01T10:00:00Z / b@x.org | SpamComplaint | Recipient | 2024-06-01T10:00:00Z',
      ['bounced at 2024-05-01', `${OUT} at 2024-06-01`],
    ],
    [
      'EmailAddress | Reason | LastUpdateTime / a@x.org | COMPLAINT | 2024-05-01T10:00:00Z',
      [`${OUT} at 2024-05-01`],
    ],
    [
      'email | reason | detail | created_at / a@x.org | hard-bounce | 550 | 2024-05-01',
      ['bounced at 2024-05-01'],
    ],
    ['Email | Blocked on | Reason / a@x.org | 2024-05-01 | Hard bounced', ['bounced at 2024-05-01']],
    // Customers who all happen to be out became customers before.
    ['Email | Status | Created at / a@x.org | unsubscribed | 2024-05-01', [`${OUT} joined 2024-05-01`]],
    [
      'Email | Name | Unsubscribed | Created at / a@x.org | Ada | yes | 2024-05-01',
      [`${OUT} joined 2024-05-01`],
    ],
    ['Email | Unsubscribed | Joined / a@x.org | yes | 2024-05-01', [`${OUT} joined 2024-05-01`]],
  ])('%s', async (text, rows) => {
    const file = fileOf(text);
    const mapping = await propose(file);
    expect(askedIn(mapping)).toEqual([]);
    expect(mappingProblems(mapping)).toEqual([]);
    expect(await rowsOf(file, mapping)).toEqual(rows);
  });
});

describe('a column stays what it is, without a question:', () => {
  test.each<[header: string, cells: string]>([
    ['Active', 'yes | yes'],
    ['Active licences', '0 | 3'],
    ['Active since', '2024-01-02 | 2024-02-03'],
    ['Member', 'yes | no'],
    ['VIP', 'no | yes'],
    ['Admin', '0 | 1'],
    ['2FA enabled', 'false | true'],
    ['Dark mode', 'off | on'],
    ['Has children', 'no | yes'],
    ['Digest', 'daily | weekly'],
    ['Offers', '0 | 4'],
    ['Frequency', '3 | 12'],
    ['Bus stop', 'Main St | no'],
    ['Privacy', 'public | friends'],
    ['Terms accepted', 'no | yes'],
    ['Verified', 'true | true'],
    ['Legal basis', 'Legitimate interest – lead | Performance of a contract'],
    ['Newsletter source', 'footer | popup'],
    ['Order status date', '2024-01-02 | 2024-02-03'],
    ['Website', 'https://x.org/?newsletter=yes&optin=1 | https://y.org/?optout=1'],
    ['Opening hours', 'Mon: 9:00; Tue: 10:00 | Mon: 8:00'],
    ['Meta', '{"theme":"dark","beta":true} | {"theme":"light","beta":false}'],
    ['Profile', '{"active":true,"email":"ada@x.org"} | {"active":true}'],
    ['Address', '1 Main St, Oslo | 2 Mail Rd, Rome'],
    ['Interests', 'Marketing, Newsletter design | Sales; News'],
    ['SMS', 'no | yes'],
    ['Business', 'no | yes'],
  ])('%s: %s', async (header, cells) => {
    const lines = cells.split(' | ').map((cell, index) => `p${index}@x.org | ${cell}`);
    const mapping = await propose(fileOf([`Email | ${header}`, ...lines].join(' / ')));
    expect(mapping.columns[1]?.target).toBe('attribute');
  });
});

test('a cell is checked in time, however it is made', { timeout: 20_000 }, () => {
  for (const piece of ['a:', ':', '{', '"', 'newsletter=', ' ', "' ", 'a b ', '://', ';,', 'x://a ', '\n:'])
    speaksInside(piece.repeat(4000).slice(0, 4000));
});
