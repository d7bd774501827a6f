import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import type { ContactInput } from '../../../src/audience/contacts/input.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { type ImportState, importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';

import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';

import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const [START, HOUR] = [Date.UTC(2026, 10, 23, 10), 3_600_000];
const email = 'ada@x.org';

describe('a fact about a person, after an import is undone', () => {
  const audience = withAudience();
  let ada: Caller;
  const clock = { now: START };
  const deps = (): AudienceDeps => ({ storage: audience.storage, now: () => new Date(clock.now) });
  beforeEach(async () => {
    clock.now = START;
    ada = await audience.newCaller();
  });

  const run = async (): Promise<void> => {
    const runner = startJobRunner(deps(), { batchRows: 10, pollMs: 2 });
    await runner.idle();
    await runner.stop();
  };
  const take = async (status: string, extra = ''): Promise<number> => {
    const [header, cell] = extra === '' ? ['', ''] : [',Unsubscribed at', `,${extra}`];
    const bytes = new TextEncoder().encode(`Email,Status${header}\n${email},${status}${cell}\n`);
    const { importId, mapping } = await proposeImport(deps(), ada, { fileName: 'ada.csv', bytes });
    await startImport(deps(), ada, { importId, mapping, newStatus: 'subscribed' });
    await run();
    return importId;
  };
  const takeBack = async (importId: number): Promise<ImportState> => {
    clock.now += HOUR;
    await undoImport(deps(), ada, importId);
    await run();
    return importState(deps(), ada, importId);
  };
  const put = async (contact: Omit<ContactInput, 'email'>) => {
    const [result] = await putContacts(deps(), ada, { contacts: [{ email, ...contact }], make: true });
    return result?.result;
  };
  const is = async () => {
    const found = await audience.storage.prisma.contact.findFirst({
      where: { workspaceId: ada.workspaceId, emailKey: email },
    });
    return found && [found.status, found.statusAt.getTime() - START];
  };
  const consent = (at: number): Omit<ContactInput, 'email'> => ({
    ...{ status: 'subscribed', consent: { source: 'form', at: new Date(at) } },
  });

  /**
   * When something is said, by the clock of the process that hears it: two processes' clocks always differ a
   * little.
   */
  const clocks: [string, number][] = [
    ['an hour later', HOUR],
    ['at the same moment', 0],
    ['by a clock that is two seconds behind', -2_000],
  ];
  describe.each(clocks)('from %s', (_when, ahead) => {
    it.each(['unsubscribed', 'cleaned', 'pending', 'subscribed'])(
      'stays if the file added them as %s and they bounce later',
      async (status) => {
        const importId = await take(status);
        clock.now = START + ahead;
        expect(await put({ status: 'bounced' })).not.toBe('refused');
        clock.now = START + HOUR;
        expect(await takeBack(importId)).toMatchObject({ state: 'undone', removed: 0, kept: 1 });
        const isUnsubscribed = status === 'unsubscribed';
        expect((await is())?.[0]).toBe(isUnsubscribed ? 'unsubscribed' : 'bounced');
        // The bounce counts, although the person is unsubscribed: consent has to be newer than it.
        expect(await put(consent(START + Math.min(ahead, 0) - 1))).toBe('refused');
        expect(await put(consent(START + 2 * HOUR))).toBe('updated');
      },
    );

    it('stays if the file added them as unsubscribed and they say so again', async () => {
      const importId = await take('unsubscribed');
      clock.now = START + ahead;
      await put({ status: 'unsubscribed' });
      expect(await takeBack(importId)).toMatchObject({ removed: 0, kept: 1 });
      expect((await is())?.[0]).toBe('unsubscribed');
    });

    it('stays if their address had opted out before the file added it', async () => {
      const events = [{ email, kind: 'unsubscribed', at: new Date(START - 9 * HOUR) }];
      await recordEvents(deps(), ada, { source: 'webhook', events });
      const importId = await take('pending');
      clock.now = START + ahead;
      await put({ status: 'bounced' });
      expect(await takeBack(importId)).toMatchObject({ removed: 0, kept: 1 });
      expect((await is())?.[0]).toBe('unsubscribed');
    });

    it('is deleted with the contact if only the file said it', async () => {
      const events = [{ email, kind: 'bounced', bounce: 'hard', at: new Date(START - 9 * HOUR) }];
      await recordEvents(deps(), ada, { source: 'webhook', events });
      clock.now = START + ahead;
      const importId = await take('unsubscribed');
      expect(await takeBack(importId)).toMatchObject({ removed: 1, kept: 0 });
      expect(await is()).toBeNull();
    });
  });

  it.each([
    ['bounced', 'unsubscribed'],
    ['unsubscribed', 'cleaned'],
    ['unsubscribed', 'unsubscribed'],
    ['bounced', 'cleaned'],
  ] as const)('stays if they were %s before a file said %s', async (status, said) => {
    await put({ status });
    clock.now += HOUR;
    const importId = await take(said);
    await takeBack(importId);
    expect(await is()).toEqual([status, 0]);
  });

  describe('when a file says it for exactly the same moment', () => {
    const day = '2026-11-20T10:00:00Z';
    const at = new Date(day);
    const offset = at.getTime() - START;
    const report = () =>
      recordEvents(deps(), ada, { source: 'webhook', events: [{ email, kind: 'unsubscribed', at }] });

    it.each(['before', 'after'])('stays if a webhook said it %s', async (order) => {
      await put(consent(START - 999 * HOUR));
      if (order === 'before') await report();
      const importId = await take('unsubscribed', day);
      if (order === 'after') await report();
      expect(await is()).toEqual(['unsubscribed', offset]);
      if (order === 'after') await takeBack(importId);
      else
        expect(await refused(takeBack(importId))).toBe(
          'not-found: The import of ada.csv changed nothing, so there is nothing to undo.',
        );
      expect(await is()).toEqual(['unsubscribed', offset]);
    });

    it.each([
      ['first', 0],
      ['last', 1],
    ])('stays if another file says it, with the %s undone', async (_which, undone) => {
      await put(consent(START - 999 * HOUR));
      const imports = [await take('unsubscribed', day)];
      clock.now += HOUR;
      imports.push(await take('unsubscribed', day));
      await takeBack(imports[undone] ?? 0);
      expect(await is()).toEqual(['unsubscribed', offset]);
      await takeBack(imports[1 - undone] ?? 0);
      expect(await is()).toEqual(['subscribed', -999 * HOUR]);
    });
  });

  it('is recorded although the status stays the same, is counted, and is removed when it is undone', async () => {
    await put({ status: 'unsubscribed' });
    clock.now += HOUR;
    const importId = await take('unsubscribed', '2026-11-20T10:00:00Z');
    const counts = { added: 0, updated: 0, unchanged: 1, lowered: 0, noted: 1 };
    expect(await importState(deps(), ada, importId)).toMatchObject({ state: 'done', ...counts });
    const ofImports = { workspaceId: ada.workspaceId, importId: { not: null } };
    expect(await audience.storage.prisma.statusFact.count({ where: ofImports })).toBe(1);
    expect(await takeBack(importId)).toMatchObject({ state: 'undone', removed: 0, restored: 0, noted: 1 });
    expect(await audience.storage.prisma.statusFact.count({ where: ofImports })).toBe(0);
    expect(await is()).toEqual(['unsubscribed', 0]);
  });

  it('stays if a later file says it, written by a process whose clock is behind', async () => {
    const first = await take('unsubscribed');
    clock.now = START - 2_000;
    const second = await take('cleaned');
    expect(await takeBack(first)).toMatchObject({ removed: 0, kept: 1 });
    expect((await is())?.[0]).toBe('unsubscribed');
    await takeBack(second);
    expect(await is()).toEqual(['unsubscribed', 0]);
  });

  it('stays if a webhook reports the bounce for the moment at which someone set it by hand, and undoes that', async () => {
    await put(consent(START - HOUR));
    const { id } = await audience.storage.prisma.contact.findFirstOrThrow({
      where: { workspaceId: ada.workspaceId, emailKey: email },
    });
    const { undoId } = await editContact(deps(), ada, { id, values: [], status: 'bounced' });
    const events = [{ email, kind: 'bounced', bounce: 'hard', at: new Date(START) }];
    await recordEvents(deps(), ada, { source: 'webhook', events });
    await undo(deps(), ada, { id: undoId ?? 0 });
    expect(await is()).toEqual(['bounced', 0]);
  });
});
