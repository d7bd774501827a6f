import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageText } from '../../src/playground/slack-server/plain-text.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

const MINUTE = 60_000;

describe('watches', () => {
  let rollcall: TestRollcall | undefined;
  const started = (): TestRollcall => {
    if (rollcall === undefined) throw new Error('Rollcall has not started');
    return rollcall;
  };
  beforeAll(async () => {
    rollcall = await startRollcall('embedded', {
      now: () => rollcall?.database.storage.clock.now() ?? new Date(),
    });
  });
  afterAll(() => rollcall?.close());

  const pass = (minutes: number) => started().database.storage.clock.move(minutes * MINUTE);
  /** What the app wrote in a channel. */
  const said = (channel: string): string[] =>
    started()
      .ada.messages()
      .filter((message) => message.author.kind === 'app' && message.channel === channel)
      .map(messageText);
  const hears = (channel: string, pattern: RegExp) =>
    started().slack.waitFor(() => said(channel).some((text) => pattern.test(text)), {
      timeout: 20_000,
      what: `a message in ${channel} like ${pattern}; the last: ${said(channel).slice(-2).join('\n~\n')}`,
    });

  it('speak up in the channel, say who joined and why, and tell their owner what fails', async () => {
    const { ada, slack, database } = started();
    await ada.types('/tags new vip');
    await ada.types('/contacts add ann@x.org');
    while (ada.modal()) await ada.closes({ all: true });
    const { id: workspaceId } = await database.storage.prisma.workspace.findFirstOrThrow({
      where: { settingsFrom: { not: null } },
    });
    await database.storage.prisma.contact.createMany({
      data: ['ann', 'bob', 'cy'].map((name) => ({
        ...{ workspaceId, email: `${name}@x.org`, emailKey: `${name}@x.org`, status: 'subscribed' },
        ...{ statusSource: 'test', source: 'test' },
      })),
      skipDuplicates: true,
    });
    await ada.types('/segments new Above all VIPs: tagged vip');
    expect(await ada.types('/segments watch Above all VIPs above 1 here')).toMatch(
      /Watching Above all VIPs: above 1\..*in <?#/s,
    );
    expect(await ada.types('/segments watch "Above all VIPs" every time someone joins to me')).toContain(
      'every time someone joins',
    );
    expect(await ada.types('/segments watch Above all VIPs below 0')).toContain('A size is never below 0.');
    await pass(1);
    await expect
      .poll(() => database.storage.prisma.watch.count({ where: { workspaceId, lookedAt: { not: null } } }), {
        timeout: 20_000,
      })
      .toBe(2);
    await ada.types('/tags add vip ann@x.org, bob@x.org');
    await pass(5);
    await hears('C0GENERAL', /Above all VIPs\*? grew from \*?0\*? to \*?2/);
    expect(said('C0GENERAL').at(-1)).toMatch(
      /2 tagged `?vip`? by .*That’s above 1|That’s above 1.*2 tagged `?vip`? by/s,
    );
    await hears('D0ADA', /2 people\*? joined/);

    slack.refuse([{ method: 'chat.postMessage', error: 'is_archived' } as never]);
    expect(await ada.types('/segments watches')).toMatch(/2 watches/);
    slack.refuse([]);
    expect(await ada.types('/segments unwatch Above all VIPs above 1')).toContain('Stopped watching');
    expect(await ada.types('/segments history Above all VIPs')).toMatch(/Above all VIPs/);
    await ada.clicks('Watch');
    expect((await ada.seesModal('New watch')).text).toContain('Above all VIPs');
  });
});
