import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { pageOfRejections } from '../../../src/audience/imports/rejections.ts';
import { valuesOf } from '../../../src/contact-fields.ts';
import { importFile } from '../../support/import-file.ts';
import { withAudience } from '../../support/with-audience.ts';

const folder = new URL('../../fixtures/import-cells/', import.meta.url);
const now = new Date('2026-11-23T10:00:00Z');

describe('cells as people and programs write them get the right value:', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;

  /** "name | …" by the part of the address before its @, attributes by name. */
  async function contactsOf(workspaceId: number): Promise<Record<string, string>> {
    const { prisma } = audience.storage;
    const where = { workspaceId };
    const attributes = new Map(
      (await prisma.attribute.findMany({ where })).map(({ id, name }) => [String(id), name]),
    );
    const contacts = await prisma.contact.findMany({
      where,
      orderBy: { emailKey: 'asc' },
      include: { tags: { include: { tag: true } } },
    });
    return Object.fromEntries(
      contacts.map((contact) => {
        const { emailKey, signedUpAt, signedUpOn } = contact;
        const day = signedUpOn?.toISOString().slice(0, 10);
        const values = Object.entries(contact.attributes as Record<string, unknown>)
          .map(([id, value]) => `${attributes.get(id)}=${String(value)}`)
          .sort();
        const said = [
          ...Object.values(valuesOf(contact)),
          day ?? signedUpAt?.toISOString().replace('.000', ''),
          ...contact.tags.map(({ tag }) => `#${tag.name}`).sort(),
          ...values,
        ];
        return [emailKey.replace('@example.com', ''), said.filter(Boolean).join(' | ')];
      }),
    );
  }

  interface Case {
    contacts: Record<string, string>;
    rejected?: string[];
    /** What is asked before anything is written. */
    asks?: string[];
    format?: object;
  }

  const cases: Record<string, Case> = {
    'g-lastupdated.csv': { contacts: { a: 'Love | FIRSTUPDATED=2023-01-02 | LASTUPDATED=2024-01-02' } },
    'g-surplus.csv': {
      contacts: { b: 'Bob | Rome' },
      rejected: ['2: 4 cells where the first line has 3: a cell with "," in it needs quotes around it'],
    },
    'k01-mailto-cells.csv': { contacts: { ada: 'Ada', bob: 'Bob' } },
    'k01-named-cells.csv': { contacts: { ada: 'Ada L | Acme', bob: 'Kay, Bob | Beta', cy: 'Cy M | C' } },
    'k02-decimal-comma-no-header.csv': {
      contacts: { a: 'Column 2=1,50', b: 'Column 2=2,75' },
      format: { delimiter: ';', header: false },
    },
    'k02-name-comma-vorname.csv': {
      contacts: { anna: 'Name, Vorname=Müller, Anna', bert: 'Name, Vorname=Schmidt, Bert' },
      format: { delimiter: ';', header: true },
    },
    'k02-quoted-header-commas.csv': {
      contacts: {
        ada: 'Ada | note, with, commas, three=a,b,c,d',
        bob: 'Bob | note, with, commas, three=x,y,z,w',
      },
    },
    'k11-null.csv': { contacts: { a: '', b: '', c: 'Cy | FR | Paris | fr | +33 1 23 | Acme | #vip' } },
    'k12-json-array.csv': { contacts: { a: '#beta | #vip', b: '', c: '#beta | #vip' } },
    'k12-lines.csv': { contacts: { a: '#beta | #vip', b: '#news | #vip' } },
    'k13-name-vorname.csv': { contacts: { a: 'Ada Lovelace', b: 'Bob Kay' } },
    'k14-calendly.csv': {
      contacts: {
        ada: 'Ada L | Canceled=false | User Email=host@example.org | User Name=Host H',
        bob: 'Bob K | Canceled=false | User Email=host@example.org | User Name=Host H',
        cy: 'Cy M | Canceled=true | User Email=host@example.org | User Name=Host H',
      },
    },
    'k15-hours-only.csv': {
      contacts: { ada: '2016-11-13T15:00:00Z', bo: '2016-11-14T15:10:00Z', cy: '2016-12-25T11:00:00Z' },
    },
    'k15-postgres.csv': {
      contacts: { a: '2024-03-01T10:20:30Z', b: '2024-03-01T08:20:30Z', c: '2024-03-01T15:20:30Z' },
    },
    'k15-zone-words.csv': {
      contacts: { a: '2024-03-01T15:00:00Z', b: '2024-03-01T12:20:00Z', c: '2024-03-01T08:00:00Z' },
    },
    'k16-sixty-nine.csv': {
      contacts: { a: '1999-01-02 | Birthday=1957-01-02', b: '1969-01-30 | Birthday=1964-01-30' },
    },
    'k16-year-first-two-digits.csv': { contacts: { a: '2024-03-15', b: '2023-12-31', c: '2025-01-05' } },
    'k17-blank-before-quote.csv': {
      contacts: {
        john1: 'Google | boolean_test=0 | stage=test',
        john2: 'Google, Inc | boolean_test=No | stage=test',
      },
    },
    'k18-equals-quoted.csv': { contacts: { a: '0123456 | zip=00123', b: '0123457 | zip=00124' } },
    'k19-one-address.csv': {
      contacts: { ada: 'A', bob: 'B', cy: 'C', d: 'D', e: 'E', f: 'F', g: 'G', h: 'H', i: 'I' },
    },
    'k19-one-line.txt': { contacts: { ada: '', bob: '', cy: '' }, format: { list: true } },
    'k20-vertical-tab.csv': {
      contacts: { a: 'Ada | address=1 Main St Oslo', b: 'Bob | address=2 Main St Rome' },
    },
    'k21-wordpress.csv': {
      contacts: { ada: 'Ada L | 2020-01-02T10:00:00Z', bob: 'Bob K | 2021-01-02T10:00:00Z' },
    },
    'k24-lines-quoted.csv': { contacts: { a: 'Ada', b: 'Bob' }, format: { wrapped: true } },
    'y-attendees.csv': {
      contacts: {
        a: 'Ada L | Booked at=2024-03-01 | Event=Fair | Organizer Email=host@example.org',
        b: 'Bob K | Booked at=2024-03-02 | Event=Fair | Organizer Email=host@example.org',
      },
    },
    'y-blanks-and-quotes.csv': { contacts: { a: 'Ada "the first" | note=x, y', b: 'Bob' } },
    'y-contradicting.csv': {
      contacts: {},
      asks: [
        'The dates in "Signed up" contradict each other: "13/04/2024" has the day first, "04/13/2024" the month.',
      ],
    },
    'y-control-characters.csv': { contacts: { a: 'Note=one two three', b: 'Note=xy' } },
    'y-deal-owners.csv': {
      contacts: {
        a: 'Customer=Ada L | Owner email=rep1@example.org | Plan=pro',
        b: 'Customer=Bob K | Owner email=rep2@example.org | Plan=free',
        c: 'Customer=Cy M | Owner email=rep1@example.org | Plan=pro',
      },
    },
    'y-dotnet.csv': {
      contacts: {
        a: 'Ada L | 2024-03-01T10:20:30Z',
        b: 'Bob K | 2024-03-25T13:20:30Z | LastLogin=2024-03-26',
      },
    },
    'y-korea.csv': {
      contacts: {
        a: '김하나 | 2024-04-23 | 생년월일=1985-03-02',
        b: '이두리 | 2023-12-11 | 생년월일=2001-11-05',
        c: '박세이 | 2024-04-03 | 생년월일=1999-12-31',
      },
    },
    'y-year-first-or-last.csv': {
      contacts: {},
      asks: ['The dates in "Signup date" can be read day first or year first (24.04.23).'],
    },
    'y-excel-germany.csv': {
      contacts: {
        'anna@example.de':
          'Anna Müller | 2024-03-01T10:20:00Z | Anrede=Frau | Geburtstag=1957-12-24 | Kunde=true | Umsatz=1.234,50',
        'bert@example.de':
          'Bert Schmidt | 2024-03-25T09:05:00Z | Anrede=Herr | Geburtstag=1999-02-01 | Kunde=false | Umsatz=99,00',
      },
    },
    'y-go.csv': { contacts: { a: '2024-03-01T10:20:30Z', b: '', c: '2024-03-01T10:20:30Z' } },
    'y-google-contacts.csv': {
      contacts: { a: 'Ada L | +47 1 | #Friends', b: 'Bob K | E-mail 2 - Value=b@example.com' },
    },
    'y-null-names.csv': { contacts: { a: 'Christopher Null', b: 'Nil Ferrer', c: 'Kay', d: 'Nan Wu' } },
    'y-only-a-date.csv': { contacts: { a: '2024-03-01', b: '2024-03-25' } },
    'y-pandas.csv': {
      contacts: { a: 'Ada | 2024-03-01T10:20:30Z | #beta | #vip', b: 'Acme', c: 'Cy | 2024-03-02' },
    },
    'y-pasted-list.txt': {
      contacts: { a: '', b: '', c: '' },
      rejected: ['2: "d@example" is not an email address'],
      format: { list: true },
    },
    'y-pipe-carets.csv': {
      contacts: { a: 'Kay, Ann | #beta | #vip', b: 'Kay, Bob' },
      format: { delimiter: '^' },
    },
    'y-quoted-lines-semicolon.csv': {
      contacts: { a: 'Ada | Note=x; y', b: 'Bob' },
      format: { delimiter: ';', wrapped: true },
    },
    'y-r-export.csv': { contacts: { a: 'Ada | Oslo | score=1.5', b: 'NO', c: 'Chris Null | score=2' } },
    'y-semicolon-lines.csv': {
      contacts: {
        a: 'Ada | Adresse=Hauptstr. 1, Hinterhaus, 10115 Berlin, DE',
        b: 'Bob | Adresse=Weg 2, 3. OG, 20095 Hamburg',
      },
      format: { delimiter: ';' },
    },
    'y-unix.csv': {
      contacts: {
        a: '2024-03-01T10:20:30Z | score=1709288430',
        b: 'score=7',
        c: '2024-03-01T10:20:30Z | score=9',
      },
    },
    'y-year-first-birthday.csv': {
      contacts: {
        a: 'Birthday=1957-03-15',
        b: 'Birthday=1964-12-31',
      },
    },
  };

  const take = async (workspaceId: number, fileName: string) => {
    const caller: Caller = { workspaceId, actor: 'U0ADA', role: 'editor' };
    const bytes = readFileSync(new URL(fileName, folder));
    const found = await importFile(deps, caller, { fileName, bytes });
    const { id } = await audience.storage.prisma.import.findFirstOrThrow({
      where: { workspaceId },
      orderBy: { id: 'desc' },
      select: { id: true },
    });
    const { rows: rejections } = await pageOfRejections(deps, caller, { importId: id });
    return { ...found, reasons: rejections.map(({ line, reason }) => `${line}: ${reason}`) };
  };

  test.each(Object.entries(cases))('%s', async (fileName, { contacts, rejected = [], asks = [], format }) => {
    const workspaceId = await audience.addWorkspace();
    const { mapping, missing, reasons } = await take(workspaceId, fileName);
    expect(missing).toEqual(asks);
    expect(reasons).toEqual(rejected);
    expect(await contactsOf(workspaceId)).toEqual(contacts);
    if (format !== undefined) expect(mapping.format).toMatchObject(format);
  });

  test('y-update.csv: words for "no value" overwrite nothing', async () => {
    const workspaceId = await audience.addWorkspace();
    const caller: Caller = { workspaceId, actor: 'U0ADA', role: 'editor' };
    const before = new TextEncoder().encode('Email,Name,Plan\na@example.com,Ada,pro\n');
    await importFile(deps, caller, { fileName: 'before.csv', bytes: before });
    const { rehearsal } = await take(workspaceId, 'y-update.csv');
    expect(rehearsal).toMatchObject({ added: 0, updated: 0, unchanged: 1 });
    expect(await contactsOf(workspaceId)).toEqual({ a: 'Ada | Plan=pro' });
  });

  test('every file in the folder is in the table', () => {
    const files = readdirSync(folder).filter((name) => !name.endsWith('.md') && name !== 'y-update.csv');
    expect(files.sort()).toEqual(Object.keys(cases).sort());
  });
});
