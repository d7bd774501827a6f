import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
const start = new Date('2026-11-23T10:00:00Z');
let now = start;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  now = start;
  const { prisma } = rollcall.database.storage;
  for (const table of [prisma.segment, prisma.undo, prisma.tag, prisma.contact] as {
    deleteMany(): unknown;
  }[])
    await table.deleteMany();
  await rollcall.ada.types('/audience');
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
    where: { settingsFrom: { not: null } },
  });
  await prisma.contact.createMany({
    data: ['Ann', 'Bob', 'Cy'].map((name) => ({
      workspaceId,
      name,
      email: `${name}@x.org`,
      emailKey: `${name}@x.org`.toLowerCase(),
      status: 'subscribed',
      statusSource: 'test',
      source: 'test',
    })),
  });
});

/** The newest message, once it looks like this: buttons change messages in place. */
const seen = async (words: string | RegExp, person = rollcall.ada) => {
  await rollcall.slack.waitFor(
    () => {
      const last = person.lastMessage();
      return typeof words === 'string' ? last.includes(words) : words.test(last);
    },
    { what: `a newest message like ${words} (it is: ${person.lastMessage()})` },
  );
  return person.lastMessage();
};

describe('the list of tags', () => {
  it('goes from an empty list to a tag in a modal', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/tags')).toContain('No tags yet');
    const before = ada.messages().length;
    await ada.clicks('New tag');
    await ada.seesModal('New tag');
    await ada.fills({ Name: 'vip' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await seen('Created the tag `vip`')).toContain('Add people');
    expect(ada.messages()).toHaveLength(before);
  });

  it('turns pages in place, finds by a part of the name, and shows a tag', async () => {
    const { ada } = rollcall;
    const { prisma } = rollcall.database.storage;
    const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
      where: { settingsFrom: { not: null } },
    });
    await prisma.tag.createMany({
      data: Array.from({ length: 10_000 }, (_, n) => ({
        workspaceId,
        name: `tag ${String(n).padStart(5, '0')} ${'&'.repeat(40)}`,
        createdBy: 'U0ADA',
      })),
    });
    expect(await ada.types('/tags')).toContain('10,000 tags');
    const before = ada.messages().length;
    await ada.clicks('Next');
    expect(await seen('Page 2 of 667')).toContain('tag 00015');
    await ada.clicks('Previous');
    expect(await seen('Page 1 of 667')).toContain('tag 00000');
    expect(ada.messages()).toHaveLength(before);
    expect(await ada.types('/tags list 0123')).toContain('with `0123` in the name');
    await ada.clicks('All tags');
    await seen('10,000 tags');
    await ada.clicks('View tag');
    expect(await seen('no segment uses it')).toContain('tag 00000');
    expect(await ada.types('/tags list nothing')).toContain('0 tags of 10,000');
  });
});

