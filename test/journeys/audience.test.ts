import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  const { prisma } = rollcall.database.storage;
  const { ada } = rollcall;
  while (ada.modal()) await ada.closes({ all: true });
  for (const table of [
    ...[prisma.segment, prisma.undo, prisma.tag, prisma.contact, prisma.auditEntry],
    ...[prisma.roleOverride, prisma.suppression],
  ] as { deleteMany(): unknown }[])
    await table.deleteMany();
  await ada.types('/audience');
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
    where: { settingsFrom: { not: null } },
  });
  await prisma.contact.createMany({
    data: ['Ann', 'Bob', 'Cy'].map((name) => ({
      ...{ workspaceId, name, email: `${name}@x.org`, emailKey: `${name}@x.org`.toLowerCase() },
      ...{ status: 'subscribed', statusSource: 'test', source: 'test', createdAt: now },
    })),
  });
});

/** An attribute; the first contacts have values for it. */
async function attribute(name: string, type: string, values: (string | number)[]): Promise<void> {
  const { prisma } = rollcall.database.storage;
  const contacts = await prisma.contact.findMany({ orderBy: { id: 'asc' } });
  const { workspaceId = 0 } = contacts[0] ?? {};
  const { id } = await prisma.attribute.create({ data: { workspaceId, name, nameKey: name, type } });
  for (const [index, value] of values.entries())
    await prisma.contact.update({
      where: { workspaceId_id: { workspaceId, id: contacts[index]?.id ?? 0 } },
      data: { attributes: { [id]: value } },
    });
}

const admins = 'More admins: they can also delete, erase, export and change settings';
const viewers = 'Viewers: they can see sizes and lists, but not change anything';

describe('/audience', () => {
  it('shows totals, sign-ups as a chart and in words, and the largest changes, with the next steps', async () => {
    const { ada, yuki } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/tags add vip ann@x.org bob@x.org');
    await ada.types('/segments new Everybody: everyone');
    const seen = await ada.types('/audience');
    expect(seen).toContain('3 contacts');
    expect(seen).toContain('*+3* in the last 30 days');
    expect(seen).toContain('tagged 2 contacts `vip`');
    expect(seen).toContain('[1 tag]');
    const blocks = ada.messages().at(-1)?.blocks ?? [];
    expect(blocks.filter(({ type }) => type === 'data_visualization')).toHaveLength(1);
    await ada.clicks('History');
    await ada.sees('created the segment *Everybody*');
    // Settings are offered to people who may change them.
    await yuki.types('/audience');
    expect(JSON.stringify(yuki.messages().at(-1)?.blocks)).not.toContain('Settings');
    await ada.types('/audience');
    expect(JSON.stringify(ada.messages().at(-1)?.blocks)).toContain('Settings');
  });

  it('offers to fill an empty workspace', async () => {
    await rollcall.database.storage.prisma.contact.deleteMany();
    const seen = await rollcall.ada.types('/audience');
    expect(seen).toContain('No contacts yet');
    expect(seen).toContain('Import a CSV file');
  });
});

describe('/audience attributes', () => {
  it('changes a type after a preview, and undoes it', async () => {
    const { ada } = rollcall;
    await attribute('shoe size', 'text', ['12', '3.50', 'about ten']);
    await ada.types('/segments new Big: "shoe size" is "12"');
    expect(await ada.types('/audience attributes SHOE')).toContain(
      '*shoe size*  ·  text  ·  used by 1 segment',
    );
    await ada.clicks('Change type');
    await ada.seesModal('decides how rules compare it');
    await ada.fills({ Type: 'Number' });
    await ada.submits();
    // The rule compares it as a text.
    expect(await ada.sees('would stop working')).toContain('*Big*');
    await ada.types('/segments delete Big');
    await ada.clicks('Delete');
    await ada.types('/audience attributes shoe');
    await ada.clicks('Change type');
    await ada.seesModal('decides how rules compare it');
    await ada.fills({ Type: 'Number' });
    await ada.submits();
    const preview = await ada.sees('no segment uses it');
    expect(preview).toContain('Change *shoe size* from text to a number?');
    expect(preview).toContain('1 value doesn’t fit: `"about ten"`');
    await ada.clicks('Change type, remove 1 value');
    expect(await ada.sees('is now a number')).toContain('Removed 1 value');
    expect(await ada.types('/segments count "shoe size" > 3.4')).toMatch(/^2 people, /);
    await ada.types('/audience history');
    await ada.clicks('Undo');
    await ada.sees('back to text');
    expect(await ada.types('/segments count "shoe size" is "3.50"')).toMatch(/^1 person, /);
    expect(await ada.types('/segments count "shoe size" is "about ten"')).toMatch(/^1 person, /);
  });

  it('are visible to everyone, and changed by editors', async () => {
    const { ada, yuki } = rollcall;
    await attribute('cap size', 'number', [3]);
    expect(await ada.types('/audience attributes nothing like it')).toContain('No attributes with');
    await ada.types('/audience settings');
    await ada.fills({ [viewers]: ['U0YUKI'] });
    await ada.submits();
    expect(await yuki.types('/audience attributes cap')).toContain('*cap size*');
    await yuki.clicks('Change type');
    await yuki.sees('role to change attributes');
  });
});

