import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { elementsOf } from '../../src/playground/slack-server/elements.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';
import type { SlackPerson } from '../support/slack-person.ts';

// What commands offer in place of a line that was refused: the whole line, as buttons that run it.

const longName = 'Everyone who was at one of the two fairs in Oslo and Bergen in spring or autumn';

let rollcall: TestRollcall;
let clock = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => clock });
  const { ada } = rollcall;
  await ada.types('/audience');
  for (const tag of ['vip', 'gold', 'golf', 'VIP Customer', 'churned']) {
    await ada.types(`/tags new ${tag}`);
    if (tag === 'golf') await ada.clicks('Create golf anyway');
  }
  await ada.types('/segments new Recent VIPs: tagged vip');
  await ada.types('/segments new Lapsed VIPs: tagged churned');
  await ada.types(`/segments new ${longName}: tagged gold`);
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  clock = new Date('2026-11-23T10:00:00Z');
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

/** The buttons that run command lines under the latest message that someone sees. */
const offered = (person: SlackPerson = rollcall.ada): string[] =>
  elementsOf(person.messages().at(-1)?.blocks ?? []).flatMap(({ element }) =>
    element.action_id.startsWith('command.run.offer')
      ? [(element as unknown as { text: { text: string } }).text.text]
      : [],
  );

describe('a command with a sentence that is refused', () => {
  it.each([
    ['/contacts list taged vip', ['/contacts list tagged vip']],
    ['/contacts list golg', ['/contacts list tagged gold', '/contacts list tagged golf']],
    ['/contacts list Recent VPIs', ['/contacts list in segment "Recent VIPs"']],
    ['/segments new Best: taged vip', ['/segments new Best: tagged vip']],
    [
      '/segments watch not opened or clicked above 5',
      [
        '/segments watch not opened and not clicked above 5',
        '/segments watch not opened or has clicked above 5',
      ],
    ],
    ['/segments breakdown taged vip by country', ['/segments breakdown tagged vip by country']],
    ['/segments compare taged vip with tagged gold', ['/segments compare tagged vip with tagged gold']],
  ])('offers the whole line: %s', async (line, lines) => {
    await rollcall.ada.types(line);
    expect(offered()).toEqual(lines);
    await rollcall.ada.clicks(lines.at(-1) ?? '');
    await expect.poll(() => offered()).toEqual([]);
    expect(rollcall.ada.lastMessage()).not.toContain(':warning:');
  });
});

