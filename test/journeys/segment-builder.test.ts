import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
let workspaceId: number;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  const { prisma } = rollcall.database.storage;
  for (const table of [prisma.segment, prisma.undo, prisma.tag, prisma.contact] as {
    deleteMany(): unknown;
  }[])
    await table.deleteMany();
  const { ada } = rollcall;
  while (ada.modal()) await ada.closes({ all: true });
  await ada.types('/audience');
  ({ id: workspaceId } = await prisma.workspace.findFirstOrThrow({ where: { settingsFrom: { not: null } } }));
  await prisma.contact.createMany({
    data: ['Ann', 'Bob', 'Cy'].map((name, index) => ({
      workspaceId,
      name,
      email: `${name}@x.org`,
      emailKey: `${name}@x.org`.toLowerCase(),
      country: name === 'Cy' ? null : 'NO',
      status: name === 'Bob' ? 'unsubscribed' : 'subscribed',
      signedUpAt: new Date(now.getTime() - index * 40 * 86_400_000),
      statusSource: 'test',
      source: 'test',
    })),
  });
  await ada.types('/tags new vip');
  await ada.types('/tags add vip ann@x.org, bob@x.org');
});

const rules = async () =>
  (await rollcall.database.storage.prisma.segment.findMany({ orderBy: { id: 'asc' } })).map(
    ({ name, description, rule, version }) => ({ name, description, rule, version }),
  );

/** The newest message, once it looks like this. */
const seen = async (words: string | RegExp) => {
  const { ada, slack } = rollcall;
  await slack.waitFor(
    () => (typeof words === 'string' ? ada.lastMessage().includes(words) : words.test(ada.lastMessage())),
    { what: `a newest message like ${words}` },
  );
  return ada.lastMessage();
};