describe('/audience settings', () => {
  it('are changed by an admin, and rules follow at once', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/segments count signed up after 3/4/2026')).toContain('3 April');
    expect(await ada.types('/audience settings')).toContain('Time zone');
    expect(await ada.looksUp('Time zone', 'new york')).toEqual(['America/New_York']);
    await ada.fills({
      'Time zone': 'America/New_York',
      '3/4/2026 is': '4 March: month first',
      'The fiscal year starts in': 'April',
      'Names of new tags are': 'In kebab-case: vip-customer',
      'Keep events for': '2 years',
    });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(
      'Changed: time zone, date order, start of the fiscal year, tag style, days to keep events',
    );
    expect(await ada.types('/segments count signed up after 3/4/2026')).toContain('4 March');
    expect(await ada.types('/tags new VIP Customer')).toContain('`vip-customer` instead of `VIP Customer`');
    expect(await ada.types('/audience history')).toContain('changed settings: time zone');
    await ada.types('/audience settings');
    await ada.fills({
      'Time zone': 'Europe/London',
      '3/4/2026 is': '3 April: day first',
      'The fiscal year starts in': 'Not set: fiscal years are refused',
      'Names of new tags are': 'As people type them',
      'Keep events for': 'Forever',
    });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('Changed: time zone');
  });

  it('make a member an admin or a viewer at once, and show under the input what is wrong', async () => {
    const { ada, yuki } = rollcall;
    expect(await yuki.types('/audience settings')).toContain('role to change settings');
    await ada.types('/audience settings');
    await ada.fills({ [viewers]: ['U0YUKI'], [admins]: ['U0YUKI'] });
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { [viewers]: 'Someone is listed as both admin and viewer. Remove them from one of the lists.' },
    });
    await ada.fills({ [admins]: [] });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('the role of 1 person');
    expect(await yuki.types('/tags new vip')).toContain('Your role is viewer');
    expect(await yuki.types('/contacts show ann@x.org')).toContain('Your role is viewer');
    // Before a form opens that couldn't be submitted.
    expect(await yuki.types('/contacts import')).toContain('Your role is viewer');
    expect(yuki.modal()).toBeUndefined();
    expect(await yuki.types('/audience')).toContain('3 contacts');
    await ada.types('/audience settings');
    await ada.fills({ [viewers]: [], [admins]: ['U0YUKI'] });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await yuki.types('/audience settings')).toContain('Time zone');
    await yuki.fills({ [admins]: [] });
    expect(await yuki.submits()).toEqual({
      ok: false,
      errors: {
        [admins]: 'You can’t change your own role. Another admin can. This way there’s always at least one.',
      },
    });
    await yuki.closes();
    expect(await ada.types('/audience history')).toContain('made @U0YUKI admin');
  });
});

describe('“Tag people in this message”', () => {
  const say = (text: string) => rollcall.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text });

  it('tags the people who are selected, adds new ones with a status, and can be undone', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await say('Met ann@x.org, Bob <BOB@x.org> and dora@x.org at the fair');
    await ada.runs('tag_people', /at the fair/);
    const modal = await ada.seesModal('Contacts in this message');
    expect(modal.text).toContain('dora@x.org');
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { Tag: 'Choose a tag or type a new one.' },
    });
    await ada.fills({ Tag: 'vip', 'Not contacts yet: choose who to add': ['dora@x.org'] });
    const status = 'Did the new people agree to get mail from you?';
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: {
        [status]: 'Say whether the new people agreed to get mail. Or don’t add them.',
      },
    });
    await ada.fills({ [status]: 'They agreed to get mail' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await ada.sees('Tagged 3 contacts `vip`')).toContain('Added 1 new contact as subscribed.');
    await ada.clicks('Undo');
    await ada.sees('Removed "vip" from 3 contacts again');
  });

  it('creates a new tag, but none that is very similar to another', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await say('Ask cy@x.org');
    await ada.runs('tag_people', /Ask cy/);
    await ada.seesModal('Contacts in this message');
    await ada.fills({ 'Or a new tag': 'VIPs' });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { 'Or a new tag': expect.stringContaining('A very similar tag already exists: "vip".') },
    });
    await ada.fills({ 'Or a new tag': 'to-ask' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('Tagged 1 contact `to-ask`');
  });

  it('says if there is no address, and that guests can’t use it', async () => {
    const { ada, gus } = rollcall;
    await say('Nobody is named here');
    await ada.runs('tag_people', /Nobody is named/);
    await ada.isTold('No email addresses in this message.');
    await gus.runs('tag_people', /Nobody is named/);
    await gus.isTold('not guests');
  });

  it('leaves no address in the log', () => {
    expect(rollcall.log.join('\n')).not.toContain('@x.org');
  });
});
