import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { showContact } from '../../../src/audience/contacts/card.ts';
import { contactCard } from '../../../src/slack/contacts/messages-card.ts';
import type { Storage } from '../../../src/storage/database/client.ts';
import { databases } from '../../support/database.ts';
import { failing } from '../../support/failing-storage.ts';
import { withAudience } from '../../support/with-audience.ts';

const SEGMENTS = 120;

describe.each(databases)('the card of a contact in many segments (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let ada: Caller;
  beforeAll(async () => {
    ada = await audience.newCaller('editor');
    const { workspaceId } = ada;
    await addContact(audience.deps, ada, { email: 'a@x.org', name: 'Ann', values: [], status: 'subscribed' });
    const name = (n: number) => `S ${String(n).padStart(3, '0')}`;
    await audience.storage.prisma.segment.createMany({
      data: Array.from({ length: SEGMENTS }, (_, n) => ({
        ...{ workspaceId, name: name(n), nameKey: name(n).toLowerCase(), createdBy: '', updatedBy: '' },
        rule: { type: 'everyone' },
      })),
    });
  });

  /** How often the last slow storage was asked about segments. */
  let asked = 0;
  /** A storage whose n-th query about segments takes this many milliseconds. */
  function slow(storage: Storage, { at, ms }: { at: number[]; ms: number }): Storage {
    asked = 0;
    const lag = async (query: (sql: string) => Promise<unknown>, sql: unknown): Promise<void> => {
      if (typeof sql !== 'string' || !sql.startsWith('SELECT ARRAY[EXISTS')) return;
      asked += 1;
      if (!at.includes(asked)) return;
      if (kind === 'server') await query(`SELECT pg_sleep(${ms / 1000})`);
      else await sleep(ms);
    };
    const guarded = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(object, key) {
          const value = Reflect.get(object, key);
          if (typeof value !== 'function') return value;
          if (key === 'connect') return async () => guarded((await value.call(object)) as object);
          if (key !== 'query') return value.bind(object);
          return async (...args: unknown[]) => {
            await lag((sql) => value.call(object, sql), args[0]);
            return value.apply(object, args);
          };
        },
      });
    return { ...storage, pool: guarded(storage.pool) };
  }
  const cardOn = (storage: Storage, patience?: { all: number; each: number }) => {
    const deps: AudienceDeps = { storage, now: () => new Date() };
    return showContact(deps, ada, { email: 'a@x.org' }, patience === undefined ? {} : { patience });
  };
  const words = (card: Awaited<ReturnType<typeof showContact>>) => JSON.stringify(contactCard(card).blocks);

  it('names all of them, and none that weren’t checked', async () => {
    const card = await cardOn(audience.storage);
    expect([card.segments.length, card.unasked]).toEqual([SEGMENTS, []]);
    expect(words(card)).not.toContain('took too long');
  });

  it('shows those that were checked in time if some take too long, and says how many weren’t', async () => {
    const card = await cardOn(slow(audience.storage, { at: [2], ms: 2_500 }), { all: 3_000, each: 1_000 });
    // On the embedded database, the queries behind the slow one wait for it, and miss the deadline too.
    const late = kind === 'server' ? 50 : card.unasked.length;
    expect(late).toBeGreaterThanOrEqual(50);
    expect([card.segments.length, card.unasked.length]).toEqual([SEGMENTS - late, late]);
    expect(card.unasked[0]).toBe('S 050');
    expect(card.contact.name).toBe('Ann');
    expect(words(card)).toContain(`Checking ${late} segments took too long. Refresh to try again.`);
  });

  it('names the unchecked ones if there are only a few', async () => {
    await sleep(kind === 'server' ? 0 : 2_500);
    const card = await cardOn(audience.storage);
    const few = { ...card, segments: [], unasked: ['A', 'B'] };
    expect(words(few)).toContain('Checking 2 segments took too long: *A*, *B*. Refresh to try again.');
    expect(words(few)).toContain('In no segments of those checked');
  });

  it('stops checking once the time for all of them is over', async () => {
    const card = await cardOn(slow(audience.storage, { at: [1, 2, 3], ms: 1_000 }), {
      all: 300,
      each: 8_000,
    });
    expect(asked).toBe(1);
    expect([card.segments, card.unasked.length]).toEqual([[], SEGMENTS]);
  });

  it('fails if the database fails', async () => {
    await sleep(kind === 'server' ? 0 : 1_500);
    const broken = failing(audience.storage, [{ statement: 'SELECT ARRAY[', times: [1] }]);
    await expect(cardOn(broken)).rejects.toThrow('the connection is gone');
  });
});
