import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { showContact } from '../../../src/audience/contacts/card.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { liftSuppression } from '../../../src/audience/contacts/lift-suppression.ts';
import { exportPerson } from '../../../src/audience/contacts/person-export.ts';
import { keysIn, suppress } from '../../../src/audience/contacts/suppress.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { consentHistory } from '../../../src/audience/topics/history.ts';
import { join } from '../../../src/audience/topics/join.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { withAudience } from '../../support/with-audience.ts';

const start = new Date('2026-11-28T10:00:00Z');
const email = 'ada@x.org';

describe('suppression by hand', () => {
  const audience = withAudience();
  let deps: AudienceDeps;
  let admin: Caller;
  let now = start;
  beforeEach(async () => {
    now = start;
    deps = { storage: audience.storage, now: () => now };
    admin = await audience.newCaller();
  });

  const put = async (address: string, at = '2026-11-01T10:00:00Z') => {
    const consent = { source: 'form', at: new Date(at) };
    const contacts = [{ email: address, status: 'subscribed' as const, consent }];
    const [result] = await putContacts(deps, admin, { contacts, make: true });
    return result?.result;
  };
  const status = async (address = email) =>
    (await showContact(deps, admin, { email: address })).contact.status;
  const lift = (at: string, address = email) =>
    liftSuppression(deps, admin, { email: address, asked: { where: 'by phone', at: new Date(at) } });
  const later = () => {
    now = new Date(now.getTime() + 60_000);
  };

  it('unsubscribes contacts, and applies to addresses that are added later', async () => {
    await put(email);
    later();
    expect(await suppress(deps, admin, { text: 'Ada <ada@x.org>, bob@x.org; bob@X.org' })).toMatchObject({
      addresses: 2,
      unsubscribed: 1,
      already: 0,
    });
    expect(await status()).toBe('unsubscribed');
    await putContacts(deps, admin, { contacts: [{ email: 'bob@x.org' }], make: true });
    expect(await status('bob@x.org')).toBe('unsubscribed');
    expect(await put('bob@x.org')).toBe('refused');
    expect(await suppress(deps, admin, { text: 'bob@x.org' })).toEqual({
      addresses: 0,
      unsubscribed: 0,
      already: 1,
    });
    const { rows } = await consentHistory(deps, admin, { contact: { email }, limit: 5 });
    expect(rows.map(({ what, said, by }) => [what, said, by])).toEqual([
      ['suppression', 'suppressed', admin.actor],
      ['status', 'opt-out', admin.actor],
      ['status', 'consent', admin.actor],
    ]);
    await expect(suppress(deps, admin, { text: 'nobody' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('can be undone with everything that it recorded, and nothing else', async () => {
    await put(email);
    later();
    await recordEvents(deps, admin, {
      source: 'webhook',
      events: [{ email: 'cy@x.org', kind: 'unsubscribed', at: now }],
    });
    const { undoId = 0 } = await suppress(deps, admin, { text: 'ada@x.org bob@x.org cy@x.org' });
    await undo(deps, admin, { id: undoId });
    expect(await status()).toBe('subscribed');
    expect(await put('bob@x.org')).toBe('created');
    expect(await put('cy@x.org')).toBe('refused');
    const { rows } = await consentHistory(deps, admin, { contact: { email }, limit: 5 });
    expect(rows.map(({ what, said, how }) => [what, said, how])).toEqual([
      ['suppression', 'undone', 'undo'],
      ['status', 'undone', 'undo'],
      ['suppression', 'suppressed', 'slack'],
      ['status', 'opt-out', 'slack'],
      ['status', 'consent', 'api'],
    ]);
  });

  it('counts again for someone who came back by themselves since', async () => {
    await put(email);
    later();
    await suppress(deps, admin, { text: email });
    later();
    await join(deps, admin.workspaceId, { email, topics: [], text: 'Sign up' });
    expect([await status(), (await showContact(deps, admin, { email })).holds]).toEqual(['subscribed', []]);
    later();
    await recordEvents(deps, admin, {
      source: 'webhook',
      events: [{ email, kind: 'unsubscribed', at: now }],
    });
    expect((await showContact(deps, admin, { email })).holds).toMatchObject([{ reason: 'unsubscribed' }]);
    later();
    await join(deps, admin.workspaceId, { email, topics: [], text: 'Sign up' });
    later();
    expect(await suppress(deps, admin, { text: email })).toMatchObject({ addresses: 1, unsubscribed: 1 });
    expect((await showContact(deps, admin, { email })).holds).toMatchObject([{ reason: 'by-hand', at: now }]);
  });

  it('can be undone for 30 minutes, and a list for 7 days, like other imports', async () => {
    const days = (count: number) => {
      now = new Date(now.getTime() + count * 86_400_000);
    };
    const { undoId: typed = 0 } = await suppress(deps, admin, { text: 'ada@x.org' });
    const { undoId: listed = 0 } = await suppress(deps, admin, { text: 'bob@x.org', how: 'import' });
    now = new Date(now.getTime() + 31 * 60_000);
    await expect(undo(deps, admin, { id: typed })).rejects.toMatchObject({ code: 'not-found' });
    days(6);
    await undo(deps, admin, { id: listed });
    const { undoId: late = 0 } = await suppress(deps, admin, { text: 'bob@x.org', how: 'import' });
    days(7);
    await expect(undo(deps, admin, { id: late })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads a long list in pieces, with room for others between them, and all of it', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `Some One <a${n}@x.org>,,"b${n % 7}@x.org"`);
    let turns = 0;
    const turn = () => {
      turns += 1;
      turning = setImmediate(turn);
    };
    let turning = setImmediate(turn);
    const keys = await keysIn(lines.join('\r\n'));
    clearImmediate(turning);
    expect(keys).toHaveLength(20_007);
    expect(turns).toBeGreaterThan(5);
    expect(await keysIn('no address')).toEqual([]);
  });

  it('goes on where a long list stopped, and undoes all of it', async () => {
    const list = Array.from({ length: 4100 }, (_, n) => `a${n}@x.org`).join('\n');
    const { prisma } = deps.storage;
    const { workspaceId } = admin;
    await suppress(deps, admin, { text: 'a7@x.org' });
    const stops = new Error('stopped');
    let transactions = 0;
    const pool = new Proxy(deps.storage.pool, {
      get(target, name) {
        if (name === 'connect' && ++transactions === 3) throw stops;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const broken = { ...deps, storage: { ...deps.storage, pool } };
    later();
    await expect(suppress(broken, admin, { text: list, how: 'import' })).rejects.toBe(stops);
    expect(await prisma.suppression.count({ where: { workspaceId } })).toBe(4000);
    later();
    expect(await suppress(deps, admin, { text: list, how: 'import' })).toMatchObject({
      ...{ addresses: 100, already: 4000 },
    });
    const undos = await prisma.undo.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
    for (const { id } of undos) await undo(deps, admin, { id });
    expect(await prisma.suppression.count({ where: { workspaceId } })).toBe(0);
  });

  it('is lifted only by the person’s own later consent, with its source and time', async () => {
    await put(email);
    later();
    await suppress(deps, admin, { text: 'ada@x.org bob@x.org' });
    await expect(lift('2026-11-20T10:00:00Z')).rejects.toMatchObject({ about: 'when' });
    await expect(lift('2026-11-20T10:00:00Z', 'bob@x.org')).rejects.toMatchObject({ about: 'when' });
    await expect(lift('2027-11-20T10:00:00Z')).rejects.toMatchObject({ about: 'when' });
    later();
    await lift(now.toISOString());
    await lift(now.toISOString(), 'bob@x.org');
    expect(await status()).toBe('subscribed');
    expect(await put('bob@x.org')).toBe('created');
    const { rows } = await consentHistory(deps, admin, { contact: { email }, limit: 2 });
    expect(rows.map(({ said, details }) => [said, details.where])).toEqual([
      ['lifted', 'by phone'],
      ['consent', 'by phone'],
    ]);
    await expect(lift(now.toISOString())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is never lifted for someone who complained or was erased', async () => {
    await put(email);
    const events = [email, 'bob@x.org'].map((each) => ({ email: each, kind: 'complained', at: now }));
    await recordEvents(deps, admin, { source: 'webhook', events });
    await put('cy@x.org');
    await forgetContact(deps, admin, { email: 'cy@x.org' });
    later();
    for (const address of [email, 'bob@x.org', 'cy@x.org'])
      await expect(lift(now.toISOString(), address)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await status()).toBe('unsubscribed');
  });

  it('gives an admin a copy of everything stored about one person', async () => {
    await put(email);
    later();
    await recordEvents(deps, admin, {
      source: 'api',
      events: [{ email, kind: 'opened', at: now, campaign: 'Spring' }],
    });
    await suppress(deps, admin, { text: email });
    const { name, content } = await exportPerson(deps, admin, { email });
    expect(name).not.toContain('ada');
    expect(JSON.parse(content)).toMatchObject({
      contact: { email, status: 'unsubscribed' },
      events: [{ kind: 'opened', campaign: 'Spring' }],
      consentHistory: [{ said: 'consent' }, { said: 'opt-out' }, { said: 'suppressed' }],
      suppressions: [{ reason: 'by-hand' }],
    });
    await expect(exportPerson(deps, { ...admin, role: 'editor' }, { email })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });
});
