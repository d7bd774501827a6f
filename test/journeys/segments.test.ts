import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
let workspaceId: number;
const start = new Date('2026-11-23T10:00:00Z');
let now = start;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  now = start;
  const { ada } = rollcall;
  const { prisma } = rollcall.database.storage;
  while (ada.modal()) await ada.closes({ all: true });
  for (const table of [prisma.segment, prisma.undo, prisma.tag, prisma.contact] as {
    deleteMany(): unknown;
  }[])
    await table.deleteMany();
  await ada.types('/audience');
  ({ id: workspaceId } = await prisma.workspace.findFirstOrThrow({ where: { settingsFrom: { not: null } } }));
  await prisma.contact.createMany({
    data: ['Ann', 'Bob', 'Cy'].map((name, index) => ({
      ...{ workspaceId, name, email: `${name}@x.org`, emailKey: `${name}@x.org`.toLowerCase() },
      status: name === 'Bob' ? 'unsubscribed' : 'subscribed',
      signedUpAt: new Date(start.getTime() - (index * 20 + 5) * 86_400_000),
      statusSource: 'test',
      source: 'test',
    })),
  });
  await ada.types('/tags new vip');
  await ada.types('/tags add vip ann@x.org, bob@x.org');
  await ada.types('/segments new Recent VIPs: tagged vip and signed up in the last 30 days');
});

const names = async () =>
  (await rollcall.database.storage.prisma.segment.findMany({ orderBy: { id: 'asc' } })).map(
    ({ name }) => name,
  );

/** The newest message, once it looks like this: buttons change messages in place. */
const seen = async (words: string | RegExp) => {
  const { ada, slack } = rollcall;
  await slack.waitFor(
    () => (typeof words === 'string' ? ada.lastMessage().includes(words) : words.test(ada.lastMessage())),
    { what: `a newest message like ${words} (it is: ${ada.lastMessage()})` },
  );
  return ada.lastMessage();
};

describe('a segment', () => {
  it('is listed, shown, counted again in place, and shared with the channel', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/segments')).toMatch(/Recent VIPs.*2 people\*?, 1 can be mailed/s);
    const before = ada.messages().length;
    await ada.clicks('View segment');
    const card = await seen('[Details]');
    expect(card).toContain('since Sat 24 Oct 2026)');
    expect(ada.messages()).toHaveLength(before);
    now = new Date(start.getTime() + 10 * 86_400_000);
    await ada.types('/segments show recent vips');
    expect(await seen('1 person, 1 can be mailed')).toContain('since Tue 3 Nov 2026');
    await ada.clicks('Details');
    const { text } = await ada.seesModal('days begin in Europe/London');
    expect(text).toContain('`tagged vip and signed up in the last 30 days`');
    expect(text).toContain('Created by');
    await ada.closes();
    await ada.clicks('Share');
    const told = await seen('Shared by');
    expect(told).toContain('1 person, ');
    // A message for everyone contains no button of the person who asked.
    expect(JSON.stringify(ada.messages().at(-1)?.blocks)).not.toContain('"button"');
  });

  it('is found by words of its name, in any order, page by page', async () => {
    const { ada } = rollcall;
    const rows = Array.from({ length: 1000 }, (_, n) => `S ${String(n).padStart(4, '0')} ${'&'.repeat(70)}`);
    await rollcall.database.storage.prisma.segment.createMany({
      data: rows.map((name) => ({
        ...{ workspaceId, name, nameKey: name.toLowerCase(), rule: { type: 'everyone' } },
        ...{ createdBy: 'U0ADA', updatedBy: 'U0ADA' },
      })),
    });
    expect(await ada.types('/segments')).toContain('1,001 segments');
    await ada.clicks('Next');
    await seen('page 2 of 101');
    await ada.clicks('Newest first');
    expect(await seen('newest first')).toContain('S 0999');
    expect(await ada.types('/segments list largest')).toContain('would mean counting every one of them');
    expect(await ada.types('/segments list recent')).toMatch(
      /1 segment of 1,001.*with `recent` in the name/s,
    );
  });

  it('says why someone is in it, by a command and in a modal', async () => {
    const { ada } = rollcall;
    const why = await ada.types('/segments why <mailto:ann@x.org|ann@x.org> in recent vips');
    expect(why).toContain('Ann (Ann@x.org) is in *Recent VIPs*');
    expect(why).toMatch(/:white_check_mark: `tagged vip`/);
    expect(why).toContain('leaves on its own');
    await ada.clicks('Someone else…');
    await ada.seesModal('each condition of');
    expect(await ada.looksUp('Contact', 'nobody')).toEqual([]);
    expect(await ada.looksUp('Contact', 'cy@x.org')).toEqual(['Cy · Cy@x.org']);
    await ada.fills({ Contact: 'Cy@x.org' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await seen('is *not* in')).toMatch(/:x: `tagged vip`/);
    expect(await ada.types('/segments why ann in recent vips')).toContain('"ann" is not an email address');
  });

  it('forecasts who joins and leaves with time alone', async () => {
    const { ada } = rollcall;
    const shown = await ada.types('/segments forecast recent vips 20');
    expect(shown).toContain('in 7 days: *1*  (*+0* join, *−1* leave)');
    expect(shown).toContain('in 20 days: *1*  (*+0* join, *−1* leave)');
    expect(await ada.types('/segments forecast recent vips 900')).toContain('covers 1 to 400 days, not 900.');
    expect(await ada.types('/segments forecast recent vips')).toContain(
      'in 30 days: *0*  (*+0* join, *−2* leave)',
    );
  });
});