describe('a new tag', () => {
  it('is asked for in a modal, which warns about a similar one and offers that one', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    expect(await ada.types('/tags new')).toContain('Name');
    await ada.fills({ Name: 'VIPs' });
    expect(await ada.submits()).toEqual({ ok: true });
    const warned = await ada.seesModal('very similar to');
    expect(warned.text).toContain('`vip`');
    expect(warned.submit).toBe('Create anyway');
    await ada.clicks('Use vip');
    await ada.seesModal('Tag contacts `vip`');
    await ada.fills({ 'Email addresses': 'ann@x.org, eve@x.org' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await ada.sees('Tagged 1 contact `vip`')).toContain('eve@x.org');
  });

  it('is created anyway if a person insists, and only with the name of the warning', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/tags new');
    await ada.fills({ Name: 'VIP' });
    await ada.submits();
    await ada.seesModal('`VIP` is very similar to');
    await ada.fills({ Name: 'vips' });
    await ada.submits();
    await ada.seesModal('`vips` is very similar to');
    await ada.submits();
    expect(await ada.sees('Created the tag `vips`')).toContain('Add people');
    expect(await ada.types('/tags')).toContain('2 tags');
  });

  it('shows under the input what is wrong with a name', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/tags new');
    await ada.fills({ Name: 'vip' });
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { Name: expect.stringContaining('The tag "vip" already exists.') },
    });
    await ada.closes();
  });

  it('is offered in the workspace’s style, by a button and under the input', async () => {
    const { ada } = rollcall;
    const { workspace } = rollcall.database.storage.prisma;
    await workspace.updateMany({ data: { tagStyle: 'kebab-case' } });
    try {
      expect(await ada.types('/tags new VIP Customer')).toContain('`vip-customer` instead of `VIP Customer`');
      await ada.clicks('Create vip-customer');
      await seen('Created the tag `vip-customer`');
      await ada.types('/tags new');
      await ada.fills({ Name: 'Beta User' });
      expect(await ada.submits()).toEqual({
        ok: false,
        errors: { Name: 'Tags here use kebab-case: try "beta-user".' },
      });
      await ada.closes();
    } finally {
      await workspace.updateMany({ data: { tagStyle: 'free' } });
    }
  });
});

describe('tagging', () => {
  it('shows what happened, and is undone by a button, once', async () => {
    const { ada, yuki } = rollcall;
    await ada.types('/tags new vip');
    expect(await ada.types('/tags add vip ann@x.org bob@x.org')).toContain('Tagged 2 contacts `vip`');
    await ada.clicks('Undo');
    await seen('Removed "vip" from 2 contacts again');
    expect(await ada.types('/tags list')).toContain('`vip`  ·  *0 people*');
    await yuki.types('/tags add vip cy@x.org');
    now = new Date('2026-11-23T10:31:00Z');
    await yuki.clicks('Undo');
    await seen('It’s too late to undo this', yuki);
    expect(await ada.types('/tags list')).toContain('`vip`  ·  *1 person*');
  });

  it('accepts a segment’s members, by a command and in a modal', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/segments new Everybody: everyone');
    expect(await ada.types('/tags add vip to segment "everybody"')).toContain('Tagged 3 contacts `vip`');
    expect(await ada.types('/tags remove vip from segment everybody')).toContain(
      'Removed `vip` from 3 contacts',
    );
    await ada.clicks('View vip');
    await seen('No one has it yet');
    await ada.clicks('Add people');
    await ada.seesModal('Tag contacts `vip`');
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { 'Email addresses': 'Choose contacts, paste addresses or choose a segment.' },
    });
    expect(await ada.looksUp('Or everyone in a segment right now', 'every')).toEqual(['Everybody']);
    await ada.fills({ 'Or everyone in a segment right now': 'Everybody' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await seen('Tagged 3 contacts `vip`')).toContain('*Everybody*');
  });

  it('suggests the nearest tag for a mistyped one, as a button', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    const answer = await ada.types('/tags add vpi ann@x.org');
    expect(answer).toContain('No tag "vpi".');
    await ada.clicks('/tags add vip ann@x.org');
    await seen('Tagged 1 contact `vip`');
    await ada.types('/tags shwo vip');
    await ada.clicks('/tags show vip');
    expect(await seen('1 person, 1 can be mailed')).toContain('for example Ann');
  });
});

