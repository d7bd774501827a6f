import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
let now = new Date('2026-11-23T10:00:00Z');
let workspaceId = 0;

beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
  await rollcall.ada.types('/audience');
  const { prisma } = rollcall.database.storage;
  const workspace = await prisma.workspace.findFirstOrThrow({ where: { settingsFrom: { not: null } } });
  workspaceId = workspace.id;
});
afterAll(() => rollcall?.close());

const prisma = () => rollcall.database.storage.prisma;

beforeEach(async () => {
  now = new Date(now.getTime() + 3_600_000);
  await rollcall.ada.closes({ all: true }).catch(() => {});
  await prisma().segment.deleteMany();
  await prisma().tag.deleteMany();
  await prisma().contact.deleteMany();
  await prisma().tag.create({ data: { workspaceId, name: 'vip', createdBy: 'U0BOB' } });
  const times = { statusAt: now, createdAt: now, updatedAt: now };
  await prisma().contact.createMany({
    data: (
      [
        ['ann', 'subscribed'],
        ['bob', 'unsubscribed'],
        ['cy', 'bounced'],
        ['dot', 'non-subscribed'],
      ] as const
    ).map(([name, status]) => ({
      ...{ workspaceId, name, email: `${name}@x.org`, emailKey: `${name}@x.org`, status },
      ...{ statusSource: 'test', source: 'test' },
      ...times,
    })),
  });
  now = new Date(now.getTime() + 60_000);
});

const file =
  'Email,Name,Tags,Seats\nann@x.org,Ann,VIP,1\nbob@x.org,bob,,\ncy@x.org,cy,,\ndot@x.org,dot,,\nnew@x.org,New,"VIP,fresh",2\nnobody,,,\n';

/** Uploads the file and confirms its mapping; returns the modal on top. */
const rehearse = async (name: string, choices: Record<string, string> = {}, bytes = file) => {
  const { ada } = rollcall;
  await ada.types('/contacts import');
  await ada.fills({ file: { name, bytes } });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.seesModal(/Nothing is saved yet: check/);
  await ada.fills({ status: 'They agreed to get mail', ...choices });
  expect(await ada.submits()).toEqual({ ok: true });
  return ada.seesModal(/This is what would happen/);
};
const statuses = async () =>
  Object.fromEntries(
    (await prisma().contact.findMany({ orderBy: { id: 'asc' } })).map(({ email, status }) => [
      email.split('@')[0],
      status,
    ]),
  );
const message = async (pattern: RegExp) => {
  const { ada, slack } = rollcall;
  const options = { what: `a newest message like ${pattern}`, timeout: 30_000 };
  await slack.waitFor(() => pattern.test(ada.lastMessage()), options);
  return ada.lastMessage();
};

describe('a rehearsal', () => {
  it('shows what would happen, writes nothing, and is forgotten when it is closed', async () => {
    const { ada } = rollcall;
    const modal = await rehearse('people.csv');
    expect(modal.submit).toBe('Apply');
    for (const words of [
      '*1* new',
      '*1* changed',
      '*3* unchanged',
      '*1* rejected',
      '"nobody" is not an email address (line 7)',
      'Would resubscribe (blocked)',
      '*1* unsubscribed, *1* bounced, *1* non-subscribed',
      '`VIP` → `vip`',
      '`fresh`',
      '`Seats` (number)',
    ]) {
      expect(modal.text).toContain(words);
    }
    expect(await prisma().contact.count()).toBe(4);
    expect(await prisma().attribute.count({ where: { workspaceId, name: 'Seats' } })).toBe(0);
    await ada.closes({ all: true });
    await expect
      .poll(async () => (await prisma().import.findFirst({ orderBy: { id: 'desc' } }))?.state)
      .toBe('discarded');
  });

  it('counts again when tags are to be created as the file writes them', async () => {
    const { ada } = rollcall;
    await rehearse('tags.csv');
    await ada.chooses('imports.tag-names', 'Create new tags, as written in the file');
    const modal = await ada.seesModal(/New tags\* \(2\)/);
    expect(modal.text).toContain('`VIP`, `fresh`');
    await ada.submits();
    await message(/Imported \*tags/);
    const tags = await prisma().tag.findMany();
    expect(tags.map(({ name }) => name).sort()).toEqual(['VIP', 'fresh', 'vip']);
  });

  it('leaves existing contacts unchanged if only new ones are to be added', async () => {
    const { ada } = rollcall;
    const modal = await rehearse('only.csv', { existing: 'Leave them as they are' });
    expect(modal.text).toContain('*4* already contacts, left as they are');
    expect(modal.text).not.toContain('changed');
    await ada.submits();
    expect(await message(/Imported \*only/)).toContain('*0* updated');
    expect((await prisma().contact.findFirst({ where: { email: 'ann@x.org' } }))?.name).toBe('ann');
  });
});

