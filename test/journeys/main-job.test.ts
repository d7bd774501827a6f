import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/database.ts';
import { naiveCsv } from '../support/naive-csv.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

const now = new Date('2026-11-23T10:00:00Z');
const file = 'test/fixtures/customers-300.csv';

/**
 * A contact as seen by a reading of the file that knows nothing about src/: day first in dates, and the first
 * row of an address counts.
 */
interface Expected {
  email: string;
  country: string;
  signedUp: Date | undefined;
}

function readIndependently(text: string): { contacts: Expected[]; repeated: number; rejected: number } {
  const contacts = new Map<string, Expected>();
  const again = new Set<string>();
  let rejected = 0;
  const rows = naiveCsv(text);
  for (const row of rows) {
    const email = (row.Email ?? '').trim().toLowerCase();
    const written = (row['Subscription Date'] ?? '').trim();
    const [day = 0, month = 0, year = 0] = written.split('-').map(Number);
    const signedUp = written === '' ? undefined : new Date(Date.UTC(year, month - 1, day));
    const isWrongDay = signedUp !== undefined && (signedUp.getUTCMonth() !== month - 1 || year < 1000);
    if (!/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/.test(email) || isWrongDay) rejected += 1;
    else if (contacts.has(email)) again.add(email);
    else contacts.set(email, { email, country: (row.Country ?? '').trim(), signedUp });
  }
  return { contacts: [...contacts.values()], repeated: again.size, rejected };
}

const number = (value: number): string => value.toLocaleString('en-US');

