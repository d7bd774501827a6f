import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addSample } from '../../../src/audience/workspace/sample.ts';
import { samplePerson } from '../../../src/audience/workspace/sample-people.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('a sample person', () => {
  it('is the same for the same number and day', () => {
    expect(samplePerson(7, now)).toEqual(samplePerson(7, now));
    expect(samplePerson(7, now)).not.toEqual(samplePerson(8, now));
  });

  it('has their own address, and did nothing before signing up or after now', () => {
    const people = Array.from({ length: 5000 }, (_, number) => samplePerson(number, now));
    expect(new Set(people.map((person) => person.email)).size).toBe(people.length);
    for (const { signedUpAt, events } of people) {
      expect(signedUpAt <= now).toBe(true);
      for (const event of events)
        expect(event.occurredAt >= signedUpAt && event.occurredAt <= now).toBe(true);
    }
  });

  it('belongs to a believable audience', () => {
    const people = Array.from({ length: 5000 }, (_, number) => samplePerson(number, now));
    const share = (of: (person: (typeof people)[number]) => boolean) =>
      people.filter(of).length / people.length;
    expect(share((person) => person.status === 'subscribed')).toBeCloseTo(0.82, 1);
    expect(share((person) => person.tags.includes('vip'))).toBeCloseTo(0.05, 1);
    expect(share((person) => person.events.some((event) => event.kind === 'opened'))).toBeGreaterThan(0.4);
    expect(share((person) => !person.events.some((event) => event.kind === 'opened'))).toBeGreaterThan(0.2);
  });
});

describe('the sample audience', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;

  const counts = async (workspaceId: number) => {
    const { contact, event, contactTag } = audience.storage.prisma;
    const where = { workspaceId };
    return [await contact.count({ where }), await event.count({ where }), await contactTag.count({ where })];
  };

  it('is written whole, and not twice', async () => {
    const caller: Caller = await audience.newCaller('admin', 'command line');
    const people = Array.from({ length: 2500 }, (_, number) => samplePerson(number, now));
    const expected = [
      2500,
      people.reduce((sum, person) => sum + person.events.length, 0),
      people.reduce((sum, person) => sum + person.tags.length, 0),
    ];
    expect(await addSample(deps, caller, { contacts: 2500 })).toEqual({
      contacts: 2500,
      events: expected[1],
    });
    expect(await counts(caller.workspaceId)).toEqual(expected);
    expect(await addSample(deps, caller, { contacts: 2500 })).toEqual({ contacts: 2500, events: 0 });
    expect(await counts(caller.workspaceId)).toEqual(expected);
  });

  it('doesn’t mix with contacts that a team imported', async () => {
    const workspaceId = await audience.addWorkspace();
    const email = 'ada@x.org';
    await audience.storage.prisma.contact.create({
      data: { workspaceId, email, emailKey: email, statusSource: 'import', source: 'import' },
    });
    const caller: Caller = { workspaceId, actor: 'command line', role: 'admin' };
    expect(await refused(addSample(deps, caller, { contacts: 10 }))).toBe(
      'invalid-input: This workspace already has contacts (1), and a sample would mix with them.',
    );
    expect(await counts(workspaceId)).toEqual([1, 0, 0]);
  });

  it.each([0, -1, 1.5, Number.NaN, 1_000_001])('refuses %s contacts', async (contacts) => {
    const caller: Caller = await audience.newCaller('admin', 'command line');
    expect(await refused(addSample(deps, caller, { contacts }))).toContain('1 to 1000000 contacts');
  });
});