const whereAndWhen = () => ({
  'Where did they ask for it?': 'the March survey',
  'When?': Math.floor(now.getTime() / 1000),
});

describe('consent', () => {
  it('leaves statuses alone if no one confirms anything, and says how many it left', async () => {
    const { ada } = rollcall;
    await rehearse('left.csv');
    await ada.submits();
    const result = await message(/Imported \*left/);
    expect(result).toContain('*2* kept unsubscribed or bounced');
    expect(await statuses()).toEqual({
      ...{ ann: 'subscribed', bob: 'unsubscribed', cy: 'bounced', dot: 'non-subscribed', new: 'subscribed' },
    });
  });

  it('requires a second confirmation, in a separate step, before anyone is subscribed again', async () => {
    const { ada } = rollcall;
    await rehearse('again.csv');
    await ada.fills({
      resubscribe: ['Subscribe them anyway (I’ll confirm their consent next)'],
    });
    await ada.submits();
    const asked = await ada.seesModal(/asked not to get mail/);
    expect(asked.text).toContain('*3 people*');
    expect(await statuses()).toMatchObject({ bob: 'unsubscribed' });
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({ consent: ['Yes: each of them has since agreed to get mail, and I can prove it'] });
    // It isn't enough to say yes: they also have to say where and when.
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills(whereAndWhen());
    await ada.submits();
    expect(await message(/Imported \*again/)).toContain('*3* set to subscribed, as confirmed');
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['subscribed']));
    const bob = await prisma().contact.findFirst({ where: { email: 'bob@x.org' } });
    expect(bob).toMatchObject({ statusSource: 'import', statusAt: now });
    const said = await prisma().consentLog.findMany({ where: { workspaceId, said: 'consent' } });
    const proof = { how: 'import', at: now, details: expect.objectContaining({ where: 'the March survey' }) };
    expect(said).toMatchObject([proof, proof, proof].map((each) => ({ ...each, by: ada.id })));
    // All of it is undone, statuses too.
    now = new Date(now.getTime() + 60_000);
    await ada.closes({ all: true });
    await ada.clicks('Undo');
    expect(await message(/Undid the import of \*again.csv\*/)).toContain('*1* removed');
    expect(await statuses()).toEqual({
      ...{ ann: 'subscribed', bob: 'unsubscribed', cy: 'bounced', dot: 'non-subscribed' },
    });
  });
});