describe('a new segment in a form', () => {
  it('is built from rows, counted while it is filled in, and created', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new');
    const started = await ada.seesModal('Everyone: *3* · 2 can be mailed');
    expect(started.submit).toBe('Create segment: everyone');
    expect(started.text).toContain('For example Ann, Bob, Cy');
    await ada.fills({ Name: 'Recent VIPs', Description: 'The autumn letter' });
    await ada.clicks('Add a condition');
    expect((await ada.seesModal('Choose what this condition is about')).submit).toBe('Create segment');
    expect(await ada.looksUp('What?', 'tag')).toEqual(['Tag']);
    await ada.chooses('What?', 'Tag');
    await ada.seesModal('Choose a tag');
    await ada.fills({ Tags: ['vip'] });
    expect((await ada.seesModal(/2 people\*?, 1 can be mailed/)).text).toContain('For example Ann, Bob');

    await ada.clicks('Add a condition');
    await ada.seesModal('Condition 2: Choose what');
    const [, second = ''] = heads();
    await ada.chooses(second, 'Signed up');
    // The usual timeframe is filled in.
    await ada.seesModal(/1 person\*?, 1 can be mailed/);
    await ada.fills({ When: 'Another time …' });
    await ada.seesModal('Condition 2: Choose a timeframe, or type one');
    await ada.fills({ 'Which time?': 'last 30 flurbs' });
    await ada.seesModal(/:warning: .*flurbs/);
    // The text under a field with an error, after a submission as well.
    const refused = await ada.submits();
    expect(refused).toMatchObject({
      ok: false,
      errors: { 'Which time?': expect.stringContaining('flurbs') },
    });
    await ada.fills({ When: '30 days' });
    const modal = await ada.seesModal(/1 person\*?, 1 can be mailed/);
    expect(modal.text).toContain('since Sat 24 Oct 2026)');
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await seen('Created *Recent VIPs*')).toContain('1 person, 1 can be mailed');
    expect(await rules()).toMatchObject([
      { name: 'Recent VIPs', description: 'The autumn letter', rule: { type: 'all' }, version: 1 },
    ]);
  });

  it('keeps what was typed while rows come and go, and negates a condition', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new');
    await ada.seesModal('Everyone:');
    await ada.fills({ Name: 'Not these' });
    await ada.clicks('Add a condition');
    await ada.seesModal('Choose what');
    await ada.chooses('What?', 'Country');
    await ada.seesModal('Choose a country');
    await ada.fills({ Countries: ['Norway'] });
    await ada.seesModal(/2 people\*?/);
    await ada.clicks('Add a condition');
    await ada.seesModal('Condition 2');
    await ada.chooses(heads()[1] ?? '', 'Company');
    await ada.seesModal('Condition 2: Type a value');
    await ada.clicks('form.remove');
    // The first row goes; the second stays, with its own inputs.
    await showsRows(1);
    await ada.chooses('form.how', 'does not contain');
    await ada.fills({ Value: 'acme' });
    await ada.seesModal(/3 people\*?/);
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created *Not these*');
    expect(await rules()).toMatchObject([
      { name: 'Not these', rule: { type: 'not', rule: { field: 'company', values: ['acme'] } } },
    ]);
  });

  it('offers what was meant as buttons that insert it, also another meaning of a timeframe', async () => {
    const { ada } = rollcall;
    const text = () =>
      [...JSON.stringify(ada.modal()?.view.view.blocks).matchAll(/"initial_value":"([^"]*)"/g)].at(-1)?.[1];
    await ada.types('/segments new');
    await ada.seesModal('Everyone:');
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    await ada.fills({ Name: 'Silent', 'Who’s in this segment': 'not opened or clicked' });
    await ada.seesModal('Use: not opened or has clicked');
    await ada.clicks('Use: not opened and not clicked');
    await ada.seesModal(/3 people\*?/);
    expect(text()).toBe('not opened and not clicked');
    // What is typed after that counts, and gets new offers.
    await ada.fills({ 'Who’s in this segment': 'tagged vpi' });
    await ada.seesModal('Use: tagged vip');
    await ada.clicks('Use: tagged vip');
    await ada.seesModal(/2 people\*?/);
    await ada.fills({ 'Who’s in this segment': 'tagged vip and signed up in the last month' });
    await ada.seesModal('Up to now (in the past month): *1 person*');
    await ada.clicks('Use: tagged vip and signed up in the past month');
    await rollcall.slack.waitFor(() => text() === 'tagged vip and signed up in the past month', {
      what: 'the text of the button in the form',
    });
    await ada.seesModal(/1 person\*?, 1 can be mailed/);
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created *Silent*');
    expect(await rules()).toMatchObject([{ name: 'Silent', rule: { type: 'all' } }]);
  });

  it('switches from rows to text and back, with the same rule in both', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new');
    await ada.seesModal('Everyone:');
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    await ada.fills({ 'Who’s in this segment': 'tagged vip or country is not Norway' });
    await ada.seesModal(/3 people\*?/);
    await ada.clicks('Edit as conditions');
    await showsRows(2);
    await ada.seesModal(/3 people\*?[\s\S]*is not/);
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    const { view } = await ada.seesModal(/3 people\*?/);
    expect(JSON.stringify(view.view.blocks)).toContain(
      '"initial_value":"tagged vip or country is not Norway"',
    );
    await ada.fills({ 'Who’s in this segment': 'tagged vip and (has phone or country is Norway)' });
    await ada.seesModal(/2 people\*?/);
    await ada.clicks('Edit as conditions');
    await ada.seesModal('This rule can’t be shown as conditions: some of its conditions are in brackets');
    await ada.fills({ 'Who’s in this segment': 'tagged vpi' });
    await ada.seesModal('No tag "vpi"');
    await ada.clicks('Edit as conditions');
    await ada.seesModal('To edit as conditions, first fix the text');
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { Name: expect.any(String) },
    });
    await ada.fills({ Name: 'VIPs' });
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { 'Who’s in this segment': expect.stringContaining('No tag "vpi"') },
    });
    await ada.fills({ 'Who’s in this segment': 'everyone' });
    await ada.seesModal(/3 people\*?/);
    await ada.clicks('Edit as conditions');
    await ada.seesModal('Everyone: *3*');
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created *VIPs*');
    expect(await rules()).toMatchObject([{ rule: { type: 'everyone' } }]);
  });

  it('includes everyone if it is left open, and refuses an empty condition and a name that is taken', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new Old: everyone');
    await ada.types('/segments new');
    await ada.seesModal('Everyone:');
    await ada.fills({ Name: 'OLD' });
    await ada.clicks('Add a condition');
    await ada.seesModal('Choose what');
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { Name: 'Condition 1: Choose what this condition is about.' },
    });
    await ada.clicks('form.remove');
    await ada.seesModal('Everyone: *3*');
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { Name: 'A segment named "Old" already exists.' },
    });
    expect(await rules()).toHaveLength(1);
    await ada.fills({ Name: 'All contacts' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created *All contacts*');
    expect((await rules())[1]).toMatchObject({ name: 'All contacts', rule: { type: 'everyone' } });
  });

  it('offers the last campaigns and the reason beside names, and opens a sentence with them as conditions', async () => {
    const { ada } = rollcall;
    await rollcall.database.storage.prisma.campaign.create({
      data: { workspaceId, name: 'Spring sale', nameKey: 'spring sale', firstReceivedAt: now },
    });
    await ada.types('/segments new');
    await ada.seesModal('Everyone:');
    await ada.fills({ Name: 'Left out' });
    await ada.clicks('Add a condition');
    await ada.seesModal('Choose what');
    await ada.chooses('What?', 'Campaign');
    await ada.seesModal('Choose a campaign');
    expect(await ada.looksUp('Campaigns', '')).toEqual(
      expect.arrayContaining(['Any campaign', 'The last campaign', 'Spring sale']),
    );
    await ada.chooses('form.how', 'was left out of');
    await ada.seesModal('Because');
    expect(await ada.looksUp('Campaigns', 'any')).not.toContain('Any campaign');
    expect(await ada.looksUp('Campaigns', 'last 7')).toEqual(['Any of the last 7 campaigns']);
    await ada.fills({ Campaigns: ['Any of the last 3 campaigns'], Because: ['They were paused'] });
    await ada.seesModal('left out of any of the last 3 campaigns ("Spring sale") because they were paused');
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created *Left out*');
    expect((await rules())[0]?.rule).toEqual({
      ...{ type: 'campaign', was: 'left out', because: 'paused', latest: 3 },
    });

    await ada.types(
      '/segments new missed the last campaign and opened any of the last 2 campaigns this month',
    );
    await showsRows(2);
    const chosen = JSON.stringify(ada.modal()?.blocks);
    expect(chosen).toContain('"The last campaign"');
    expect(chosen).toContain('"Any of the last 2 campaigns"');
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    expect(JSON.stringify(ada.modal()?.view.view.blocks)).toContain(
      '"initial_value":"missed the last campaign and opened any of the last 2 campaigns this month"',
    );
  });

  it('takes the name or the rule from the command, whichever it is', async () => {
    const { ada } = rollcall;
    const name = () => JSON.stringify(ada.modal()?.blocks.find(({ block_id }) => block_id === 'name'));
    await ada.types('/segments new All contacts');
    await ada.seesModal('Everyone: *3*');
    expect(name()).toContain('"initial_value":"All contacts"');
    await ada.closes();
    await ada.types('/segments new Recent VIPs:');
    await ada.seesModal('Everyone: *3*');
    expect(name()).toContain('"initial_value":"Recent VIPs"');
    await ada.closes();
    await ada.types('/segments new tagged vip');
    await showsRows(1);
    expect(name()).not.toContain('initial_value');
    await ada.closes();
    // A rule with a mistake is shown as text, with what is wrong.
    await ada.types('/segments new tagged vpi');
    expect((await ada.seesModal('No tag "vpi"')).text).toContain('Use: tagged vip');
  });

  it('says at twelve conditions that more don’t fit', async () => {
    const { ada } = rollcall;
    const twelve = Array.from({ length: 12 }, (_, index) => `not company is "Firm ${index}"`);
    await ada.types(`/segments new ${twelve.join(' and ')}`);
    await showsRows(12);
    const { text, blocks } = await ada.seesModal('12 conditions is the most a form can show');
    expect(text).toContain('Edit as text');
    expect(JSON.stringify(blocks)).not.toContain('Add a condition');
  });
});

