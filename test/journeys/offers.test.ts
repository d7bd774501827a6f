import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageText } from '../../src/playground/slack-server/plain-text.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// What is offered in place of a sentence that was refused.

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
  const { ada } = rollcall;
  await ada.types('/audience');
  await ada.types('/tags new vip');
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

/** The texts of the buttons under the latest message that Ada sees. */
const offered = (): string[] =>
  [...JSON.stringify(rollcall.ada.messages().at(-1)?.blocks).matchAll(/"text":"(Count: [^"]*)"/g)].map(
    ([, words = '']) => words,
  );

/** What another member of the channel sees of what the app says. */
const forOthers = (): string[] =>
  rollcall.yuki
    .messages()
    .filter(({ author }) => author.kind === 'app')
    .map(messageText);

describe('a sentence that is refused', () => {
  it('in a command, gets a corrected version as a button that counts it', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/segments count taged vip')).toContain('taged');
    expect(offered()).toEqual(['Count: tagged vip']);
    await ada.clicks('Count: tagged vip');
    expect(await ada.sees(/0 people\*?/)).toContain('tagged vip');
  });

  it('in a question, is corrected only for the person who asked, and counted for them', async () => {
    const { ada } = rollcall;
    const before = forOthers().length;
    await ada.types('@Rollcall how many people are tagged vpi?');
    await ada.sees('No tag "vpi"');
    expect(offered()).toEqual(['Count: are tagged vip']);
    await ada.clicks('Count: are tagged vip');
    await ada.sees(/0 people\*?/);
    expect(forOthers()).toHaveLength(before);
  });

  it('with two meanings, gets a button for each of them', async () => {
    const { ada } = rollcall;
    await ada.types('/segments count not opened or clicked');
    expect(offered()).toEqual(['Count: not opened and not clicked', 'Count: not opened or has clicked']);
  });

  it('gets no corrections if nothing is similar, but examples of what fits there', async () => {
    const { ada } = rollcall;
    const answer = await ada.types('/segments count tagged vip and opened blablabla');
    expect(offered()).toEqual([]);
    expect(answer).toContain('Examples: `in the last 30 days`');
  });
});

describe('a button with a corrected sentence', () => {
  it('counts for a viewer, who can’t save it', async () => {
    const { yuki } = rollcall;
    const { prisma } = rollcall.database.storage;
    const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
      where: { settingsFrom: { not: null } },
    });
    await prisma.roleOverride.create({
      data: { workspaceId, userId: 'U0YUKI', role: 'viewer', givenBy: 'U0ADA' },
    });
    await yuki.types('/segments count taged vip');
    await yuki.clicks('Count: tagged vip');
    await yuki.sees(/0 people\*?/);
    await prisma.roleOverride.deleteMany();
  });

  it('counts again if it is clicked twice, and in another channel', async () => {
    const { ada } = rollcall;
    const [, other] = rollcall.slack.workspace.channels.filter(({ kind }) => kind === 'public');
    await ada.types('/segments count taged vip', other === undefined ? {} : { channel: other.id });
    const before = ada.messages().length;
    await ada.clicks('Count: tagged vip');
    await ada.sees(/0 people\*?/);
    expect(ada.messages().length).toBe(before);
  });

  it('finds what it names under its new name, and says so if that was deleted', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new gold');
    await ada.types('/segments count taged gold');
    await ada.types('/tags rename gold to golds');
    await ada.clicks('Count: tagged gold');
    expect(await ada.sees('No tag "gold"')).toContain('golds');
    await ada.clicks('Count: tagged golds');
    await ada.sees(/0 people\*?/);
    await ada.types('/tags new silver');
    await ada.types('/segments count taged silver');
    await ada.types('/tags delete silver');
    await ada.clicks('Delete');
    await ada.clicks('Count: tagged silver');
    await ada.sees('No tag "silver"');
  });
});

describe('a month that may be meant up to now', () => {
  it('is counted both ways, the other one with a button', async () => {
    const { ada } = rollcall;
    const answer = await ada.types('/segments count signed up in the last month');
    expect(answer).toContain('Up to now (in the past month): *0 people*');
    expect(offered()).toEqual(['Count: in the past month']);
    await ada.clicks('Count: in the past month');
    expect(await ada.sees('signed up in the past month')).not.toContain('Up to now');
  });

  it('is answered in a channel with both numbers and no button', async () => {
    const { ada } = rollcall;
    await ada.types('@Rollcall how many people signed up in the last month?');
    await ada.sees('Up to now (in the past month): *0 people*');
    expect(offered()).toEqual([]);
  });
});

describe('a mention that asks nothing', () => {
  it.each([
    ['@Rollcall hello', 'Hi! Ask me things like:'],
    ['@Rollcall help', 'Hi! Ask me things like:'],
    ['@Rollcall thanks a lot!', 'You’re welcome!'],
  ])('is greeted with four questions to ask, one of them a breakdown: %s', async (words, greeting) => {
    const { ada } = rollcall;
    await ada.types(words);
    const answer = await ada.sees(greeting);
    expect(answer.match(/•/g)).toHaveLength(4);
    expect(answer).toContain('• break down everyone by country');
    expect(answer).not.toContain('^');
  });
});
