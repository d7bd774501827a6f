import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { elementsOf, type PlacedElement } from '../../src/playground/slack-server/elements.ts';
import { blocksText } from '../../src/playground/slack-server/plain-text.ts';
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
  for (const table of [prisma.segment, prisma.undo, prisma.tag, prisma.contact, prisma.auditEntry] as {
    deleteMany(): unknown;
  }[])
    await table.deleteMany();
});

const homeText = (): string => blocksText(rollcall.slack.homeOf('U0ADA')?.view.blocks ?? []);

/** Does something on Home, and waits until Home shows what changed. */
async function republished(act: () => Promise<unknown>): Promise<void> {
  const { slack } = rollcall;
  const before = slack.homeOf('U0ADA')?.hash;
  await act();
  await slack.waitFor(() => slack.homeOf('U0ADA')?.hash !== before, { what: 'a new Home', timeout: 20_000 });
}

/** A click on the first such button of Home; messages have one too. */
function buttonOnHome(words: string): Parameters<TestRollcall['slack']['act']>[0] {
  const { id = '', view } = rollcall.slack.homeOf('U0ADA') ?? {};
  const { block, element } = elementsOf(view?.blocks ?? []).find(
    ({ element }) => (element.text as { text?: string } | undefined)?.text === words,
  ) as PlacedElement;
  const container = { type: 'view', viewId: id } as const;
  return { person: 'U0ADA', container, blockId: block.block_id, actionId: element.action_id };
}

async function addContacts(): Promise<void> {
  const { prisma } = rollcall.database.storage;
  await rollcall.ada.types('/audience');
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
    where: { settingsFrom: { not: null } },
  });
  await prisma.contact.createMany({
    data: ['Ann', 'Bob', 'Cy'].map((name, index) => ({
      ...{ workspaceId, name, email: `${name}@x.org`, emailKey: `${name}@x.org`.toLowerCase() },
      status: name === 'Bob' ? 'unsubscribed' : 'subscribed',
      signedUpAt: new Date(now.getTime() - index * 40 * 86_400_000),
      ...{ statusSource: 'test', source: 'test' },
    })),
  });
}

describe('Home', () => {
  it('leads through three steps that do the real thing, and checks them off', async () => {
    const { ada } = rollcall;
    const first = await ada.opensHome();
    expect(first).toContain('in three steps');
    expect(first).toContain('*1.* *Import your contacts*');
    await ada.clicks('Import a CSV file');
    await ada.seesModal('CSV file');
    await ada.closes();
    await ada.clicks('New tag');
    await ada.seesModal('New tag');
    await ada.fills({ Name: 'vip' });
    expect(await ada.submits()).toEqual({ ok: true });
    // There is no message to answer in: the form shows the answer, and Home what changed.
    await ada.seesModal('Created the tag `vip`');
    await ada.closes({ all: true });
    await rollcall.slack.waitFor(() => homeText().includes(':white_check_mark: *Create a tag*'));
    await ada.clicks('New segment');
    await ada.seesModal('Everyone:');
    await ada.fills({ Name: 'All' });
    await ada.submits();
    await ada.seesModal('Created *All*');
    await ada.closes({ all: true });
    await addContacts();
    await ada.opensHome();
    // The Home that the new segment brought may come first.
    await rollcall.slack.waitFor(() => !homeText().includes('in three steps'));
    const done = homeText();
    expect(done).toMatch(/^3 contacts, 2 can be mailed\n/);
    expect(done).toContain('1 tag  ·  1 segment');
    expect(done).toMatch(/\*All\* {2}· {2}\*3 people\*, 2 can be mailed/);
    expect(done).toContain('created the segment *All*');
  });

  it('opens a window for each of its buttons, and is refreshed by one of them', async () => {
    const { ada } = rollcall;
    await addContacts();
    await ada.types('/tags new vip');
    await ada.types('/segments new All: everyone');
    await ada.opensHome();
    const said = ada.messages().length;
    for (const [words, shown] of [
      ['View segment', '[Details]'],
      ['Tags', '`vip`'],
      ['All changes', 'created the tag `vip`'],
    ] as const) {
      await republished(() => ada.clicks(words));
      await ada.seesModal(shown);
      await ada.closes({ all: true });
    }
    expect(ada.messages()).toHaveLength(said);
    await ada.types('/segments new Nobody: not everyone');
    const before = rollcall.slack.homeOf(ada.id)?.hash;
    await ada.clicks('home.refresh');
    await rollcall.slack.waitFor(() => rollcall.slack.homeOf(ada.id)?.hash !== before, {
      what: 'a new Home',
    });
    expect(await ada.opensHome()).toContain('*Nobody*');
  });
});

