import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { exportContacts } from '../../../src/audience/contacts/export.ts';
import { rejectionsFile } from '../../../src/audience/imports/rejections.ts';
import { importFile } from '../../support/import-file.ts';
import { withAudience } from '../../support/with-audience.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/own-exports/${name}`, import.meta.url));

describe('files that were exported', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let now: Date;
  let ada: Caller;
  beforeEach(async () => {
    now = new Date('2026-12-01T10:00:00Z');
    ada = await audience.newCaller();
  });

  const take = (file: string | Uint8Array, newStatus: 'subscribed' | 'non-subscribed' = 'subscribed') =>
    importFile(deps, ada, {
      ...{ fileName: 'contacts.csv', newStatus },
      bytes: typeof file === 'string' ? new TextEncoder().encode(file) : file,
    });
  const counts = async (file: string | Uint8Array): Promise<string> => {
    const { missing, rehearsal, rejected } = await take(file);
    expect(missing).toEqual([]);
    return `${rehearsal?.added} new, ${rehearsal?.updated} changed, ${rehearsal?.unchanged} unchanged, ${rejected} rejected`;
  };
  const exported = async (): Promise<string> => {
    let file = '';
    for await (const chunk of (await exportContacts(deps, ada, { all: true })).chunks) file += chunk;
    return file;
  };
  const inZone = (timeZone: string) =>
    audience.storage.prisma.workspace.update({ where: { id: ada.workspaceId }, data: { timeZone } });
  const stored = async () => {
    const { rows } = await audience.storage.pool.query(
      `SELECT email, name, company, phone, status, status_at AS "statusAt", consented_at AS "consentedAt",
         coalesce(signed_up_on::text, to_char(signed_up_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS "signedUp",
         (SELECT jsonb_object_agg(a.name, value) FROM jsonb_each(c.attributes) AS v (key, value)
           JOIN attributes a ON a.workspace_id = $1 AND a.id::text = v.key) AS attributes
       FROM contacts c WHERE workspace_id = $1 ORDER BY id`,
      [ada.workspaceId],
    );
    return rows;
  };
  const attributes = async () => {
    const where = { workspaceId: ada.workspaceId };
    const all = await audience.storage.prisma.attribute.findMany({ where, orderBy: { id: 'asc' } });
    return all.map(({ name, type, yearly }) => `${name} (${type}${yearly ? ', every year' : ''})`);
  };

  it('by an earlier version, change nothing in the workspace that they came from', async () => {
    await take('Email,Name,Signed up,Plan\nada@example.com,Ada,2024-01-02,pro\n');
    expect(await counts(fixture('k03-first-round.csv'))).toBe('0 new, 0 changed, 1 unchanged, 0 rejected');
    expect(await attributes()).toEqual(['Plan (text)']);
  });

  it('change nothing there either if its time zone begins the day on the previous date', async () => {
    await inZone('Asia/Tokyo');
    await take('Email,Name,Signed up,Plan\nada@example.com,Ada,2024-01-02,pro\n');
    const file = fixture('k03-first-round.csv').toString().replace('2024-01-02T00', '2024-01-01T15');
    expect(await counts(file)).toBe('0 new, 0 changed, 1 unchanged, 0 rejected');
    expect((await stored())[0]).toMatchObject({ signedUp: '2024-01-02' });
  });

  it.each(['UTC', 'Asia/Tokyo', 'America/New_York'])(
    'restore sign-up dates as dates, in %s',
    async (zone) => {
      await inZone(zone);
      expect(await counts(fixture('k03-second-round.csv'))).toBe('2 new, 0 changed, 0 unchanged, 0 rejected');
      expect(await stored()).toMatchObject([
        {
          email: 'ada@example.com',
          status: 'subscribed',
          signedUp: '2024-01-02',
          attributes: { Plan: 'pro' },
        },
        {
          email: 'bob@example.com',
          status: 'unsubscribed',
          signedUp: '2024-02-03',
          attributes: { Plan: 'free' },
        },
      ]);
      // Columns that an earlier version mistook for attributes are not created.
      expect(await attributes()).toEqual(['Plan (text)']);
    },
  );

  it.each(['Asia/Tokyo', 'UTC', 'Pacific/Kiritimati'])(
    'contain the sign-up date that was imported, in %s',
    async (zone) => {
      await inZone(zone);
      await take('email,signed up\na@example.com,2024-01-02\nb@example.com,2024-01-02 10:20:30\n');
      const file = await exported();
      expect(file).toMatch(/^a@example\.com,.*,2024-01-02,import,/m);
      expect(await counts(file)).toBe('0 new, 0 changed, 2 unchanged, 0 rejected');
      const before = await stored();
      ada = { ...ada, workspaceId: await audience.addWorkspace() };
      await inZone('America/New_York');
      expect(await counts(file)).toBe('2 new, 0 changed, 0 unchanged, 0 rejected');
      expect(await stored()).toEqual(before);
    },
  );

  it('restore each status with its time, and a date of consent only if there is one', async () => {
    await take(
      'Email,Status,Consent date\nada@x.org,subscribed,2024-05-01T10:00:00Z\nbob@x.org,subscribed,\ncy@x.org,unsubscribed,2024-06-01T10:00:00Z\ndi@x.org,cleaned,\nevi@x.org,not subscribed,\n',
    );
    const before = await stored();
    expect(before.map(({ status, consentedAt }) => [status, consentedAt?.toISOString()])).toEqual([
      ['subscribed', '2024-05-01T10:00:00.000Z'],
      ['subscribed', undefined],
      ['unsubscribed', undefined],
      ['bounced', undefined],
      ['non-subscribed', undefined],
    ]);
    const file = await exported();
    now = new Date('2026-12-24T10:00:00Z');
    ada = { ...ada, workspaceId: await audience.addWorkspace() };
    await take(file);
    expect(await stored()).toEqual(before);
  });

  it('don’t subscribe people again who have unsubscribed since', async () => {
    await take('Email\nada@x.org\nbob@x.org\n');
    const file = await exported();
    now = new Date('2026-12-24T10:00:00Z');
    await take('Email,Status\nada@x.org,unsubscribed\n');
    const { rehearsal } = await take(file);
    expect(rehearsal).toMatchObject({ updated: 0, unchanged: 2, blocked: { unsubscribed: 1 } });
    expect((await stored()).map(({ status }) => status)).toEqual(['unsubscribed', 'subscribed']);
  });

  it('get cells back that were made safe for spreadsheets, also from other files', async () => {
    expect(await counts(fixture('k03-defused.csv'))).toBe('2 new, 0 changed, 0 unchanged, 0 rejected');
    expect(await stored()).toMatchObject([
      {
        ...{ email: '+plus@example.com', name: '=Ada', company: '@acme', phone: '+47 123 45 678' },
        attributes: { Birthday: '--12-24', Handle: '@ada' },
      },
      { email: '-dash@example.com', name: '-Dash-', company: '+Plus AS', phone: '-1' },
    ]);
    expect(await attributes()).toEqual(['Birthday (date, every year)', 'Handle (text)']);
  });

  it('are recognized after a spreadsheet saved them with other delimiters and dates, or with rows added by hand', async () => {
    const header =
      'Email;Name;Country;Language;Phone;Company;Status;Status since;Signed up;Source;Tags;Consent given;Email validation;Plan';
    const file = [
      header,
      'ada@x.org;Ada;NO;;;;subscribed;15.03.2024 10:20;13.01.2024;import;vip;;unknown;pro',
      'bob@x.org;;Norway;;;;unsubscribed;16.03.2024 10:20;14.01.2024;;"vip, beta";;;NULL',
      'cy@x.org;;;;;;;;;;;;;',
    ].join('\r\n');
    expect(await counts(file)).toBe('3 new, 0 changed, 0 unchanged, 0 rejected');
    expect(
      (await stored()).map(({ status, statusAt, signedUp, attributes: values }) => [
        status,
        statusAt.toISOString(),
        signedUp,
        values,
      ]),
    ).toEqual([
      ['subscribed', '2024-03-15T10:20:00.000Z', '2024-01-13', { Plan: 'pro' }],
      ['unsubscribed', '2024-03-16T10:20:00.000Z', '2024-01-14', null],
      ['subscribed', '2026-12-01T10:00:00.000Z', null, null],
    ]);
  });

  it('contain rejected rows that import once they are corrected, read as they were the first time', async () => {
    const lines = [
      'Line,Name,Zip,Insured,Renewal,Note,Email,,Tags',
      'a,Ada,"=""0123""",y,13/04/2026,"=1+1, ""x""",ada@x.org,u,"vip',
      'beta"',
      `b,'=Bob,"=""0456""",n,14/04/2026,-,bob@x,v,"#one #two"`,
      "c,Cy,'0789,y,15/04/2026,NULL,cy@x,w,news",
    ];
    const { rejected } = await take(lines.join('\n'));
    expect(rejected).toBe(2);
    const importId = (
      await audience.storage.prisma.import.findFirstOrThrow({ where: { workspaceId: ada.workspaceId } })
    ).id;
    const file = await rejectionsFile(deps, ada, importId);
    const wrong = file.replace('bob@x,', 'bob@x.org,');
    expect(await counts(wrong)).toBe('1 new, 0 changed, 0 unchanged, 1 rejected');
    const imports = await audience.storage.prisma.import.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { id: 'desc' },
    });
    const second = await rejectionsFile(deps, ada, imports[0]?.id ?? 0);
    expect(second.split('\n')[0]).toBe(
      '\ufeffLine,Reason not imported,Line,Name,Zip,Insured,Renewal,Note,Email,Column 8,Tags',
    );
    expect(await counts(second.replace('cy@x,', 'cy@x.org,'))).toBe(
      '1 new, 0 changed, 0 unchanged, 0 rejected',
    );
    expect(await attributes()).toEqual([
      ...[
        'Line (text)',
        'Zip (text)',
        'Insured (boolean)',
        'Renewal (date)',
        'Note (text)',
        'Column 8 (text)',
      ],
    ]);
    const text = { Line: 'a', Zip: '0123', Insured: true, Renewal: '2026-04-13' };
    expect((await stored()).map(({ name, attributes: values }) => [name, values])).toEqual([
      ['Ada', { ...text, Note: '=1+1, "x"', 'Column 8': 'u' }],
      ['=Bob', { Line: 'b', Zip: '0456', Insured: false, Renewal: '2026-04-14', 'Column 8': 'v' }],
      ['Cy', { Line: 'c', Zip: '0789', Insured: true, Renewal: '2026-04-15', 'Column 8': 'w' }],
    ]);
  });

  it('still count as an export if they are the rejected rows of one', async () => {
    await take('Email,Signed up,Plan\nada@x.org,2024-01-02,None of these\n');
    const file = (await exported()).replace('ada@x.org', 'ada@x');
    const { mapping } = await take(file);
    expect(mapping.format.own).toBe(true);
    const imports = await audience.storage.prisma.import.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { id: 'desc' },
    });
    const rows = await rejectionsFile(deps, ada, imports[0]?.id ?? 0);
    expect(await counts(rows.replace('ada@x,', 'ada@x.org,'))).toBe(
      '0 new, 0 changed, 1 unchanged, 0 rejected',
    );
    expect(await attributes()).toEqual(['Plan (text)']);
  });
});
