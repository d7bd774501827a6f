import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded');
  await rollcall.ada.types('/audience');
});
afterAll(() => rollcall?.close());
const prisma = () => rollcall.database.storage.prisma;
beforeEach(async () => {
  await rollcall.ada.closes({ all: true }).catch(() => {});
  await prisma().contact.deleteMany();
});

const SUBSCRIBED = 'Subscribed: they agreed to get mail';
const UNSUBSCRIBED = 'Unsubscribed: they don’t want mail';
const NOTHING = 'Says nothing about mail';

/** Uploads a file; returns the modal that shows how it is read. */
const handIn = async (name: string, bytes: string) => {
  const { ada } = rollcall;
  await ada.types('/contacts import');
  await ada.fills({ file: { name, bytes } });
  expect(await ada.submits()).toEqual({ ok: true });
  return ada.seesModal(/Nothing is saved yet: check/);
};
/** Continues from the mapping; returns the modal on top. */
const goOn = async (choices: Record<string, string> = {}) => {
  const { ada } = rollcall;
  await ada.fills({ status: 'They agreed to get mail', ...choices });
  expect(await ada.submits()).toEqual({ ok: true });
  return ada.modal();
};
const apply = async (file: string) => {
  const { ada, slack } = rollcall;
  await ada.seesModal(/This is what would happen/);
  expect(await ada.submits()).toEqual({ ok: true });
  await slack.waitFor(() => ada.lastMessage().includes(`Imported *${file}*`), {
    what: 'the result',
    timeout: 30_000,
  });
};
const statuses = async () =>
  Object.fromEntries(
    (await prisma().contact.findMany({ orderBy: { email: 'asc' } })).map(({ email, status }) => [
      email.split('@')[0],
      status,
    ]),
  );