describe('a command with a name that nothing has', () => {
  it.each([
    ['/tags show golx', ['/tags show gold', '/tags show golf']],
    ['/tags people glod', ['/tags people gold']],
    ['/tags add VIP Custmer ada@x.example', ['/tags add "VIP Customer" ada@x.example']],
    ['/tags add VIP Custmer to segment "Lapsed VIPs"', ['/tags add "VIP Customer" to segment "Lapsed VIPs"']],
    ['/tags add vip to Lapsd VIPs', ['/tags add vip to "Lapsed VIPs"']],
    ['/tags remove vip from segment "Lapsd VIPs"', ['/tags remove vip from segment "Lapsed VIPs"']],
    ['/tags rename VIP Custmer to Customer', ['/tags rename "VIP Customer" to Customer']],
    ['/tags rename VIP Custmer', ['/tags rename VIP Customer']],
    ['/tags add VIP Custmr to Lapsed VIPs', ['/tags add "VIP Customer" to Lapsed VIPs']],
    [
      '/segments watch Recent VPIs evry time someone joins',
      ['/segments watch "Recent VIPs" evry time someone joins'],
    ],
    ['/segments copy Recent VPIs', ['/segments copy Recent VIPs']],
    ['/segments size "Recent VPIs"', ['/segments size "Recent VIPs"']],
    ['/segments watch Recent  VPIs above 500', ['/segments watch "Recent VIPs" above 500']],
    ['/segments forecast Lapsd VIPs 30 days', ['/segments forecast "Lapsed VIPs" 30 days']],
  ])('offers the nearest ones, all of them: %s', async (line, lines) => {
    await rollcall.ada.types(line);
    expect(offered()).toEqual(lines);
  });

  it.each([
    ['/tags merge vip to gold', ['/tags merge "vip" into "gold"', '/tags merge "gold" into "vip"']],
    ['/tags rename gold best people', ['/tags rename "gold" to "best people"']],
    [
      '/tags add vip, gold ada@x.example',
      ['/tags add "vip" ada@x.example', '/tags add "gold" ada@x.example'],
    ],
    [
      '/tags add vip and gold ada@x.example',
      ['/tags add "vip" ada@x.example', '/tags add "gold" ada@x.example'],
    ],
    ['/tags add vip to everyone tagged churned', ['/contacts list everyone tagged churned']],
    ['/tags add vip to taged churned', ['/contacts list tagged churned']],
    ['/tags add ada@x.example to vpi', ['/tags add ada@x.example to vip']],
    ['/tags gold', ['/tags show gold']],
    ['/segments Recent VIPs', ['/segments show Recent VIPs']],
    ['/segments size vip', ['/tags show vip']],
    ['/segments rename Recent VIPs Best', ['/segments rename "Recent VIPs" to "Best"']],
    ['/segments compare Recent VIPs Lapsed VIPs', ['/segments compare "Recent VIPs" with "Lapsed VIPs"']],
    [
      '/segments breakdown Recent VIPs by sign up mnth',
      ['/segments breakdown Recent VIPs by "sign-up month"'],
    ],
    ['/segments history last 30 days Recent VPIs', ['/segments history last 30 days "Recent VIPs"']],
    ['/segments history everyon last 30 days', ['/segments history everyone last 30 days']],
    ['/segments watch tagged vip abov 5', ['/segments watch tagged vip above 5']],
    ['/audience digest mondays 9am to my mesages', ['/audience digest mondays 9am to my messages']],
    ['/contacts show nobody@x.example', ['/contacts find nobody']],
    ['/contacts show Ada Lovelace', ['/contacts find Ada Lovelace']],
    ['/tags merge vip and gold', ['/tags merge "vip" into "gold"', '/tags merge "gold" into "vip"']],
    ['/segments breakdown Recent VIPs by contry', ['/segments breakdown Recent VIPs by country']],
    ['/segments breakdown contry', ['/segments breakdown country']],
    ['/segments history Recent VPIs last 30 days', ['/segments history "Recent VIPs" last 30 days']],
    ['/segments watch Recent VIPs abve 500 to me', ['/segments watch Recent VIPs above 500 to me']],
    ['/segments watch vip changes by 20% in a wek', ['/segments watch vip changes by 20% in a week']],
    ['/segments watch vip evry time someone jons', ['/segments watch vip every time someone joins']],
    ['/audience digest Monday at 9', ['/audience digest Monday at 9am', '/audience digest Monday at 9pm']],
    ['/audience digest wekly Mondy 9:00 here', ['/audience digest weekly monday 9:00 here']],
    ['/audience digest Sunday midnight', ['/audience digest Sunday 0:00', '/audience digest Sunday 23:59']],
  ])('offers all meanings, and mistyped words as they should be: %s', async (line, lines) => {
    await rollcall.ada.types(line);
    expect(offered()).toEqual(lines);
  });

  it.each([
    ['/contacts find taged vip', ['/contacts find tagged vip']],
    ['/contacts find vpi', ['/contacts find tagged vip']],
    ['/contacts find nobody at all', []],
    ['/contacts export taged vip', ['/contacts export tagged vip']],
  ])('offers what a search or an export may mean: %s', async (line, lines) => {
    await rollcall.ada.types(line);
    expect(offered()).toEqual(lines);
  });

  it('shows a long line beside its button, whole', async () => {
    const { ada } = rollcall;
    const answer = await ada.types(`/segments show ${longName.slice(0, -1)}`);
    expect(answer).toContain(`/segments show ${longName}\``);
    expect(offered()).toEqual(['Run']);
    await ada.clicks('Run');
    await ada.sees('0 people, 0 can be mailed');
  });
});

describe('a button with a whole line', () => {
  it('keeps the answer to the first of two quick clicks', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new Twice: taged vip');
    await Promise.all([
      ada.clicks('/segments new Twice: tagged vip'),
      ada.clicks('/segments new Twice: tagged vip'),
    ]);
    await ada.sees('Created *Twice*');
    expect(ada.messages().filter(({ blocks }) => JSON.stringify(blocks).includes('Twice'))).toHaveLength(1);
  });

  it('says beside the message, a day later, that the name is gone, and offers the new one', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new silver');
    await ada.types('/tags show silvr');
    await ada.types('/tags rename silver to silvers');
    clock = new Date('2026-11-24T11:00:00Z');
    await ada.clicks('/tags show silver');
    await ada.sees('No tag "silver"');
    expect(offered()).toEqual(['/tags show silvers']);
    await ada.clicks('/tags show silvers');
    await ada.sees('`silvers`');
    await ada.types('/segments new Quiet: tagged churned');
    await ada.types('/segments show Queit');
    await ada.types('/segments delete Quiet');
    await ada.clicks('Delete');
    await ada.sees('Deleted *Quiet*');
    await ada.clicks('/segments show Quiet');
    await ada.sees('No segment "Quiet"');
    expect(offered()).toEqual([]);
  });

  it('does what the person who clicks may do', async () => {
    const { yuki, database } = rollcall;
    await yuki.types('/segments new By Yuki: taged vip');
    const { prisma } = database.storage;
    const { id: workspaceId } = await prisma.workspace.findFirstOrThrow({
      where: { settingsFrom: { not: null } },
    });
    const given = { userId: 'U0YUKI', role: 'viewer', givenBy: 'U0ADA' } as const;
    await prisma.roleOverride.create({ data: { workspaceId, ...given } });
    await yuki.clicks('/segments new By Yuki: tagged vip');
    await yuki.sees(/editor/);
    await prisma.roleOverride.deleteMany();
    await yuki.clicks('/segments new By Yuki: tagged vip');
    await yuki.sees('Created *By Yuki*');
  });
});
