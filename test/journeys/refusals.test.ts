import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';
import { sendSigned } from '../support/signed.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
  await rollcall.ada.types('/tags new vip');
  await rollcall.ada.types('/segments new Lapsed: never opened');
});
afterAll(() => rollcall?.close());

describe('a command that can’t be carried out', () => {
  it.each([
    ['/tags new vip', 'The tag "vip" already exists.'],
    ['/tags new VIP', '`VIP` is very similar to an existing tag: `vip`. Nothing changed.'],
    ['/tags new ""', 'A tag needs a name.'],
    ['/tags show nobody', 'No tag "nobody".'],
    ['/tags rename vpi to VIPs', 'No tag "vpi".'],
    ['/tags merge vip into VIP', '"vip" can’t be merged into itself.'],
    ['/tags add vip to segment "Lapsd"', 'No segment "Lapsd".'],
    ['/tags add vpi ada@x.org', 'No tag "vpi".'],
    ['/tags constructor', '/tags has no command "constructor".'],
    ['/tags nwe vip', 'Did you mean `/tags new vip`?'],
    ['/segments new lapsed: everyone', 'A segment named "Lapsed" already exists.'],
    ['/segments size Lapsd', 'Did you mean "Lapsed"?'],
    ['/segments count tagged vpi', 'vip'],
    ['/segments count tagged vip and (signed up in 2020', '('],
    ['/segments count signed up in the last fortnightly', 'fortnightly'],
    ['/segments count tagged vip and opened or clicked in 2020 or country is Norway', 'or'],
  ])('%s says why', async (text, words) => {
    const { ada, database } = rollcall;
    const before = await database.storage.prisma.auditEntry.count();
    expect(await ada.types(text)).toContain(words);
    expect(await database.storage.prisma.auditEntry.count()).toBe(before);
  });

  it.each([
    ['/segments show', 'Show a segment'],
    ['/segments size', 'Size of a segment'],
    ['/segments members', 'People in a segment'],
    ['/segments forecast', 'Forecast a segment'],
    ['/segments count', 'Count contacts'],
    ['/segments why', 'Why is someone in it?'],
    ['/segments why ada@x.org', 'Why is someone in it?'],
    ['/segments why Lapsed', 'Why is someone in it?'],
    ['/segments edit', 'Edit segment'],
    ['/segments export', 'Export a segment'],
    ['/segments rename', 'Rename segment'],
    ['/segments rename Lapsed', 'Rename segment'],
    ['/segments copy', 'Copy segment'],
    ['/segments delete', 'Delete segment'],
    ['/segments new', 'New segment'],
    ['/tags show', 'Show a tag'],
    ['/tags people', 'People with a tag'],
    ['/tags add', 'Add people'],
    ['/tags add vip', 'Add people'],
    ['/tags remove', 'Remove people'],
    ['/tags remove vip', 'Remove people'],
    ['/tags export', 'Export a tag'],
    ['/tags rename', 'Rename tag'],
    ['/tags rename vip', 'Rename tag'],
    ['/tags merge', 'Merge tag'],
    ['/tags merge vip', 'Merge tag'],
    ['/tags delete', 'Delete tag'],
    ['/tags new', 'New tag'],
    ['/contacts add', 'Add a contact'],
    ['/contacts show', 'Show a contact'],
    ['/contacts find', 'Find people'],
    ['/contacts edit', 'Edit contact'],
    ['/contacts tag', 'Tag a contact'],
    ['/contacts forget', 'Erase a contact'],
    ['/contacts suppress', 'Suppress addresses'],
    ['/contacts unsuppress', 'Lift a suppression'],
    ['/contacts export-person', 'Export a person'],
    ['/contacts import', 'Import contacts'],
  ])('%s without its argument opens a form', async (text, title) => {
    const { ada } = rollcall;
    await ada.types(text);
    expect(ada.modal()?.title).toBe(title);
    await ada.closes();
  });

  it('runs what a form asked for as if it had been typed, and says what is wrong in the form', async () => {
    const { ada } = rollcall;
    await ada.types('/segments size');
    await ada.seesModal('Size of a segment');
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({ Segment: 'Lapsed' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/Lapsed.*counted/s);
    await ada.types('/tags add');
    await ada.seesModal('Add people');
    await ada.fills({ Tag: 'vip' });
    await ada.submits();
    await ada.seesModal('Tag contacts `vip`');
    await ada.closes();
    await ada.types('/contacts unsuppress');
    // Slack accepts it in an input for addresses, so Rollcall has to say what is wrong.
    await ada.fills({ 'Email address': 'nobody@x..org' });
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { 'Email address': expect.stringContaining('"nobody@x..org" is not an email address.') },
    });
    await ada.closes();
    await ada.types('/segments count');
    await ada.fills({ 'Which contacts?': 'tagged vpi' });
    await ada.submits();
    expect((await ada.seesModal('No tag "vpi"')).text).toContain('[Use: tagged vip]');
    await ada.closes();
  });

  it('opens no form for someone who may not do what it is for', async () => {
    const { ada, yuki } = rollcall;
    expect(await yuki.types('/segments delete')).toContain('You need the admin role to delete segments');
    expect(await yuki.types('/contacts forget')).toContain('You need the admin role to erase contacts');
    expect(yuki.modal()).toBeUndefined();
    await ada.types('/tags');
  });

  it.each(['/audience', '/contacts', '/tags', '/segments'])('%s help answers', async (command) => {
    expect(await rollcall.ada.types(`${command} help`)).toContain(`\`${command} help\`  this list`);
  });

  it('is refused to guests', async () => {
    expect(await rollcall.gus.types('/audience')).toContain('not guests or people from other organizations');
  });

  it('creates a second tag with almost the same name if a person insists', async () => {
    const { ada, slack } = rollcall;
    await ada.types('/tags new Vip');
    await ada.clicks('Create Vip anyway');
    await slack.waitFor(() => ada.lastMessage().includes('Created the tag `Vip`'));
    expect(await ada.types('/tags')).toContain('2 tags');
  });
});

