import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
});
afterAll(() => rollcall?.close());

const QUESTION = 'as contacts?';
const list = Buffer.from('Email,Name\nann@x.org,Ann\nbob@x.org,Bob\n');
const share = (person: string, name = 'people.csv', channel = 'C0GENERAL') =>
  rollcall.slack.uploadFile({ person, name, bytes: list, channel });
/** How often someone was asked. */
const asked = (person: { messages(): { text: string }[] }) =>
  person.messages().filter(({ text }) => text.includes(QUESTION)).length;
/** Waits until the app has looked at a file that it asks nothing about. */
async function isLookedAt(work: () => unknown): Promise<void> {
  const { slack } = rollcall;
  const calls = () =>
    slack.journal.filter((entry) => entry.kind === 'request' && entry.what === 'file_shared').length;
  const before = calls();
  work();
  await slack.waitFor(() => calls() > before, { what: 'the event' });
  await new Promise((resolve) => setTimeout(resolve, 400));
}

describe('a CSV file in a channel', () => {
  it('is offered for import, only to the person who shared it', async () => {
    const { ada, yuki } = rollcall;
    share('U0ADA');
    await ada.sees('Import *people.csv* as contacts?');
    expect(ada.messages().at(-1)).toMatchObject({ channel: 'C0GENERAL', ephemeral: true });
    expect(asked(yuki)).toBe(0);
    await ada.clicks('Import this file');
    const modal = await ada.seesModal('Nothing is saved yet');
    expect(modal.text).toContain('people.csv');
    expect(modal.text).toContain('2 rows');
    await ada.closes({ all: true });
  });

  it('is offered again after “Not now” only if it is another file', async () => {
    const { ada, slack } = rollcall;
    const before = asked(ada);
    await ada.clicks('Not now');
    await slack.waitFor(() => asked(ada) === before - 1);
    share('U0ADA', 'more.tsv');
    await ada.sees('Import *more.tsv* as contacts?');
  });

  it('is offered once, even if Slack delivers the event again', async () => {
    const { database } = rollcall;
    const { id } = share('U0ADA', 'twice.csv');
    await rollcall.ada.sees('Import *twice.csv* as contacts?');
    const taken = await database.storage.pool.query<{ id: string }>(
      'SELECT id FROM deliveries WHERE workspace_id = (SELECT min(id) FROM workspaces) AND id = $1',
      [`event:file:${id}`],
    );
    expect(taken.rows).toHaveLength(1);
  });

  it('is offered in the chat with Rollcall as well', async () => {
    share('U0ADA', 'chat.csv', 'D0ADA');
    await rollcall.ada.sees('Import *chat.csv* as contacts?');
    expect(rollcall.ada.messages().at(-1)).toMatchObject({ channel: 'D0ADA' });
  });

  it('is not offered if it isn’t a list, or to people who may not import', async () => {
    const { ada, gus, yuki, database } = rollcall;
    const before = asked(ada);
    await isLookedAt(() => share('U0ADA', 'team.png'));
    expect(asked(ada)).toBe(before);
    await isLookedAt(() => share('U0GUS'));
    expect(asked(gus)).toBe(0);
    await yuki.types('/audience');
    const { prisma } = database.storage;
    const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
      where: { settingsFrom: { not: null } },
    });
    await prisma.roleOverride.create({
      data: { workspaceId, userId: 'U0YUKI', role: 'viewer', givenBy: 'U0ADA' },
    });
    await isLookedAt(() => share('U0YUKI'));
    expect(asked(yuki)).toBe(0);
    expect(gus.messages().filter(({ author }) => author.kind === 'app')).toEqual([]);
  });

  it('is not offered if the settings say so', async () => {
    const { ada } = rollcall;
    await ada.types('/audience settings');
    await ada.seesModal('Settings');
    await ada.fills({ 'Someone shares a CSV file in a channel with Rollcall': 'Don’t ask' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('questions about shared files');
    const before = asked(ada);
    await isLookedAt(() => share('U0ADA', 'silent.csv'));
    expect(asked(ada)).toBe(before);
  });
});
