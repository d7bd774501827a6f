import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordEvents } from '../../src/audience/events/events.ts';
import { elementsOf } from '../../src/playground/slack-server/elements.ts';
import type { JournalEntry } from '../../src/playground/slack-server/journal.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// Slack's markup in every name that is stored, and a look at everything that reaches Slack.

const calls = '<!channel> <@U0GUS> &lt;';
const marks = '*loud* _slanted_ ~struck~ `tick`';
/** For places that accept any text; names of tags and segments have no colon, quote, comma or @. */
const planted = `${calls} <https://evil.example|x> ${marks}`;
const tag = '<!channel> *loud* `tick` &lt;';
const segment = `${calls} *loud* \`tick\``;

let rollcall: TestRollcall;
const seen: JournalEntry[] = [];

beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
  const { ada, database } = rollcall;
  await ada.types('/audience');
  const { prisma } = database.storage;
  const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
    where: { settingsFrom: { not: null } },
  });
  const attribute = await prisma.attribute.create({
    data: { workspaceId, name: `plan ${planted}`, nameKey: `plan ${planted}`.toLowerCase(), type: 'text' },
  });
  await prisma.contact.createMany({
    data: ['ada', 'bob'].map((name) => ({
      ...{ workspaceId, email: `${name}@x.org`, emailKey: `${name}@x.org`, name: `${name} ${planted}` },
      ...{ phone: planted, company: planted, country: planted, language: planted, source: planted },
      ...{ statusSource: planted, status: 'subscribed', attributes: { [attribute.id]: planted } },
    })),
  });
  const audience = { storage: database.storage, now: () => new Date('2026-11-23T10:00:00Z') };
  await recordEvents(
    audience,
    { workspaceId, actor: 'website', role: 'editor' },
    {
      source: 'api',
      events: [{ email: 'ada@x.org', kind: 'opened', campaign: planted, at: '2026-11-20T08:00:00Z' }],
    },
  );
  await prisma.auditEntry.createMany({
    data: [
      'tag.created',
      'segment.edited',
      'contacts.exported',
      'import.started',
      'webhook.created',
      'of.later',
    ].map((action) => ({ workspaceId, actor: planted, action, subject: planted })),
  });
  await prisma.apiKey.create({
    data: {
      ...{ workspaceId, name: planted, scopes: ['contacts:read', planted], createdBy: planted },
      ...{ prefix: 'rollcall_ab', hash: 'none' },
    },
  });
});
afterAll(() => rollcall?.close());

/** Notes what was sent since the last look: the stand-in keeps the last 500 entries. */
function look(): void {
  const last = seen.at(-1)?.id ?? 0;
  seen.push(...rollcall.slack.journal.filter(({ id }) => id > last));
}

/** Types a command, then clicks each button of its answer, checks what opens, and closes it. */
async function tries(line: string): Promise<void> {
  const { ada } = rollcall;
  for (let at = 0, many = 1; at < many; at++) {
    await ada.types(line);
    look();
    if (ada.modal()) return await ada.closes({ all: true });
    const { channel = '', ts = '', blocks = [] } = ada.messages().at(-1) ?? {};
    const buttons = elementsOf(blocks).filter(({ element }) => element.type === 'button');
    const pressed = buttons[at];
    if (pressed === undefined) return;
    // Answers about one thing are tried button by button; elsewhere, the first one is enough.
    if (/^\/\w+ (?:show|size|members|count)/.test(line)) many = buttons.length;
    await rollcall.slack.act({
      person: ada.id,
      container: { type: 'message', channel, ts },
      ...{ blockId: pressed.block.block_id, actionId: pressed.element.action_id },
    });
    await quiet();
    if (ada.modal()) await ada.closes({ all: true });
  }
}

/** Waits until nothing was said for a moment. */
async function quiet(): Promise<void> {
  for (let last = -1; last !== rollcall.slack.journal.at(-1)?.id; ) {
    last = rollcall.slack.journal.at(-1)?.id ?? 0;
    await sleep(30);
  }
  look();
}

const isMarkup = (node: Record<string, unknown>, key: string): boolean =>
  (key === 'text' && node.type !== 'plain_text' && node.type !== 'raw_text') ||
  ['initial_comment', 'markdown_text', 'title', 'filename', 'alt_text'].includes(key);

