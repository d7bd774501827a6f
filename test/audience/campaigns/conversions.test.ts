import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { changeConversions, conversionsForm } from '../../../src/audience/campaigns/conversions.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { listChanges } from '../../../src/audience/workspace/history.ts';
import { addPeople, addSender, draftFor } from '../../support/campaigns.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('conversions of a campaign', () => {
  const audience = withAudience();
  const { deps } = audience;
  let ada: Caller;
  let id: number;
  beforeEach(async () => {
    ada = await audience.newCaller('editor');
    const senderId = await addSender(audience.storage, ada.workspaceId);
    ({ id } = await draftFor(deps, ada, { senderId, name: 'Spring sale' }));
  });
  const change = (kind: string | null, days = 5, after: 'click' | 'delivery' = 'click') =>
    changeConversions(deps, ada, { id, kind, days, after });

  it('offers the workspace’s own events, and begins with none of them', async () => {
    await addPeople(audience.storage, ada.workspaceId, 1);
    await recordEvents(deps, ada, {
      source: 'api',
      events: ['purchase', 'opened'].map((kind) => ({
        ...{ id: kind, email: 'person-1@x.example', kind, at: new Date('2026-11-20T10:00:00Z') },
      })),
    });
    expect(await conversionsForm(deps, ada, { id })).toEqual({
      campaign: { id, name: 'Spring sale' },
      settings: { kind: null, days: 5, after: 'click' },
      kinds: ['purchase'],
    });
  });

  it('saves the event, the days, and what they are counted from, each change in the history', async () => {
    await change('  Purchase ', 30, 'delivery');
    expect((await conversionsForm(deps, ada, { id })).settings).toEqual({
      ...{ kind: 'purchase', days: 30, after: 'delivery' },
    });
    await change('purchase', 30, 'delivery');
    await change(null);
    expect((await conversionsForm(deps, ada, { id })).settings.kind).toBeNull();
    const { changes } = await listChanges(deps, ada, { limit: 10 });
    const said = changes.filter(({ action }) => action === 'campaign.conversions-set');
    expect(said.map(({ subject, details }) => [subject, details])).toEqual([
      ['Spring sale', {}],
      ['Spring sale', { event: 'purchase', days: 30 }],
    ]);
  });

  it('refuses mail’s own events, no event, and days that no one means; viewers may only look', async () => {
    expect(await refused(change('Opened'))).toBe(
      'invalid-input: "opened" is about mail. A conversion is an event of your own, such as a purchase.',
    );
    expect(await refused(change(' '))).toBe('invalid-input: Which event? For example: purchase');
    expect(await refused(change('x'.repeat(61)))).toMatch(/at most 60 characters/);
    for (const days of [0, 91, 1.5, Number.NaN])
      expect(await refused(change('purchase', days))).toMatch('Conversions are counted for 1 to 90 days.');
    const vic = { ...ada, role: 'viewer' as const };
    const changed = changeConversions(deps, vic, { id, kind: 'purchase', days: 5, after: 'click' });
    expect(await refused(changed)).toMatch(/^not-allowed: You need the editor role/);
  });
});