describe('a segment that is edited', () => {
  it('shows who joins and leaves before it is saved, and can be undone', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new VIPs: tagged vip');
    await ada.types('/segments edit vips');
    expect((await ada.seesModal(/2 people\*?/)).title).toBe('Edit segment');
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    await ada.fills({ 'Who’s in this segment': 'has no tags', Name: 'No tags' });
    await ada.seesModal(/1 person\*?/);
    expect(await ada.submits()).toEqual({ ok: true });
    const { text } = await ada.seesModal('*+1* join, *−2* leave');
    expect(text).toContain('Joining: Cy');
    expect(text).toContain('Leaving: Ann, Bob');
    expect(text).toContain('Now: `tagged vip`');
    expect(await rules()).toMatchObject([{ name: 'VIPs', version: 1 }]);
    expect(await ada.submits()).toEqual({ ok: true });
    const card = await seen('Saved *No tags*');
    expect(card).toContain('*+1* join, *−2* leave');
    expect(await rules()).toMatchObject([{ name: 'No tags', rule: { type: 'not' }, version: 2 }]);
    await ada.closes({ all: true });
    await ada.clicks('Undo');
    await seen(/"VIPs"/);
    expect(await rules()).toMatchObject([{ name: 'VIPs', rule: { type: 'tagged' }, version: 3 }]);
  });

  it('asks before its last condition is removed, and again before everyone is saved', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new VIPs: tagged vip');
    await ada.types('/segments edit VIPs');
    await showsRows(1);
    expect(JSON.stringify(ada.modal()?.blocks)).toContain('Remove the last condition?');
    await ada.clicks('form.remove');
    await ada.seesModal('Everyone: *3*');
    await ada.submits();
    const { text, submit } = await ada.seesModal('This removes every condition');
    expect(text).toContain('*+1* join');
    expect(submit).toBe('Include everyone');
  });

  it('accepts a rule that is as long as its input', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new VIPs: tagged vip');
    await ada.types('/segments edit VIPs');
    await ada.seesModal(/2 people\*?/);
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    const firms = Array.from({ length: 130 }, (_, index) => `"Firm number ${1000 + index}"`);
    const sentence = `not company is ${firms.join(' or ')}`;
    expect(sentence.length).toBeGreaterThan(2800);
    await ada.fills({ 'Who’s in this segment': sentence });
    await ada.seesModal(/3 people\*?/);
    await ada.submits();
    await ada.seesModal('*+1* join');
    await ada.submits();
    await seen('Saved *VIPs*');
    expect(JSON.stringify(await rules())).toContain('Firm number 1129');
  });

  it('tells the second of two editors, with the difference from what the first one saved', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new VIPs: tagged vip');
    await ada.types('/segments edit VIPs');
    await ada.seesModal(/2 people\*?/);
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    await ada.fills({ 'Who’s in this segment': 'country is Norway and tagged vip and has phone' });
    await ada.seesModal(/0 people\*?/);
    await ada.submits();
    await ada.seesModal('*+0* join, *−2* leave');
    const { prisma } = rollcall.database.storage;
    await prisma.segment.updateMany({
      data: { rule: { type: 'everyone' }, version: 2, updatedBy: 'U0GRACE' },
    });
    await ada.submits();
    const { text, submit } = await ada.seesModal('edited this segment');
    expect(text).toContain('*+0* join, *−3* leave');
    expect(text).toContain('Now: `everyone`');
    expect(submit).toBe('Save anyway');
    expect(await rules()).toMatchObject([{ rule: { type: 'everyone' } }]);
    await ada.submits();
    await seen('Saved *VIPs*');
    expect(await rules()).toMatchObject([{ rule: { type: 'all' }, version: 3 }]);
  });

  it('refuses a rule that uses its own segment, and reports a deleted segment', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new VIPs: tagged vip');
    await ada.types('/segments edit VIPs');
    await ada.seesModal(/2 people\*?/);
    await ada.clicks('Edit as text');
    await ada.seesModal('Edit as conditions');
    await ada.fills({ 'Who’s in this segment': 'in segment "VIPs" or has phone' });
    await ada.seesModal(/VIPs.*→.*VIPs|itself|circle/i);
    await ada.submits();
    await ada.seesModal(/:warning:/);
    await ada.closes({ all: true });
    expect(await rules()).toMatchObject([{ rule: { type: 'tagged' }, version: 1 }]);
    await ada.types('/segments edit VIPs');
    await ada.seesModal(/2 people\*?/);
    await rollcall.database.storage.prisma.segment.deleteMany();
    await ada.submits();
    await ada.seesModal('That segment no longer exists');
  });
});

const showsRows = (rows: number) =>
  rollcall.slack.waitFor(() => heads().length === rows, { what: `${rows} rows` });

/** Block ids of the rows that are shown. */
function heads(): string[] {
  return (rollcall.ada.modal()?.blocks ?? [])
    .map((block) => block.block_id ?? '')
    .filter((id) => /^row\d+~/.test(id));
}
