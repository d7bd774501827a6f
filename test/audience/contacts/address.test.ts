import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { liftBounce } from '../../../src/audience/contacts/address.ts';
import { showContact } from '../../../src/audience/contacts/card.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { suppress } from '../../../src/audience/contacts/suppress.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { preferencesUrl } from '../../../src/audience/public/links.ts';
import { visitOf } from '../../../src/audience/public/visit.ts';
import { consentHistory } from '../../../src/audience/topics/history.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { withAudience } from '../../support/with-audience.ts';

const start = new Date('2026-11-28T10:00:00Z');
const [wrong, right] = ['ada@x.rog', 'ada@x.org'];

describe('another address for a contact', () => {
  const audience = withAudience();
  let deps: AudienceDeps;
  let admin: Caller;
  let id: number;
  let now = start;
  beforeEach(async () => {
    now = start;
    deps = {
      storage: audience.storage,
      now: () => now,
      pages: { url: 'https://acme.example', check: async () => undefined },
    };
    admin = await audience.newCaller();
    id = await put(wrong);
    later();
  });

  const later = () => {
    now = new Date(now.getTime() + 60_000);
  };
  async function put(email: string): Promise<number> {
    const consent = { source: 'form', at: new Date('2026-11-01T10:00:00Z') };
    const contacts = [{ email, status: 'subscribed' as const, consent }];
    const [result] = await putContacts(deps, admin, { contacts, make: true });
    if (result === undefined || !('id' in result)) throw new Error(JSON.stringify(result));
    return result.id;
  }
  const report = async (email: string, kind: string) => {
    const event = { email, kind, at: now };
    const events = [kind === 'bounced' ? { ...event, bounce: 'hard' } : event];
    await recordEvents(deps, admin, { source: 'webhook', events });
    later();
  };
  const change = async (email: string) => {
    const edited = await editContact(deps, admin, { id, values: [], email });
    later();
    return edited;
  };
  const card = async () => showContact(deps, admin, { id });
  const status = async () => (await card()).contact.status;

  it('lets an admin lift a hard bounce, once the address was corrected', async () => {
    await report(wrong, 'bounced');
    expect((await card()).holds).toMatchObject([{ reason: 'bounced', isCorrected: false }]);
    await expect(liftBounce(deps, admin, { id })).rejects.toMatchObject({ code: 'invalid-input' });
    await change(right);
    expect((await card()).holds).toMatchObject([{ reason: 'bounced', isCorrected: true }]);
    await expect(liftBounce(deps, { ...admin, role: 'editor' }, { id })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await liftBounce(deps, admin, { id });
    expect(await card()).toMatchObject({ contact: { email: right, status: 'subscribed' }, holds: [] });
    const { rows } = await consentHistory(deps, admin, { contact: { id }, limit: 2 });
    expect(rows.map(({ what, said, by, details }) => [what, said, by, details])).toEqual([
      [
        'status',
        'undone',
        admin.actor,
        { reason: 'the address was corrected', from: 'bounced', to: 'subscribed' },
      ],
      ['address', 'changed', admin.actor, {}],
    ]);
    // The wrong address stays known as one that bounces.
    const added = { email: wrong, name: null, values: [], status: 'subscribed' as const };
    expect(await addContact(deps, admin, added)).toMatchObject({ suppressed: { reason: 'bounced' } });
  });

  it('lifts a bounce that came after the change for nobody', async () => {
    await change(right);
    await report(right, 'bounced');
    await expect(liftBounce(deps, admin, { id })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('makes somebody who came as bounced non-subscribed: they never agreed', async () => {
    const contacts = [{ email: 'bob@x.rog', status: 'bounced' as const }];
    const [bob] = await putContacts(deps, admin, { contacts, make: true });
    id = (bob as { id: number }).id;
    later();
    await change('bob@x.org');
    await liftBounce(deps, admin, { id });
    expect(await status()).toBe('non-subscribed');
  });

  it.each(['unsubscribed', 'complained'])('keeps that they %s, for both addresses', async (kind) => {
    await report(wrong, kind);
    await change(right);
    expect(await status()).toBe('unsubscribed');
    await expect(liftBounce(deps, admin, { id })).rejects.toMatchObject({ code: 'invalid-input' });
    const added = { email: wrong, name: null, values: [], status: 'subscribed' as const };
    expect(await addContact(deps, admin, added)).toMatchObject({ suppressed: { reason: kind } });
    const [row] = await deps.storage.prisma.suppression.findMany({
      where: { workspaceId: admin.workspaceId, emailHash: deps.storage.hash(right), reason: kind },
    });
    expect(row?.at).toEqual(new Date(start.getTime() + 60_000));
  });

  it('counts what is known against the new address', async () => {
    await suppress(deps, admin, { text: right });
    later();
    await change(right);
    expect((await card()).holds).toMatchObject([{ reason: 'by-hand' }]);
    expect(await status()).toBe('unsubscribed');
  });

  it('is refused if somebody has it, if it was erased, and if it is none', async () => {
    await put('bob@x.org');
    await expect(change('Bob@x.org')).rejects.toMatchObject({ code: 'taken', about: 'email' });
    await put('cy@x.org');
    await forgetContact(deps, admin, { email: 'cy@x.org' });
    await expect(change('cy@x.org')).rejects.toMatchObject({ code: 'not-allowed', about: 'email' });
    await expect(change('ada@')).rejects.toMatchObject({ code: 'invalid-input', about: 'email' });
    expect((await card()).contact.email).toBe(wrong);
  });

  it('takes the trust from links that went to the old one, and is put back by Undo', async () => {
    const link = async () => {
      const { emailChangedAt } = (await card()).contact;
      const url = preferencesUrl(deps, { workspaceId: admin.workspaceId, contactId: id, emailChangedAt });
      return url.split('/').at(-1) ?? '';
    };
    const isTrusted = async (token: string) => {
      const visit = await visitOf(deps, token);
      return typeof visit === 'string' ? visit : visit.isTrusted;
    };
    const old = await link();
    expect(await isTrusted(old)).toBe(true);
    await change('ADA@x.rog');
    expect(await isTrusted(old)).toBe(true);
    const { undoId = 0 } = await change(right);
    expect([await isTrusted(old), await isTrusted(await link())]).toEqual([false, true]);
    await undo(deps, admin, { id: undoId });
    expect((await card()).contact).toMatchObject({ email: 'ADA@x.rog', emailKey: wrong });
    expect([await isTrusted(old), await isTrusted(await link())]).toEqual([false, true]);
  });
});