describe('a file with lower statuses than the stored ones', () => {
  const lapsed =
    'Email,Status\nann@x.org,unsubscribed\nbob@x.org,subscribed\ncy@x.org,unsubscribed\ndot@x.org,bounced\n';
  const before = { ann: 'subscribed', bob: 'unsubscribed', cy: 'bounced', dot: 'non-subscribed' };
  const lowered = { ann: 'unsubscribed', bob: 'unsubscribed', cy: 'unsubscribed', dot: 'bounced' };
  const sentence = '*2* unsubscribed, *1* bounced in the file: they get no more mail.';

  it('lowers them without a question, raises no one, and is undone completely', async () => {
    const { ada } = rollcall;
    const modal = await rehearse('lower.csv', {}, lapsed);
    expect(modal.text).toContain(sentence);
    await ada.submits();
    expect(await message(/Imported \*lower/)).toContain('*3* set to unsubscribed or bounced, as in the file');
    expect(await statuses()).toEqual(lowered);
    const ann = await prisma().contact.findFirst({ where: { email: 'ann@x.org' } });
    expect(ann).toMatchObject({ statusSource: 'import', statusAt: now });
    now = new Date(now.getTime() + 60_000);
    await ada.closes({ all: true });
    await ada.clicks('Undo');
    await message(/Undid the import of \*lower.csv\*/);
    expect(await statuses()).toEqual(before);
  });

  it('includes the second confirmation of people whom the file subscribes', async () => {
    const { ada } = rollcall;
    await rehearse('both.csv', {}, lapsed);
    await ada.fills({
      resubscribe: ['Subscribe them anyway (I’ll confirm their consent next)'],
    });
    await ada.submits();
    await ada.seesModal(/asked not to get mail/);
    await ada.fills({
      consent: ['Yes: they have since agreed to get mail, and I can prove it'],
      ...whereAndWhen(),
    });
    await ada.submits();
    await message(/Imported \*both/);
    expect(await statuses()).toEqual({ ...lowered, bob: 'subscribed' });
  });

  it('also lowers people who are otherwise left alone', async () => {
    const modal = await rehearse('only.csv', { existing: 'Leave them as they are' }, lapsed);
    expect(modal.text).toContain(sentence);
    await rollcall.ada.submits();
    await message(/Imported \*only/);
    expect(await statuses()).toEqual(lowered);
  });
});

describe('a running import', () => {
  const large = `Email,Name\n${Array.from({ length: 30_000 }, (_, n) => `p${n}@example.org,P${n}\n`).join('')}`;

  it('shows its progress, is canceled by a button, and what it wrote is undone', async () => {
    const { ada } = rollcall;
    await rehearse('large.csv', {}, large);
    await ada.submits();
    await ada.closes({ all: true });
    await message(/\D[1-9][\d,]* of 30,000 rows/);
    await ada.clicks('Cancel');
    const result = await message(/Canceled the import of \*large.csv\* after/);
    const stored = await prisma().import.findFirstOrThrow({ where: { fileName: 'large.csv' } });
    expect(stored).toMatchObject({ state: 'cancelled', cancelledBy: 'U0ADA' });
    expect(stored.rowsDone).toBeLessThan(30_000);
    expect(result).toContain(`after ${stored.rowsDone.toLocaleString('en-US')} of 30,000 rows`);
    expect(await prisma().contact.count()).toBe(4 + stored.added);
    // Undone from the history, by someone else who may.
    now = new Date(now.getTime() + 60_000);
    const { yuki } = rollcall;
    expect(await yuki.types('/audience history')).toContain('imported part of `large.csv`');
    await yuki.clicks('Undo');
    await yuki.sees(/Undoing the import of large/);
    await ada.sees(/Undid the import of \*large.csv\*/, { timeout: 60_000 });
    expect(await prisma().contact.count()).toBe(4);
    expect(await ada.types('/audience history')).toContain('undid the import of `large.csv`');
  }, 120_000);
});

describe('undoing', () => {
  it('lists who was left alone, and is refused the second time', async () => {
    const { ada, yuki } = rollcall;
    await rehearse('undo.csv');
    await ada.submits();
    await message(/Imported \*undo/);
    await ada.closes({ all: true });
    now = new Date(now.getTime() + 60_000);
    await ada.types('/tags add vip new@x.org');
    await prisma().contact.updateMany({
      where: { email: 'new@x.org' },
      data: { company: 'Acme', updatedAt: now },
    });
    await yuki.types('/audience history');
    await ada.sees(/Imported \*undo/);
    await ada.clicks('imports.undo');
    expect(await ada.sees(/Undid the import of \*undo.csv\*/)).toContain('*1* left alone: edited since');
    await ada.clicks('Show who was left alone');
    expect((await ada.seesModal('Left alone when undoing')).text).toMatch(
      /new@x\.org.*edited or updated by an event since/,
    );
    await ada.closes({ all: true });
    // A history that was opened earlier still has the button.
    await yuki.clicks('Undo');
    await yuki.sees(/was already undone|can’t be undone/);
    expect(rollcall.log).toEqual([]);
  });
});
