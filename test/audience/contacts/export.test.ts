import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { type ExportWhat, exportContacts } from '../../../src/audience/contacts/export.ts';
import { tagContact } from '../../../src/audience/contacts/tags.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('exports', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  beforeEach(async () => {
    ada = await audience.newCaller();
    const add = (email: string, name: string | null, values: [string, string][] = []) =>
      addContact(deps, ada, { email, name, values, status: 'subscribed' });
    await add('ann@x.org', 'Ann', [
      ['plan', 'pro'],
      ['seats', '12'],
    ]);
    await add('bob@x.org', '=HYPERLINK("http://evil")', [['company', 'Smith, "Sons" & Co']]);
    await tagContact(deps, ada, { ref: { email: 'ann@x.org' }, tags: ['vip', 'beta user'] });
  });

  const read = async (what: ExportWhat, options?: { most?: number }) => {
    const { chunks, ...rest } = await exportContacts(deps, ada, what, options);
    let text = '';
    for await (const chunk of chunks) text += chunk;
    return { ...rest, lines: text.trimEnd().split('\n') };
  };

  it('contain every field, tag and attribute, with formulas defused', async () => {
    const { name, contacts, lines } = await read({ all: true });
    expect([name, contacts]).toEqual(['contacts', 2]);
    const at = now.toISOString();
    expect(lines).toEqual([
      '\ufeffEmail,Name,Country,City,Language,Phone,Company,Status,Status since,Signed up,Source,Tags,Consent given,Email validation,plan,seats',
      `ann@x.org,Ann,,,,,,subscribed,${at},,slack,"beta user, vip",,unknown,pro,12`,
      `bob@x.org,"'=HYPERLINK(""http://evil"")",,,,,"Smith, ""Sons"" & Co",subscribed,${at},,slack,,,unknown,,`,
    ]);
  });

  it('contain a segment’s or tag’s members, and no one from another workspace', async () => {
    await addSegment(deps, ada, { name: 'Pros', sentence: 'plan is pro' });
    for (const what of [{ segment: { name: 'pros' } }, { tag: { name: 'vip' } }] as ExportWhat[]) {
      const { contacts, lines } = await read(what);
      expect(contacts).toBe(1);
      expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['ann@x.org']);
    }
    const eve: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    expect((await exportContacts(deps, eve, { all: true })).contacts).toBe(0);
    expect(await refused(exportContacts(deps, eve, { segment: { name: 'Pros' } }))).toContain('not-found');
  });

  it('span many pages, with each contact once', async () => {
    await audience.storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status_source, source)
       SELECT $1, n || '@y.org', n || '@y.org', 'test', 'test' FROM generate_series(1, 4500) n`,
      [ada.workspaceId],
    );
    const { contacts, lines } = await read({ all: true });
    expect(contacts).toBe(4502);
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(4502);
  });

  it('are for admins, respect the limit, and appear in the audit log with who exported how many', async () => {
    expect(await refused(exportContacts(deps, { ...ada, role: 'editor' }, { all: true }))).toContain(
      'not-allowed',
    );
    expect(await refused(read({ all: true }, { most: 1 }))).toContain('too many to export in Slack');
    await read({ all: true });
    const entries = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: ada.workspaceId, action: 'contacts.exported' },
    });
    expect(entries).toMatchObject([{ actor: 'U0ADA', subject: 'all contacts', details: { contacts: 2 } }]);
  });
});