describe.each(databases)('the main job, from a file to a size in chat (%s)', (kind) => {
  let rollcall: TestRollcall;
  const text = readFileSync(file, 'utf8');
  const { contacts, repeated, rejected } = readIndependently(text);
  const merged = `*${number(repeated)}* addresses are in more than one row: their rows are merged`;
  /** The first line of an answer: everyone in the file agreed to get mail. */
  const sizeOf = (of: (contact: Expected) => boolean): string => {
    const { length } = contacts.filter(of);
    return `${number(length)} ${length === 1 ? 'person' : 'people'}, ${number(length)} can be mailed`;
  };
  const firstLine = (answer: string): string | undefined => answer.split('\n')[0];
  // Five years before today began; a day in the file is a day in London.
  const since = Date.UTC(2021, 10, 23);

  beforeAll(async () => {
    rollcall = await startRollcall(kind, { now: () => now });
  });
  afterAll(() => rollcall?.close());

  it('shows how the file is read before anything is written', async () => {
    const { ada, database } = rollcall;
    await ada.types('/contacts import');
    await ada.fills({ file: { name: 'customers.csv', bytes: text } });
    expect(await ada.submits()).toEqual({ ok: true });
    const modal = await ada.seesModal(/Nothing is saved yet/);
    for (const [header, target] of [
      ['First Name', 'First name'],
      ['Last Name', 'Last name'],
      ['Country', 'Country'],
      ['Email', 'Email address'],
      ['Subscription Date', 'Sign-up date'],
      ['Subscription Date: date format', 'Day first: 31/12/2026'],
    ]) {
      expect(modal.text).toContain(`${header}: [${target}]`);
    }
    expect(await database.storage.prisma.contact.count()).toBe(0);
  });

  it('doesn’t start before someone says what these people agreed to', async () => {
    const { ada } = rollcall;
    const errors = { 'Did these people agree to get mail from you?': expect.any(String) };
    expect(await ada.submits()).toEqual({ ok: false, errors });
  });

  it('imports, and shows what was imported and what wasn’t', async () => {
    const { ada, database } = rollcall;
    await ada.fills({ status: 'They agreed to get mail' });
    expect(await ada.submits()).toEqual({ ok: true });
    const rehearsal = await ada.seesModal(/This is what would happen/, { timeout: 60_000 });
    expect(rehearsal.text).toContain(`*${number(contacts.length)}* new`);
    expect(rehearsal.text).toContain(`*${number(rejected)}* rejected`);
    if (repeated > 0) expect(rehearsal.text).toContain(merged);
    expect(await database.storage.prisma.contact.count()).toBe(0);
    expect(await ada.submits()).toEqual({ ok: true });
    const result = await ada.sees(/Imported/, { timeout: 60_000 });
    expect(result).toContain(`*${number(contacts.length)}* added`);
    expect(result).toContain(`*${number(rejected)}* rejected`);
    if (repeated > 0) expect(result).toContain(merged);
    const done = await ada.seesModal(/Imported/);
    if (rejected > 0) {
      await ada.clicks('Show rejected rows');
      expect((await ada.seesModal(/n’t imported/)).depth).toBe(done.depth + 1);
    }
    await ada.closes({ all: true });
    expect(await database.storage.prisma.contact.count()).toBe(contacts.length);
    expect(await ada.types('/contacts')).toContain(
      `*All contacts*  ·  *${number(contacts.length)}* people, *${number(contacts.length)}* can be mailed`,
    );
  });

  it('shows every rejected row with its line and reason, and offers them as a file', async () => {
    const { ada } = rollcall;
    if (rejected === 0) return expect(ada.lastMessage()).not.toContain('Show rejected rows');
    await ada.clicks('Show rejected rows');
    const modal = await ada.seesModal(/Rejected rows|were not taken|was not taken/);
    expect(modal.text.match(/• line \d/g)).toHaveLength(rejected);
    await ada.closes({ all: true });
    await ada.clicks('Get rejected rows as a file');
    const posted = await rollcall.slack.waitFor(() =>
      ada.messages().find((message) => message.files?.length),
    );
    const bytes = rollcall.slack.fileBytes(posted.files?.[0]?.id ?? '');
    expect(naiveCsv(bytes?.toString('utf8') ?? '')).toHaveLength(rejected);
  });

  it('creates a tag and adds it to pasted addresses', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/tags new vip')).toContain('Created the tag `vip`');
    const [a, b, c] = contacts;
    const answer = await ada.types(
      `/tags add vip Somebody <${a?.email}>,\n<mailto:${b?.email}|${b?.email}>; ${c?.email.toUpperCase()}, nobody@nowhere.example`,
    );
    expect(answer).toContain('Tagged 3 contacts `vip`');
    expect(answer).toContain('nobody@nowhere.example');
    expect(await ada.types('/tags')).toContain('`vip`  ·  *3 people*');
  });

  it('creates a segment from a sentence and answers with its size, in any case of its name', async () => {
    const { ada } = rollcall;
    const vips = new Set(contacts.slice(0, 3));
    const recent = sizeOf((contact) => vips.has(contact) && (contact.signedUp?.getTime() ?? 0) >= since);
    const made = await ada.types('/segments new Recent VIPs: tagged vip and signed up in the last 5 years');
    expect(made).toContain('Created *Recent VIPs*');
    expect(firstLine(made)).toBe(recent);
    expect(firstLine(await ada.types('/segments size recent vips'))).toBe(recent);
    expect(await ada.types('/segments')).toContain('*Recent VIPs*');
  });

  it('counts the same as an independent reading of the file', async () => {
    const { ada } = rollcall;
    const inYear = (year: number) => (contact: Expected) => contact.signedUp?.getUTCFullYear() === year;
    const norway = (contact: Expected) => contact.country === 'Norway';
    for (const [sentence, of] of [
      ['everyone', () => true],
      ['signed up in 2020', inYear(2020)],
      [
        'signed up in 2020 and country is Norway',
        (contact: Expected) => norway(contact) && inYear(2020)(contact),
      ],
      [
        'country is Norway or signed up in 2021',
        (contact: Expected) => norway(contact) || inYear(2021)(contact),
      ],
      ['country is not Norway', (contact: Expected) => !norway(contact)],
      ['signed up in the last 5 years', (contact: Expected) => (contact.signedUp?.getTime() ?? 0) >= since],
      [
        'signed up before 1 March 2021',
        ({ signedUp }: Expected) => signedUp !== undefined && signedUp < new Date('2021-03-01'),
      ],
      ['never opened', () => true],
      [
        'not (country is Norway or tagged vip)',
        (contact: Expected) => !norway(contact) && contacts.indexOf(contact) > 2,
      ],
    ] as const) {
      const answer = await ada.types(`/segments count ${sentence}`);
      expect(firstLine(answer), sentence).toBe(sizeOf(of));
    }
  });

  it('writes nothing twice if the same file is imported again', async () => {
    const { ada, database } = rollcall;
    await ada.types('/contacts import');
    await ada.fills({ file: { name: 'again.csv', bytes: text } });
    await ada.submits();
    await ada.seesModal(/Nothing is saved yet/);
    await ada.fills({ status: 'Not sure' });
    await ada.submits();
    await ada.seesModal(/This is what would happen/, { timeout: 60_000 });
    await ada.submits();
    const result = await ada.sees(/Imported \*again/, { timeout: 60_000 });
    expect(result).toContain('*0* added');
    expect(result).toContain('*0* updated');
    expect(result).toContain(`*${number(contacts.length)}* unchanged`);
    await ada.seesModal(/Imported/);
    await ada.closes({ all: true });
    const { contact } = database.storage.prisma;
    expect(await contact.count({ where: { status: 'subscribed' } })).toBe(contacts.length);
    expect(rollcall.log).toEqual([]);
  });
});