describe('a file that can’t be imported', () => {
  it.each([
    ['empty.csv', '', /empty/],
    ['photo.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /not a CSV/i],
    ['no-address.csv', 'Name,Country\nAda,Norway\n', /email/i],
    ['quote.csv', 'Email,Name\nada@x.org,"Ada\nbob@x.org,Bob\n', /line 2|quote/i],
  ])('%s is refused with a sentence, and another file can be chosen', async (name, bytes, words) => {
    const { ada, database } = rollcall;
    await ada.types('/contacts import');
    await ada.fills({ file: { name, bytes } });
    await ada.submits();
    const modal = await ada.seesModal(words);
    expect(modal.text).toMatch(words);
    expect(await database.storage.prisma.contact.count()).toBe(0);
    await ada.closes({ all: true });
  });
});

describe('the server', () => {
  it('answers 401 to a request that is not signed by Slack, and 404 elsewhere', async () => {
    const { url } = rollcall;
    const body = 'command=%2Ftags&text=';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(`${url}/slack/events`, { method: 'POST', body, headers })).status).toBe(401);
    const signed = {
      ...headers,
      'x-slack-signature': `v0=${'0'.repeat(64)}`,
      'x-slack-request-timestamp': `${Math.floor(Date.now() / 1000)}`,
    };
    expect((await fetch(`${url}/slack/events`, { method: 'POST', body, headers: signed })).status).toBe(401);
    expect((await fetch(`${url}/slack/elsewhere`)).status).toBe(404);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  it.each([
    ['null', 400],
    ['[]', 400],
    ['{}', 404],
    ['{"event":null}', 500],
    ['{"event":3,"type":"event_callback"}', 500],
    ['{"command":null}', 404],
    ['{"command":{"text":null}}', 404],
    ['{"type":"block_actions","actions":null}', 500],
    ['{"type":"block_actions","actions":[null],"user":{"id":"U0ADA"},"team":{"id":"T0"}}', 404],
    ['{"type":"view_submission","view":null,"user":{"id":"U0ADA"}}', 500],
    ['{"type":"view_submission"}', 500],
    ['{"type":"shortcut","user":null,"team":null}', 500],
  ])('keeps running after Slack signed %s', async (body, status) => {
    const { url, signingSecret: secret, ada } = rollcall;
    expect((await sendSigned(url, body, { secret })).status).toBe(status);
    expect(await ada.types('/segments count everyone')).toContain('0 people, ');
  });

  it('answers /healthz while the database does', async () => {
    const response = await fetch(`${rollcall.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { ok: true, database: 'embedded' }]);
  });
});