describe('changes', () => {
  it('rename, copy and delete, by commands, each with Undo or a next step', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/segments rename recent vips to VIPs of today')).toContain(
      'Renamed *Recent VIPs* to *VIPs of today*',
    );
    await ada.clicks('Undo');
    await seen('back to "Recent VIPs"');
    expect(await names()).toEqual(['Recent VIPs']);
    await ada.types('/segments new A: everyone');
    await ada.types('/segments new A to B: everyone');
    expect(await ada.types('/segments rename A to B to C')).toContain('can be read in 2 ways');
    await ada.types('/segments delete "A to B"');
    await ada.clicks('Delete');
    await seen('Deleted');
    await ada.types('/segments delete A');
    await ada.clicks('Delete');
    await seen('Deleted');
    expect(await ada.types('/segments copy Recent VIPs')).toContain('Created *Copy of Recent VIPs*');
    expect(await ada.types('/segments copy Recent VIPs')).toContain('Created *Copy of Recent VIPs 2*');
    expect(await ada.types('/segments copy Recent VIPs to recent vips')).toContain('A segment named');
    for (const [typed, made] of [
      ['‘Recent VIPs’ to ‘Back to us’', 'Back to us'],
      ['Back to us', 'Copy of Back to us'],
    ]) {
      expect(await ada.types(`/segments copy ${typed}`)).toContain(`Created *${made}*`);
    }
    for (const name of ['Back to us', 'Copy of Back to us']) {
      await ada.types(`/segments delete ${name}`);
      await ada.clicks('Delete');
      await seen('Deleted');
    }
    await ada.types('/segments delete Copy of Recent VIPs');
    await ada.clicks('Delete');
    await seen('Deleted');
    expect(await names()).toEqual(['Recent VIPs', 'Copy of Recent VIPs 2']);
    await ada.clicks('Undo');
    await seen('Restored the segment "Copy of Recent VIPs"');
    expect((await names()).sort()).toEqual(['Copy of Recent VIPs', 'Copy of Recent VIPs 2', 'Recent VIPs']);
  });

  it('rename, copy and delete in the modals of its card', async () => {
    const { ada } = rollcall;
    await ada.types('/segments show recent vips');
    await ada.types('/segments rename recent vips');
    await ada.seesModal('Name:');
    await ada.fills({ Name: 'a: b' });
    expect(await ada.submits()).toMatchObject({ ok: false, errors: { Name: expect.any(String) } });
    await ada.fills({ Name: 'VIPs' });
    await ada.submits();
    await seen('to *VIPs*.');
    await ada.clicks('View segment');
    await seen('[Details]');
    await ada.clicks('Duplicate');
    await ada.seesModal('A new segment');
    await ada.submits();
    await seen('Created *Copy of VIPs*');
    await ada.clicks('View segment');
    await seen('[Details]');
    await ada.clicks('Delete');
    await ada.seesModal('Delete the segment *Copy of VIPs*?');
    await ada.submits();
    await seen('Deleted');
    expect(await names()).toEqual(['VIPs']);
  });

  it('refuse to delete what another segment uses, and name it', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new Others: not in segment "Recent VIPs"');
    await ada.types('/segments show Recent VIPs');
    await ada.clicks('Details');
    await ada.seesModal('Used by *Others*');
    await ada.closes();
    await ada.clicks('Delete');
    // Before the command says the same.
    await ada.isTold('can’t be deleted while');
    expect(await ada.types('/segments delete Recent VIPs')).toContain('another segment uses it: "Others"');
    expect(await names()).toHaveLength(2);
  });

  it('happen once: a second click finds it done', async () => {
    const { ada } = rollcall;
    const { prisma } = rollcall.database.storage;
    const deletions = () => prisma.auditEntry.count({ where: { workspaceId, action: 'segment.deleted' } });
    const before = await deletions();
    await ada.types('/segments delete Recent VIPs');
    await Promise.all([ada.clicks('Delete'), ada.clicks('Delete')]);
    await rollcall.slack.waitFor(
      () => ada.messages().some(({ text }) => text?.includes('no longer exists')),
      {
        what: 'a second answer',
      },
    );
    expect(await deletions()).toBe(before + 1);
    expect(await names()).toEqual([]);
  });

  it('of a segment whose rule is no longer valid still work', async () => {
    const { ada } = rollcall;
    await rollcall.database.storage.prisma.tag.deleteMany();
    expect(await ada.types('/segments show Recent VIPs')).toContain('a tag that no longer exists');
    await ada.clicks('Edit');
    await ada.seesModal('A tag no longer exists. Choose another one.');
    await ada.closes();
    await ada.clicks('Delete');
    await ada.seesModal('Delete the segment');
    await ada.submits();
    await seen('Deleted');
    await ada.clicks('Undo');
    await seen('Restored the segment');
    expect(await names()).toEqual(['Recent VIPs']);
  });
});

describe('counting', () => {
  it('says how many were never sent anything, with the narrower rule one click away', async () => {
    const { ada } = rollcall;
    const answer = await ada.types('/segments count not opened in the last 60 days');
    expect(answer).toContain('3 of these people have never been sent anything.');
    await ada.clicks('Count without them');
    expect(await seen('0 people, ')).toContain('received');
    expect(await ada.types('/segments count tagged vip')).not.toContain('never been sent');
  });

  it('saves the rule as a segment in a form', async () => {
    const { ada } = rollcall;
    await ada.types('/segments count tagged vip or has phone');
    await ada.clicks('Save as segment');
    await ada.seesModal(/2 people\*?/);
    await ada.fills({ Name: 'VIPs and phones' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created *VIPs and phones*');
    expect(await names()).toEqual(['Recent VIPs', 'VIPs and phones']);
  });
});

it('suggests the name that was meant', async () => {
  const { ada } = rollcall;
  expect(await ada.types('/segments size recent vip')).toContain('No segment "recent vip"');
  await ada.clicks('/segments size Recent VIPs');
  await seen('2 people, 1 can be mailed');
});
