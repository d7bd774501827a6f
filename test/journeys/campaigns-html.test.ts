import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, addSender, fakeServer } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
const server = fakeServer();

beforeAll(async () => {
  const publicUrl = 'https://mail.acme.example';
  rollcall = await startRollcall('embedded', { publicUrl, sending: server.port });
  const { ada, database } = rollcall;
  await ada.types('/tags');
  const { storage } = database;
  const { rows } = await storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(storage, workspaceId, 2);
  await addSender(storage, workspaceId, { name: 'News' });
}, 240_000);
afterAll(() => rollcall?.close());

/** Some 20 KB with blank lines, long lines and blanks at their beginning, as email editors write them. */
const rows = Array.from({ length: 400 }, (_, row) => `   <tr><td>Row ${row}   of   many</td></tr>\n\n`);
const html = `<html><body>\n<h1>Hello {{first name|there}}</h1>\n<table>\n${rows.join('')}</table>${'<p>long</p>'.repeat(600)}\n</body></html>`;
const file = (bytes: string | Buffer, name = 'spring.html') => ({ name, bytes, mimetype: 'text/html' });

const stored = async (name: string) => {
  const { rows: found } = await rollcall.database.storage.pool.query(
    `SELECT m.body, m.body_kind AS kind, m.subject, m.content_version AS version
     FROM campaign_mails m JOIN campaigns c ON (c.workspace_id, c.id) = (m.workspace_id, m.campaign_id) WHERE c.name = $1`,
    [name],
  );
  return found[0] as { body: string; kind: string; subject: string; version: number };
};

describe('a campaign from an HTML file in Slack', () => {
  it('takes the file in its form, and refuses what can’t be mailed beside it, line by line', async () => {
    const { ada } = rollcall;
    await ada.types('/campaigns new Spring sale');
    await ada.seesModal('New campaign');
    await ada.fills({ Subject: 'Spring', From: 'News', 'Or in words': 'everyone' });
    const label = 'Or an HTML file';
    const refusals: [string | Buffer, RegExp][] = [
      [
        '<p>a</p>\n<script>x()</script>\n<form></form>',
        /^Line 2: Scripts don’t run in mails: remove <script>\. Line 3: Forms don’t work in mails: link to a page\.$/,
      ],
      ['<p>{{nickname|you}}</p>', /nickname/],
      ['Just words', /no HTML in it/],
      ['  \n', /spring\.html is empty\./],
      [Buffer.from('<p>Gr\xfc\xdfe</p>', 'latin1'), /isn’t in UTF-8\. Save it as UTF-8/],
      [`<p>${'x'.repeat(500_001)}</p>`, /at most 500,000 characters/],
      [`<p>${'x'.repeat(2_100_000)}</p>`, /larger than 2 MB/],
    ];
    for (const [bytes, said] of refusals) {
      await ada.fills({ [label]: file(bytes) });
      expect(await ada.submits()).toMatchObject({
        ok: false,
        errors: { [label]: expect.stringMatching(said) },
      });
    }
    await ada.fills({ [label]: file(html), Text: 'And a text' });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { [label]: /not both\. Remove the file/ },
    });
    await ada.fills({ Text: '' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('Created the draft *Spring sale*.');
    expect(ada.lastMessage()).toContain('HTML file, 23 KB');
    expect(await stored('Spring sale')).toMatchObject({ body: html, kind: 'html', version: 1 });
  }, 120_000);

  it('keeps the file to the letter when someone edits something else', async () => {
    const { ada } = rollcall;
    await ada.types('/campaigns edit Spring sale');
    const { text } = await ada.seesModal('Edit campaign');
    expect(text).toContain('HTML file, 23 KB. It stays as it is unless you replace it.');
    await ada.fills({ Subject: 'Spring is here' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('Saved *Spring sale*.');
    expect(await stored('Spring sale')).toMatchObject({
      body: html,
      kind: 'html',
      subject: 'Spring is here',
    });

    await ada.types('/campaigns duplicate Spring sale');
    expect(await stored('Copy of Spring sale')).toMatchObject({ body: html, kind: 'html' });
  }, 120_000);

  it('replaces it with another file, a text, and that with a file again', async () => {
    const { ada } = rollcall;
    const edit = async (values: Parameters<typeof ada.fills>[0]) => {
      await ada.types('/campaigns edit Spring sale');
      await ada.seesModal('Edit campaign');
      await ada.fills(values);
      expect(await ada.submits()).toEqual({ ok: true });
      await ada.sees('Saved *Spring sale*.');
      return stored('Spring sale');
    };
    const other = '<p>Another file</p>';
    expect(await edit({ 'Replace it with another HTML file': file(other) })).toMatchObject({ body: other });
    const text = 'Hello\n\n**all**';
    expect(await edit({ 'Or write a text instead': text })).toMatchObject({ body: text, kind: 'markdown' });
    const before = await stored('Spring sale');
    // What nobody touched isn’t a new version of the text, so an approval of it would still count.
    expect(await edit({ 'Preview text': 'Soon' })).toMatchObject({ body: text, version: before.version + 1 });
    expect(await edit({ 'Send to: tags': [] })).toMatchObject({ body: text, version: before.version + 1 });
    expect(await edit({ 'Or an HTML file': file(html, 'again.htm') })).toMatchObject({
      body: html,
      kind: 'html',
    });
    await ada.types('/campaigns preview Spring sale');
    expect(ada.lastMessage()).toMatch(/Hello there.*Row 9 of many/s);
  }, 120_000);
});
