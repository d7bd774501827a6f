import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { deleteOldData } from '../../../src/audience/workspace/retention.ts';
import { changeSettings, showSettings } from '../../../src/audience/workspace/settings-changes.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('retention', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  const now = new Date('2026-11-23T10:00:00Z');
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

  beforeEach(async () => {
    ada = await audience.newCaller();
  });

  const keep = async (days: {
    keepRejectedDays?: number | undefined;
    keepEventsDays?: number | undefined;
  }) => {
    const { settings, roles } = await showSettings(deps, ada);
    return changeSettings(deps, ada, { settings: { ...settings, ...days }, roles });
  };
  const sweep = (options: object = {}) => deleteOldData(deps, { everyMs: 0, ...options });
  const audit = () =>
    audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: ada.workspaceId, action: 'old-data.deleted' },
      select: { actor: true, subject: true, details: true },
    });
  const addContacts = (names: string[]) =>
    audience.storage.prisma.contact.createMany({
      data: names.map((name) => ({
        ...{ workspaceId: ada.workspaceId, name, email: `${name}@x.org`, emailKey: `${name}@x.org` },
        ...{ status: 'subscribed', statusSource: 'test', source: 'test', createdAt: daysAgo(900) },
      })),
    });
  const happened = (events: [name: string, kind: string, days: number, campaign?: string][]) =>
    recordEvents(deps, ada, {
      source: 'api',
      events: events.map(([name, kind, days, campaign], index) => ({
        ...{ email: `${name}@x.org`, kind, at: daysAgo(days), id: `${index}-${days}` },
        ...(campaign === undefined ? {} : { campaign }),
      })),
    });
  const sizeOf = async (sentence: string) => (await countSentence(deps, ada, { sentence })).members;
  const events = () => audience.storage.prisma.event.count({ where: { workspaceId: ada.workspaceId } });

  /** An import that ended this many days ago, with rows that it rejected. */
  async function importEnded(days: number | undefined, rows: number): Promise<number> {
    const { workspaceId } = ada;
    const { id } = await audience.storage.prisma.import.create({
      data: {
        ...{
          workspaceId,
          fileName: 'people.csv',
          state: days === undefined ? 'running' : 'done',
          mapping: {},
        },
        ...{ rowsTotal: rows, rejected: rows, createdBy: 'U0ADA', createdAt: daysAgo(500) },
        finishedAt: days === undefined ? null : daysAgo(days),
      },
    });
    await audience.storage.prisma.importRejection.createMany({
      data: Array.from({ length: rows }, (_, line) => ({
        ...{ workspaceId, importId: id, line, reason: 'no address', cells: [] },
      })),
    });
    return id;
  }
  const rejectedOf = (importId: number) =>
    audience.storage.prisma.importRejection.count({ where: { workspaceId: ada.workspaceId, importId } });

  it('deletes rejected rows 30 days after their import by default, except those of a running one', async () => {
    const [old, young, running] = [
      await importEnded(31, 5),
      await importEnded(29, 2),
      await importEnded(undefined, 3),
    ];
    expect(await sweep({ batch: 2 })).toMatchObject({ rejectedRows: 5 });
    expect([await rejectedOf(old), await rejectedOf(young), await rejectedOf(running)]).toEqual([0, 2, 3]);
    const { rejected } = await audience.storage.prisma.import.findUniqueOrThrow({
      where: { workspaceId_id: { workspaceId: ada.workspaceId, id: old } },
    });
    expect(rejected).toBe(5);
    // Three batches, one entry.
    expect(await audit()).toEqual([
      { actor: 'Rollcall', subject: 'old data', details: { rejectedRows: 5, events: 0 } },
    ]);
    await keep({ keepRejectedDays: undefined });
    expect(await sweep()).toEqual({ rejectedRows: 0, events: 0 });
    await keep({ keepRejectedDays: 7 });
    expect(await sweep()).toEqual({ rejectedRows: 2, events: 0 });
  });

  it('keeps events forever by default, and deletes only this workspace’s', async () => {
    await addContacts(['ann']);
    await happened([['ann', 'opened', 800]]);
    expect(await sweep()).toEqual({ rejectedRows: 0, events: 0 });
    const other = { ...ada };
    ada = { ...ada, workspaceId: await audience.addWorkspace() };
    await keep({ keepEventsDays: 30 });
    expect(await sweep()).toEqual({ rejectedRows: 0, events: 0 });
    ada = other;
    expect(await events()).toBe(1);
  });

  it('keeps the meaning of ever, never, first, last and how often, and recent days', async () => {
    await addContacts(['ann', 'bob', 'cy', 'dora']);
    await happened([
      ...[800, 500, 400, 100, 10].map((days): [string, string, number] => ['ann', 'opened', days]),
      ['bob', 'opened', 700],
      ['bob', 'received', 701, 'Spring sale'],
      ['cy', 'received', 20, 'Autumn sale'],
      ['ann', 'purchase', 600],
      ['ann', 'purchase', 550],
      ['bob', 'purchase', 5],
      ['bob', 'purchase', 640],
    ]);
    const lasting: [string, number][] = [
      ['never opened', 2],
      ['opened', 2],
      ['opened at least 5 times', 1],
      ['last opened more than 365 days ago', 1],
      ['first opened more than 600 days ago', 2],
      ['has not opened in 60 days', 3],
      ['opened in the last 30 days', 1],
      ['opened at least twice in the last 200 days', 1],
      ['received "Autumn sale"', 1],
      ['did purchase', 2],
      ['never did purchase', 2],
      ['last did purchase more than 500 days ago', 1],
      ['did purchase in the last 30 days', 1],
    ];
    const sizes = async () =>
      Object.fromEntries(
        await Promise.all(lasting.map(async ([sentence]) => [sentence, await sizeOf(sentence)])),
      );
    expect(await sizes()).toEqual(Object.fromEntries(lasting));
    // What the setting's hint says is lost.
    expect(await sizeOf('received "Spring sale"')).toBe(1);

    await keep({ keepEventsDays: 365 });
    expect(await sweep({ batch: 3 })).toEqual({ rejectedRows: 0, events: 7 });
    // Ann's opens 100 and 10 days ago, Cy's mail, everyone's last purchase.
    expect(await events()).toBe(5);
    expect(await sizes()).toEqual(Object.fromEntries(lasting));
    expect(await sizeOf('received "Spring sale"')).toBe(0);
    expect(await audit()).toEqual([
      { actor: 'Rollcall', subject: 'old data', details: { rejectedRows: 0, events: 7 } },
    ]);
    expect(await sweep()).toEqual({ rejectedRows: 0, events: 0 });
  });

  it('is done by one process at a time, and not again within the hour', async () => {
    await importEnded(31, 200);
    const counts = await Promise.all(
      [1, 2, 3].map(() => deleteOldData(deps, { everyMs: 3_600_000, batch: 20 })),
    );
    expect(counts.map(({ rejectedRows }) => rejectedRows).sort()).toEqual([0, 0, 200]);
    await importEnded(31, 4);
    expect(await deleteOldData(deps)).toEqual({ rejectedRows: 0, events: 0 });
    await audience.storage.pool.query(
      `UPDATE workspaces SET swept_at = swept_at - interval '61 minutes' WHERE id = $1`,
      [ada.workspaceId],
    );
    expect(await deleteOldData(deps)).toEqual({ rejectedRows: 4, events: 0 });
  });

  it('continues the next time with what was left when it was stopped', async () => {
    await importEnded(31, 10);
    let batches = 0;
    const stopped = await sweep({ batch: 3, shouldStop: () => ++batches > 3 });
    expect(stopped.rejectedRows).toBeGreaterThan(0);
    expect(stopped.rejectedRows).toBeLessThan(10);
    expect((await sweep()).rejectedRows).toBe(10 - stopped.rejectedRows);
    expect((await audit()).map(({ details }) => details)).toEqual([
      { rejectedRows: stopped.rejectedRows, events: 0 },
      { rejectedRows: 10 - stopped.rejectedRows, events: 0 },
    ]);
  });

  it.each([0, -1, 1.5, 36_501, Number.NaN])('refuses to keep anything for %s days', async (days) => {
    expect(await refused(keep({ keepEventsDays: days }))).toContain('1 to 36500 days, or forever');
    expect(await refused(keep({ keepRejectedDays: days }))).toContain('1 to 36500 days, or forever');
  });
});