/** Every text in what was sent that Slack may read as markup. */
function markupIn(node: unknown): string[] {
  if (typeof node === 'string' && /^[[{]/.test(node)) {
    try {
      return markupIn(JSON.parse(node));
    } catch {
      return [];
    }
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' && isMarkup(node as Record<string, unknown>, key) ? [value] : markupIn(value),
  );
}

it('reaches Slack as text, wherever a stored name is shown', { timeout: 300_000 }, async () => {
  const { ada } = rollcall;
  // Created by hand, because their own answers are checked, too.
  await tries(`/tags new ${tag}`);
  await tries(`/tags new ${tag}s`);
  await tries(`/segments new ${segment}: never received and email contains x and tagged "${tag}"`);
  await tries(
    `/segments new Uses: in segment "${segment}" or company contains "${planted.replaceAll('"', '')}"`,
  );
  await tries(`/tags add "${tag}" ada@x.org, nobody@x.org, ${planted}`);
  for (const line of [
    ...['/audience', '/audience history', '/audience keys', '/audience providers', '/audience settings'],
    ...[
      '/audience help',
      `/audience ${planted}`,
      '/contacts',
      '/contacts show ada@x.org',
      '/contacts find ada',
    ],
    ...[
      `/contacts find ${planted}`,
      '/contacts edit ada@x.org',
      '/contacts forget bob@x.org',
      '/contacts export',
    ],
    ...[`/contacts tag ada@x.org ${tag}, ${tag}x`, `/contacts add Cy ${marks} <cy@x.org> note: ${marks}`],
    ...[
      `/contacts show ${planted}`,
      '/tags',
      `/tags list ${tag}`,
      `/tags show ${tag}`,
      `/tags show ${tag}zz`,
    ],
    ...[`/tags export ${tag}`, `/tags rename "${tag}" to "${tag}2"`, `/tags merge "${tag}" into "${tag}"`],
    ...[`/tags delete ${tag}`, '/segments', `/segments list ${segment}`, `/segments show ${segment}`],
    ...[`/segments size ${segment}`, `/segments size ${segment}x`, `/segments members ${segment}`],
    ...[
      `/segments why ada@x.org in "${segment}"`,
      `/segments forecast ${segment} 30`,
      `/segments edit ${segment}`,
    ],
    ...[`/segments copy ${segment}`, `/segments export ${segment}`, `/segments delete ${segment}`],
    ...[`/segments count name contains "<!channel>" or company is "${marks}"`, `/segments count ${planted}`],
    ...[
      `/segments count opened "${planted.replaceAll('"', '')}"`,
      `/segments rename "${segment}" to "${segment} 2"`,
    ],
  ])
    await tries(line);

  await ada.opensHome();
  look();
  await ada.types(`@Rollcall how many are in ${segment} 2?`);
  await ada.types(`@Rollcall how many ${planted}?`);
  await ada
    .types(`people <mailto:ada@x.org|ada@x.org> and new@x.org ${planted}`, { timeout: 2000 })
    .catch(() => {});
  await quiet();

  // An import of a file with planted markup in its name, headers and cells.
  await ada.types('/contacts import');
  const cell = `"${planted.replaceAll('"', '')}"`;
  const bytes = `Email,Name,Tags,${cell}\nnew@x.org,${cell},${cell},1\nbroken ${calls},${cell},,\n`;
  await ada.fills({ file: { name: `${planted.replaceAll('/', '')}.csv`, bytes } });
  await ada.submits();
  await ada.seesModal(/Nothing is saved yet: check/);
  await ada.fills({ status: 'They agreed to get mail' });
  await ada.submits();
  await ada.seesModal(/This is what would happen/);
  await ada.submits();
  await ada.sees(/Imported/);
  await ada.closes({ all: true }).catch(() => {});
  await ada.clicks('Show rejected rows');
  await quiet();
  await ada.closes({ all: true }).catch(() => {});
  await ada.clicks('Get rejected rows as a file');
  await quiet();
  await tries('/audience history');

  const sent = seen.flatMap((entry) =>
    entry.kind === 'api'
      ? markupIn(entry.args)
      : entry.kind === 'response'
        ? markupIn(entry.sent)
        : entry.kind === 'request'
          ? markupIn(entry.answer)
          : [],
  );
  // Enough was checked, and the names were in it.
  expect(sent.length).toBeGreaterThan(300);
  expect(sent.filter((text) => text.includes('&lt;!channel&gt;')).length).toBeGreaterThan(100);
  expect(seen.filter(({ kind }) => kind === 'refused')).toEqual([]);
  const ours = /<!date\^\d+\^[^<>]*>|<@U0ADA>/g;
  expect(sent.filter((text) => /[<>]/.test(text.replace(ours, '')))).toEqual([]);
  // In code, only a backtick means anything.
  const formatted = sent.filter((text) => /\*loud\*|_slanted_|~struck~/.test(text.replace(/`[^`]*`/g, '')));
  expect(formatted).toEqual([]);
  expect(sent.filter((text) => text.includes('`tick`'))).toEqual([]);
});
