import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageText } from '../../src/playground/slack-server/plain-text.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// A rule about someone's address, name or phone stays between the person who asks and Rollcall, unless they
// agree to show it.

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
  const { ada, database } = rollcall;
  await ada.types('/audience');
  const { prisma } = database.storage;
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
    where: { settingsFrom: { not: null } },
  });
  await prisma.contact.createMany({
    data: ['ann', 'bob'].map((name) => ({
      ...{ workspaceId, name, email: `${name}@x.org`, emailKey: `${name}@x.org`, status: 'subscribed' },
      ...{ statusSource: 'test', source: 'test' },
    })),
  });
  await ada.types('/segments new Single: email is ann@x.org');
  await ada.types('/segments new Nested: not in segment "Single"');
  await ada.types('/segments new All: everyone');
  await ada.types('/segments new for ann@x.org: everyone');
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

/** What another member of the channel sees of what the app says: Yuki asked nothing. */
const inChannel = (): string[] =>
  rollcall.yuki
    .messages()
    .filter(({ author, channel }) => author.kind === 'app' && channel.startsWith('C'))
    .map(messageText);

describe('a rule that names people', () => {
  it.each([
    ['/segments size single', /1 person\*?/],
    ['/segments show single', /counted/],
    ['/segments size nested', /1 person\*?/],
    ['/segments count name is bob or phone contains 4', /1 person\*?/],
    ['/segments show for ann@x.org', /counted/],
  ])('%s is shared after a question', async (line, shown) => {
    const { ada } = rollcall;
    const before = inChannel().length;
    expect(await ada.types(line)).toMatch(shown);
    const blocks = JSON.stringify(ada.messages().at(-1)?.blocks);
    expect(blocks).toContain('"title":{"type":"plain_text","text":"Share who this is about?"}');
    expect(inChannel()).toHaveLength(before);
    // Clicking it also counts as a yes.
    await ada.clicks('Share');
    await ada.sees('Shared by');
    await rollcall.slack.waitFor(() => inChannel().length > before);
  });

  it('is asked about if it has named people since the button was shown', async () => {
    const { ada, slack, database } = rollcall;
    await ada.types('/segments new Later: everyone');
    await ada.types('/segments size later');
    const card = ada.messages().at(-1);
    expect(JSON.stringify(card?.blocks)).not.toContain('Share who this is about?');
    await database.storage.prisma.segment.updateMany({
      where: { name: 'Later' },
      data: { rule: { type: 'text', field: 'name', operator: 'is', values: ['ann'] } },
    });
    const before = inChannel().length;
    await ada.clicks('Share');
    expect(await ada.sees('Not shared yet')).toContain('Everyone in this channel will see it.');
    expect(inChannel()).toHaveLength(before);
    await ada.clicks('Share');
    await slack.waitFor(() => inChannel().length > before, { what: 'the card in the channel' });
    expect(inChannel().at(-1)).toContain('name is ann');
  });

  it('is not asked about otherwise', async () => {
    const { ada, slack } = rollcall;
    await ada.types('/segments size all');
    expect(JSON.stringify(ada.messages().at(-1)?.blocks)).not.toContain('"confirm"');
    const before = inChannel().length;
    await ada.clicks('Share');
    await slack.waitFor(() => inChannel().length > before, { what: 'the card in the channel' });
    expect(inChannel().at(-1)).toContain('*All*');
  });
});

describe('a mention in a channel', () => {
  it.each([
    ['how many are in Single?', '1 person, '],
    ['how many are in Nested?', '1 person, '],
    ['how many people whose name is bob?', '1 person, '],
    ['how many are in for ann@x.org?', '2 people, '],
    ['how many have email ann@x.org and sgned up?', ':warning:'],
  ])('%s is answered only for the person who asked', async (question, answer) => {
    const { ada } = rollcall;
    const before = inChannel().length;
    await ada.types(`@Rollcall ${question}`);
    await ada.sees(answer);
    const told = ada.messages().at(-1);
    expect(told).toMatchObject({ ephemeral: true, threadTs: expect.any(String) });
    expect(inChannel()).toHaveLength(before);
  });

  it('can be shared from there, after a question', async () => {
    const { ada, slack } = rollcall;
    await ada.types('@Rollcall how many are in Single?');
    await ada.sees('1 person, ');
    const before = inChannel().length;
    expect(JSON.stringify(ada.messages().at(-1)?.blocks)).toContain('Share who this is about?');
    await ada.clicks('Share');
    await slack.waitFor(() => inChannel().length > before, { what: 'the card in the channel' });
  });

  it('is answered for everyone otherwise', async () => {
    const { ada, slack } = rollcall;
    const before = inChannel().length;
    await ada.types('@Rollcall how many are in All?');
    await slack.waitFor(() => inChannel().length > before, { what: 'the answer in the channel' });
    expect(inChannel().at(-1)).toContain('2 people, ');
  });
});

describe('a viewer', () => {
  it('sees how many are in such a segment, can’t ask by a person, and sees no address', async () => {
    const { ada, yuki } = rollcall;
    await ada.types('/audience settings');
    await ada.fills({ 'Viewers: they can see sizes and lists, but not change anything': ['U0YUKI'] });
    await ada.submits();
    await ada.sees('the role of 1 person');
    for (const line of [
      '/segments size single',
      '/segments show single',
      '/segments',
      '/segments list single',
    ])
      expect(await yuki.types(line)).not.toMatch(/email is|name is/);
    expect(await yuki.types('/segments size single')).toMatch(/1 person\*?.*names people/s);
    for (const rule of [
      'email is ann@x.org',
      'email is nobody@x.org',
      'not name contains z',
      'not in segment Single',
    ])
      expect(await yuki.types(`/segments count ${rule}`)).toContain(
        'role to count contacts by their email address, name or phone',
      );
    expect(await yuki.types('/segments count email domain is x.org')).toContain('2 people, ');
    for (const email of ['ann@x.org', 'nobody@x.org'])
      for (const word of ['show', 'edit', 'tag', 'forget', 'find'])
        expect(await yuki.types(`/contacts ${word} ${email} vip`)).toMatch(/You need the \w+ role/);
    expect(await yuki.opensHome()).not.toMatch(/email is|name is/);
  });
});