describe('a column that may say who gets mail', () => {
  const codes = 'Email,status\na@x.org,1\nb@x.org,2\nc@x.org,3\nd@x.org,1\n';

  it('is asked about, cell by cell, and nothing is written before', async () => {
    const { ada } = rollcall;
    const mapping = await handIn('codes.csv', codes);
    expect(mapping.text).toContain('"status" may say who gets mail');
    const asked = await goOn();
    expect(asked?.title).toBe('Who gets mail?');
    for (const words of ['“1” in 2 rows', '“2” in 1 row', '“3” in 1 row'])
      expect(asked?.text).toContain(words);
    // Slack requires all of them.
    await ada.fills({ '“1” in 2 rows': SUBSCRIBED });
    expect(await ada.submits()).toMatchObject({ ok: false });
    expect(await prisma().contact.count()).toBe(0);
    await ada.fills({ '“2” in 1 row': UNSUBSCRIBED, '“3” in 1 row': 'Bounced: mail to them bounces' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await prisma().contact.count()).toBe(0);
    await apply('codes.csv');
    expect(await statuses()).toEqual({ a: 'subscribed', b: 'unsubscribed', c: 'bounced', d: 'subscribed' });
    const kept = await prisma().import.findFirstOrThrow({ where: { fileName: 'codes.csv' } });
    expect(JSON.stringify(kept.mapping)).not.toContain('a@x.org');
  });

  it('is kept as an attribute if someone says that it isn’t about mail, there or before', async () => {
    const { ada } = rollcall;
    const stripe = 'Email,Status\na@x.org,active\nb@x.org,past_due\nc@x.org,canceled\n';
    await handIn('stripe.csv', stripe);
    expect((await goOn())?.title).toBe('Who gets mail?');
    await ada.clicks('Not about mail');
    await apply('stripe.csv');
    expect(await statuses()).toEqual({ a: 'subscribed', b: 'subscribed', c: 'subscribed' });
    const attribute = await prisma().attribute.findFirstOrThrow({ where: { name: 'Status (from file)' } });
    const bob = await prisma().contact.findFirstOrThrow({ where: { email: 'b@x.org' } });
    expect(bob.attributes).toEqual({ [attribute.id]: 'past_due' });

    await ada.closes({ all: true });
    await prisma().contact.deleteMany();
    await handIn('again.csv', stripe);
    expect((await goOn({ 'column-1': 'Attribute (text)' }))?.text).toContain('This is what would happen');
    await apply('again.csv');
    expect(await prisma().contact.count()).toBe(3);
  });

  it('with many different cells is asked about with two questions, and an answered one keeps its answer', async () => {
    const { ada } = rollcall;
    const rows = Array.from({ length: 20 }, (_, n) => `p${n}@x.org,list ${n},${n % 2}\n`).join('');
    await handIn('many.csv', `Email,Newsletter,dnc\n${rows}q@x.org,,2\n`);
    const asked = await goOn();
    expect(asked?.text).toContain('Any other text, in 20 rows: “list 0”, “list 1”, “list 2” …');
    await ada.fills({ '“2” in 1 row': UNSUBSCRIBED });
    // The button of the first column: the answer for the second stays.
    await ada.clicks('Not about mail');
    expect((await ada.seesModal(/This is what would happen/)).text).toContain('*21* new');
    await apply('many.csv');
    expect((await statuses()).q).toBe('unsubscribed');
  });

  it('that contains reasons is proposed as an attribute, and continuing confirms it', async () => {
    const mapping = await handIn('reasons.csv', 'Email,Unsubscribe reason\na@x.org,too many\nb@x.org,\n');
    expect(mapping.text).toContain('"Unsubscribe reason" probably isn\'t about who gets mail');
    expect(mapping.text).toContain('Unsubscribe reason: [Attribute (text)]');
    expect((await goOn())?.text).toContain('`Unsubscribe reason` (text)');
    await apply('reasons.csv');
    expect(await statuses()).toEqual({ a: 'subscribed', b: 'subscribed' });
  });

  it('is asked about if someone maps it to the status by hand', async () => {
    const { ada } = rollcall;
    await handIn('hand.csv', 'Email,Wants it\na@x.org,gern\nb@x.org,lieber nicht\n');
    const asked = await goOn({ 'column-1': 'Status' });
    expect(asked?.title).toBe('Who gets mail?');
    await ada.fills({ '“gern” in 1 row': SUBSCRIBED, '“lieber nicht” in 1 row': UNSUBSCRIBED });
    await ada.submits();
    await apply('hand.csv');
    expect(await statuses()).toEqual({ a: 'subscribed', b: 'unsubscribed' });
  });

  it('may be a column of tags, which stays one', async () => {
    const { ada } = rollcall;
    await handIn('tags.csv', 'Email,Tags\na@x.org,vip\nb@x.org,"vip,Unsubscribed"\n');
    const asked = await goOn();
    expect(asked?.text).toContain('“unsubscribed” in 1 row');
    // What it most likely means is selected.
    expect(await ada.submits()).toEqual({ ok: true });
    await apply('tags.csv');
    expect(await statuses()).toEqual({ a: 'subscribed', b: 'unsubscribed' });
    expect(await prisma().tag.count()).toBe(2);
  });

  it('is asked about in as many steps as necessary if there are more than fit in a modal', async () => {
    const { ada } = rollcall;
    const names = Array.from({ length: 12 }, (_, n) => `Newsletter ${n}`);
    const rows = Array.from({ length: 12 }, (_, n) =>
      [`p${n}@x.org`, ...names.map(() => `list ${n}`)].join(','),
    );
    await handIn('wide.csv', `Email,${names.join(',')}\n${rows.join('\n')}\n`);
    await goOn();
    let steps = 0;
    for (let modal = ada.modal(); modal?.title === 'Who gets mail?'; modal = ada.modal()) {
      expect(modal.blocks.length).toBeLessThanOrEqual(100);
      const inputs = modal.blocks.filter(({ type }) => type === 'input');
      await ada.fills(Object.fromEntries(inputs.map(({ block_id }) => [String(block_id), NOTHING])));
      expect(await ada.submits()).toEqual({ ok: true });
      steps += 1;
    }
    expect(steps).toBe(2);
    expect(await prisma().contact.count()).toBe(0);
    await apply('wide.csv');
    expect(await prisma().contact.count()).toBe(12);
  });

  it('says how many have no answer if all answers are yes', async () => {
    await handIn('ticks.csv', 'Email,Newsletter\na@x.org,x\nb@x.org,\nc@x.org,x\n');
    const rehearsal = await goOn();
    expect(rehearsal?.text).toContain('No answer, so no consent: non-subscribed');
    expect(rehearsal?.text).toContain('1 row with no answer in *Newsletter*');
    await apply('ticks.csv');
    expect(await statuses()).toEqual({ a: 'subscribed', b: 'non-subscribed', c: 'subscribed' });
  });

  it('is forgotten with its file when the question is closed', async () => {
    await handIn('closed.csv', codes);
    await goOn();
    await rollcall.ada.closes({ all: true });
    await expect
      .poll(async () => prisma().import.findFirst({ where: { fileName: 'closed.csv' } }))
      .toMatchObject({ state: 'discarded' });
    const kept = await prisma().import.findFirstOrThrow({ where: { fileName: 'closed.csv' } });
    expect(JSON.stringify(kept.mapping)).not.toMatch(/a@x\.org|"value"/);
    expect(rollcall.log).toEqual([]);
  });
});