describe('on Home', () => {
  it('growth is a table, and its chart arrives in your messages', async () => {
    const { ada } = rollcall;
    await addContacts();
    const home = await ada.opensHome();
    expect(home).toContain('New contacts, by sign-up day');
    expect(home).toContain('Last 30 days | +1 | +1');
    expect(home).toContain('Last 90 days | +3 | +0');
    await republished(() => ada.clicks('Show chart'));
    await ada.seesModal('open the *Messages* tab');
    expect(JSON.stringify(ada.messages().at(-1)?.blocks)).toContain('"data_visualization"');
    expect(ada.messages().at(-1)?.channel).toBe('D0ADA');
    await ada.closes({ all: true });
  });

  it('a change has Undo, and Home shows what it did', async () => {
    const { ada, slack } = rollcall;
    await addContacts();
    await ada.types('/tags new vip');
    await ada.types('/tags add vip ann@x.org');
    expect(await ada.opensHome()).toContain('tagged 1 contact `vip`');
    await republished(() => slack.act(buttonOnHome('Undo')));
    await ada.seesModal('Rollcall');
    await slack.waitFor(() => homeText().includes('undid: tagged'));
    await ada.closes({ all: true });
  });

  it('an error opens a window too', async () => {
    const { ada, database } = rollcall;
    await addContacts();
    await ada.types('/segments new All: everyone');
    await ada.opensHome();
    await database.storage.prisma.segment.deleteMany();
    await republished(() => ada.clicks('View segment'));
    await ada.seesModal('someone deleted it');
    await ada.closes({ all: true });
  });
});

describe('a mention', () => {
  it('is answered in the thread with the size and the rule as it was understood', async () => {
    const { ada } = rollcall;
    await addContacts();
    await ada.types('@Rollcall how many people signed up this month?');
    const answer = await ada.sees('1 person, 1 can be mailed');
    expect(answer).toContain('this month (Sun 1 Nov');
    const [asked, told] = ada.messages().slice(-2);
    expect(told?.threadTs).toBe(asked?.ts);
    expect(JSON.stringify(told?.blocks)).not.toContain('"button"');
  });

  it('can name segments, is pointed at what it can’t read, and shown what to ask', async () => {
    const { ada } = rollcall;
    await addContacts();
    await ada.types('/segments new Not Bob: name is not Bob');
    await ada.types('@Rollcall how many are in not bob?');
    await ada.sees('2 people, ');
    await ada.types('@Rollcall how many people are tagged vpi?');
    await ada.sees('No tag "vpi"');
    await ada.types('@Rollcall how many people sgned up this month?');
    await ada.sees('sgned');
    await ada.types('@Rollcall');
    await ada.sees('Ask me things like');
  });
});

it('opens the form of a new segment from anywhere, and answers in the messages with the app', async () => {
  const { ada } = rollcall;
  await addContacts();
  await ada.runs('new_segment');
  await ada.seesModal('Everyone:');
  await ada.fills({ Name: 'Everybody' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Created *Everybody*');
});

it('shows who changed what, and undoes from there', async () => {
  const { ada } = rollcall;
  await addContacts();
  expect(await ada.types('/audience history')).toContain('No changes yet');
  await ada.types('/tags new vip');
  await ada.types('/tags add vip ann@x.org, bob@x.org');
  await ada.types('/tags rename vip to VIP');
  const shown = await ada.types('/audience history');
  expect(shown).toMatch(/renamed the tag .*\n?.*tagged 2 contacts `vip`.*\n?.*created the tag `vip`/s);
  await ada.clicks('Undo');
  await ada.sees('back to "vip"');
  expect(await ada.types('/audience history')).toContain('undid: renamed the tag');
  for (let n = 0; n < 20; n++) await ada.types(`/tags new tag number ${n * 7}`);
  expect(await ada.types('/audience history')).toContain('Recent changes');
  await ada.clicks('Older');
  await ada.sees('Earlier changes');
  await ada.clicks('Newest');
  await ada.sees('Recent changes');
});