describe('a tag’s card', () => {
  it('names no address, and escapes what people typed', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new <!channel> & co');
    await ada.types('/tags add "<!channel> & co" ann@x.org');
    const card = await ada.types('/tags show <!channel> & co');
    expect(card).toContain('`<!channel> & co`');
    const sent = JSON.stringify(ada.messages().at(-1)?.blocks);
    expect(sent).toContain('`&lt;!channel&gt; &amp; co`');
    expect(sent).not.toContain('<!channel');
    expect(sent).toContain('Created by <@U0ADA>');
    expect(card).not.toContain('@x.org');
  });

  it('renames in a modal, updates the card, and undoes it', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/tags new beta');
    await ada.types('/tags show vip');
    await ada.clicks('Rename');
    await ada.seesModal('Rename tag');
    await ada.seesModal('Segments that use it');
    await ada.fills({ Name: 'betas' });
    await ada.submits();
    await ada.seesModal('very similar to');
    await ada.submits();
    await seen('Renamed `vip` to `betas`');
    await ada.clicks('Undo');
    await seen('Renamed the tag "betas" back to "vip"');
    expect(await ada.types('/tags rename vip to beta')).toContain('The tag "beta" already exists.');
    await ada.types('/tags rename vip to Beta');
    await ada.clicks('Rename to Beta anyway');
    await seen('Renamed `vip` to `Beta`');
  });

  it('merges in a modal that shows the numbers first, and by a command; undo restores the tag', async () => {
    const { ada } = rollcall;
    for (const name of ['old', 'vip']) await ada.types(`/tags new ${name}`);
    await ada.types('/tags add old ann@x.org bob@x.org');
    await ada.types('/tags add vip bob@x.org');
    await ada.types('/segments new Olds: tagged old');
    await ada.types('/tags show old');
    await ada.clicks('Merge into…');
    await ada.seesModal('The tag to keep');
    await ada.fills({ 'The tag to keep': 'old' });
    expect(await ada.submits()).toMatchObject({ ok: false });
    expect(await ada.looksUp('The tag to keep', 'vi')).toEqual(['vip']);
    await ada.fills({ 'The tag to keep': 'vip' });
    await ada.submits();
    const preview = await ada.seesModal('Merge `old` into `vip`?');
    expect(preview.text).toContain('1 contact will get `vip`, for a total of 2');
    expect(preview.text).toContain('*Olds*');
    await ada.submits();
    expect(await seen('Merged `old` into `vip`: 1 contact gained it. 1 contact had it already.')).toContain(
      '*Olds*',
    );
    expect(await ada.types('/segments')).toContain('tagged vip');
    await ada.clicks('Undo');
    await ada.sees('Restored the tag "old" on 2 contacts; 1 segment uses it again.');
    expect(await ada.types('/segments')).toContain('tagged old');
    await ada.types('/tags merge old into VIP');
    await ada.clicks('Cancel');
    await rollcall.slack.waitFor(() => !ada.lastMessage().includes('Merge `old` into `vip`?'));
    await ada.types('/tags merge old into VIP');
    await ada.clicks('Merge');
    await seen('Merged `old` into `vip`');
  });

  it('deletes in a modal and by a command, for admins, unless a segment uses it', async () => {
    const { ada, yuki } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/tags add vip ann@x.org');
    expect(await yuki.types('/tags delete vip')).toContain('role to delete tags');
    await yuki.types('/tags show vip');
    await yuki.clicks('Delete');
    await yuki.isTold('role to delete tags');
    await ada.types('/segments new VIPs: tagged vip');
    expect(await ada.types('/tags delete vip')).toContain('while a segment uses it: "VIPs"');
    await rollcall.database.storage.prisma.segment.deleteMany();
    await ada.types('/tags show vip');
    await ada.clicks('Delete');
    await ada.seesModal('It’s removed from 1 contact');
    await ada.submits();
    await seen('Deleted the tag `vip`. It was on 1 contact.');
    await ada.clicks('Undo');
    await seen('Restored the tag "vip" on 1 contact');
    await ada.types('/tags delete vip');
    await ada.clicks('Delete');
    await seen('Deleted the tag `vip`.');
    expect(await ada.types('/tags')).toContain('No tags yet');
    expect(rollcall.log).toEqual([]);
  });

  it('says so if it no longer exists when a button is clicked', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    await ada.types('/tags show vip');
    await rollcall.database.storage.prisma.tag.deleteMany();
    await ada.clicks('Rename');
    await ada.isTold('That tag no longer exists');
  });
});
