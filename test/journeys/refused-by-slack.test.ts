import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { messageText } from '../../src/playground/slack-server/plain-text.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// Slack may refuse any call. Whatever it refuses, the person is told what is missing.

let rollcall: TestRollcall;
let workspaceId = 0;
let now = new Date('2026-11-23T10:00:00Z');
const prisma = () => rollcall.database.storage.prisma;

beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
  await rollcall.ada.types('/audience');
  const workspace = await prisma().workspace.findFirstOrThrow({ where: { settingsFrom: { not: null } } });
  workspaceId = workspace.id;
  await prisma().contact.create({
    data: {
      ...{ workspaceId, email: 'ann@x.org', emailKey: 'ann@x.org', status: 'subscribed' },
      ...{ statusSource: 'test', source: 'test' },
    },
  });
  await rollcall.ada.types('/segments new All: everyone');
  await rollcall.ada.types('/tags new vip');
});
afterAll(() => rollcall?.close());
afterEach(async () => {
  rollcall.slack.refuse([]);
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

const channel = 'C0GENERAL';
/** What Ada sees anywhere, and which of it is in her messages with the app. */
const read = (where: (channel: string) => boolean = () => true): string[] =>
  rollcall.ada
    .messages()
    .filter((message) => message.author.kind === 'app' && where(message.channel))
    .map(messageText);
const direct = (): string[] => read((id) => id === 'D0ADA');

/** Does something, and waits for one more message like this than there were. */
async function told(
  pattern: RegExp,
  act: () => Promise<unknown>,
  messages: () => string[] = read,
): Promise<string> {
  const matching = () => messages().filter((text) => pattern.test(text));
  const before = matching().length;
  await act();
  await rollcall.slack.waitFor(() => matching().length > before, {
    timeout: 20_000,
    what: `a message like ${pattern}; the last ones:\n${messages().slice(-3).join('\n~\n')}`,
  });
  return matching().at(-1) ?? '';
}
/** The same in her messages with the app, where Slack lets an app post once a second. */
const toldDirectly = async (pattern: RegExp, act: () => Promise<unknown>): Promise<string> => {
  await sleep(1000);
  return told(pattern, act, direct);
};
const runs = (text: string) => () => rollcall.slack.runCommand({ person: 'U0ADA', channel, text });

describe('a mention in a channel that the app can’t post in', () => {
  it.each([
    ['not_in_channel', 'isn’t a member of that channel. Invite it there with /invite @Rollcall'],
    ['is_archived', 'That channel is archived'],
    ['restricted_action_read_only_channel', 'doesn’t let apps post there'],
    ['a_rule_of_tomorrow', 'couldn’t answer where you asked.'],
  ])('%s: the answer arrives in a message to the person, with the reason', async (error, reason) => {
    const { ada, slack } = rollcall;
    slack.refuse([{ call: 'chat.postMessage', error, channel }]);
    const answer = await toldDirectly(/couldn’t answer where you asked/, () =>
      slack.say({ person: ada.id, channel, text: '@Rollcall how many are in All?' }),
    );
    expect(answer).toContain('1 person, ');
    expect(answer).toContain(reason);
  });

  it('is also explained if the answer is only for the person who asked', async () => {
    const { ada, slack } = rollcall;
    slack.refuse([{ call: 'chat.postEphemeral', error: 'user_not_in_channel' }]);
    await toldDirectly(/name is ann.*couldn’t answer where you asked/s, () =>
      slack.say({ person: ada.id, channel, text: '@Rollcall how many people whose name is ann?' }),
    );
  });
});

describe('an export whose file is refused', () => {
  it.each([
    ['files.getUploadURLExternal', 'missing_scope', /lacks the scope files:write/],
    ['files.completeUploadExternal', 'missing_scope', /lacks the scope files:write/],
    ['files.completeUploadExternal', 'not_in_channel', /isn’t a member of that channel/],
    ['files.getUploadURLExternal', 'file_uploads_disabled', /doesn’t accept files from apps/],
    ['chat.postMessage', 'messages_tab_disabled', /Messages tab is turned off/],
  ])('by %s, %s: says what is missing, and leaves no half-finished message', async (call, error, words) => {
    rollcall.slack.refuse([{ call, error, needed: 'files:write' }]);
    const isEphemeral = (id: string): boolean => id === channel;
    await sleep(1000);
    await told(words, runs('/contacts export'), () => read(isEphemeral));
    expect(direct().join('\n')).not.toContain('Exported');
  });

  it('is also explained for the file of rejected rows', async () => {
    const { ada, slack } = rollcall;
    await starts('small.csv', 'new@x.org', 'broken,,\n');
    await ada.sees(/Imported \*small.csv\*/);
    await ada.closes({ all: true });
    slack.refuse([{ call: 'files.getUploadURLExternal', error: 'missing_scope', needed: 'files:write' }]);
    await toldDirectly(/lacks the scope files:write/, () => ada.clicks('Get rejected rows as a file'));
    expect(direct().join('\n')).not.toContain('weren’t imported, with their line');
  });
});

describe('an answer whose response URL has expired', () => {
  it.each([
    ['/contacts', /^\*All contacts\*/],
    ['/tags new ""', /A tag needs a name/],
  ])('%s arrives in a message to the person', async (line, answer) => {
    rollcall.slack.refuse([{ call: 'response URL', error: 'expired_url' }]);
    await toldDirectly(answer, runs(line));
  });

  it('of a button arrives there too, and a card that can’t be shared says why', async () => {
    const { ada, slack } = rollcall;
    await told(/\*All\*/, runs('/segments size all'));
    const spent = { call: 'response URL', error: 'used_url' };
    slack.refuse([spent, { call: 'chat.postMessage', error: 'not_in_channel', channel }]);
    await toldDirectly(/isn’t a member of that channel/, () => ada.clicks('Share'));
  });

  it('of a Cancel button says that nothing changed', async () => {
    const { ada, slack } = rollcall;
    await told(/Erase \*ann@x.org\*/, runs('/contacts forget ann@x.org'));
    slack.refuse([{ call: 'response URL', error: 'expired_url' }]);
    await toldDirectly(/Canceled. Nothing changed/, () => ada.clicks('Cancel'));
  });
});

describe('a form that does not open', () => {
  it.each([
    ['/contacts import', 'expired_trigger_id', /took too long to open/],
    ['/contacts add', 'ratelimited', /accepting more messages from Rollcall/],
    ['/segments new', 'invalid_trigger_id', /took too long to open/],
    ['/audience settings', 'token_revoked', /no longer accepts Rollcall’s token/],
  ])('%s (%s) says why', async (line, error, words) => {
    rollcall.slack.refuse([{ call: 'views.open', error }]);
    await told(words, runs(line));
  });

  it.each([
    ['/tags', 'New tag'],
    ['/segments', 'New segment'],
    ['/contacts', 'Import a CSV file'],
  ])('from %s, by the button %s, says why', async (line, button) => {
    const { ada, slack } = rollcall;
    await told(/^(?:1 tag\n|1 segment\n|\*All contacts\*)/, runs(line));
    slack.refuse([{ call: 'views.open', error: 'expired_trigger_id' }]);
    await told(/took too long to open/, () => ada.clicks(button));
  });

  it('from a shortcut says why in a message to the person', async () => {
    const { ada, slack } = rollcall;
    slack.refuse([{ call: 'views.open', error: 'expired_trigger_id' }]);
    await toldDirectly(/took too long to open/, () => ada.runs('add_contact'));
  });
});

it('says what is missing if Slack doesn’t say who someone is', async () => {
  const { yuki, slack } = rollcall;
  slack.refuse([{ call: 'users.info', error: 'missing_scope', needed: 'users:read' }]);
  expect(await yuki.types('/audience')).toContain('lacks the scope users:read');
});

it('reports a Home that can’t be shown', async () => {
  const { ada, slack } = rollcall;
  slack.refuse([{ call: 'views.publish', error: 'ratelimited' }]);
  await toldDirectly(/accepting more messages from Rollcall/, async () =>
    slack.openHome({ person: ada.id, tab: 'home' }),
  );
});

/** Takes an import to its start. */
async function starts(name: string, email: string, more = ''): Promise<void> {
  const { ada } = rollcall;
  await ada.types('/contacts import');
  await ada.fills({ file: { name, bytes: `Email,Name\n${email},New\n${more}` } });
  await ada.submits();
  await ada.seesModal(/Nothing is saved yet: check/);
  await ada.fills({ status: 'They agreed to get mail' });
  await ada.submits();
  await ada.seesModal(/This is what would happen/);
  await ada.submits();
}

describe('an import', () => {
  it('shows its result in the window if it can’t post messages', async () => {
    const { ada, slack } = rollcall;
    slack.refuse([{ call: 'chat.postMessage', error: 'messages_tab_disabled' }]);
    await starts('silent.csv', 'silent@x.org');
    await ada.seesModal(/Imported \*silent.csv\*/);
  });

  it('reports its end in a new message if the progress message can’t be changed', async () => {
    const { slack } = rollcall;
    slack.refuse([{ call: 'chat.update', error: 'edit_window_closed' }]);
    await starts('closed.csv', 'closed@x.org');
    await slack.waitFor(() => direct().some((text) => /Imported \*closed.csv\*.*\*1\* added/s.test(text)), {
      timeout: 20_000,
      what: 'the result',
    });
  });

  it('from the command line is undone in the history, and its end is reported to the person who does it', async () => {
    const { ada, yuki } = rollcall;
    await starts('terminal.csv', 'terminal@x.org');
    await ada.sees(/Imported \*terminal.csv\*/);
    // Like one from the command line: no one's, and without a message.
    await prisma()
      .$executeRaw`UPDATE imports SET report = NULL, created_by = 'command line' WHERE file_name = 'terminal.csv'`;
    while (ada.modal()) await ada.closes({ all: true });
    now = new Date(now.getTime() + 60_000);
    await yuki.types('/audience history');
    await yuki.clicks('Undo');
    expect(await yuki.sees('Undoing the import of terminal.csv')).toContain(
      'A message from Rollcall shows the progress',
    );
    expect(await yuki.sees(/Undid the import of \*terminal.csv\*/)).toContain('*1* removed');
    expect(await prisma().contact.count({ where: { emailKey: 'terminal@x.org' } })).toBe(0);
  });

  it('by someone else is reported to both', async () => {
    const { ada, yuki } = rollcall;
    await starts('both.csv', 'both@x.org');
    await ada.sees(/Imported \*both.csv\*/);
    while (ada.modal()) await ada.closes({ all: true });
    now = new Date(now.getTime() + 60_000);
    await yuki.types('/audience history');
    await yuki.clicks('Undo');
    await yuki.sees(/Undid the import of \*both.csv\*/);
    await ada.sees(/Undid the import of \*both.csv\*/);
  });

  it('that can’t be followed says where to look', async () => {
    const { ada, yuki, slack } = rollcall;
    await starts('unheard.csv', 'unheard@x.org');
    await ada.sees(/Imported \*unheard.csv\*/);
    while (ada.modal()) await ada.closes({ all: true });
    now = new Date(now.getTime() + 60_000);
    await yuki.types('/audience history');
    slack.refuse([{ call: 'chat.postMessage', error: 'messages_tab_disabled' }]);
    await yuki.clicks('Undo');
    expect(await yuki.sees('Undoing the import of unheard.csv')).toContain('run /audience history');
  });
});
