import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenGuard, differenceOf } from '../../../src/lib/campaigns/bound.ts';
import {
  type CampaignAct,
  campaignActs,
  type campaignStates,
  isPossible,
  liveStates,
} from '../../../src/lib/campaigns/states.ts';

const acts = Object.keys(campaignActs) as CampaignAct[];

describe('what can be done with a campaign', () => {
  it('ends in sent or stopped whatever happens, and only an admin sends to the uncertain of a sent one', () => {
    expect(acts.filter((act) => isPossible(act, 'sent'))).toEqual(['send to uncertain']);
    expect(acts.filter((act) => isPossible(act, 'stopped'))).toEqual([]);
    expect(liveStates).not.toContain('sent');
  });

  it('reaches sending only through preparing, or by an admin who resumes', () => {
    const toSending = acts.filter((act) => campaignActs[act].to === 'sending');
    expect(toSending).toEqual(['resume', 'send to uncertain', 'treat as uncertain', 'begin']);
    for (const act of toSending) expect(['admin', 'Rollcall']).toContain(campaignActs[act].by);
    expect(campaignActs.begin.from).toEqual(['preparing']);
  });

  it('is scheduled by admins only, and never edited while it is approved', () => {
    const toScheduled = acts.filter((act) => campaignActs[act].to === 'scheduled');
    for (const act of toScheduled) expect(campaignActs[act].by).toBe('admin');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 30 }), (path) => {
        let state: (typeof campaignStates)[number] = 'draft';
        let isApproved = false;
        for (const act of path) {
          if (!isPossible(act, state)) continue;
          state = campaignActs[act].to;
          if (act === 'approve' || act === 'send') isApproved = true;
          if (act === 'edit') isApproved = false;
          // Nothing goes out that was changed after its approval.
          if (state === 'preparing') expect(isApproved).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what was approved, and what would be sent', () => {
  const bound = { contentVersion: 1, audience: 'a', senderId: 1, topicId: null, count: 400 };
  const found = (changes: Partial<typeof bound>, from: Partial<typeof bound> = {}) =>
    differenceOf({ ...bound, ...from }, { ...bound, ...from, ...changes }, { secondPersonAbove: 500 })?.why;

  it.each<[string | undefined, Partial<typeof bound>, Partial<typeof bound>?]>([
    [undefined, {}],
    ['content changed', { contentVersion: 2 }],
    ['audience changed', { audience: 'b' }],
    ['sender changed', { senderId: 2 }],
    ['topic changed', { topicId: 3 as never }],
    // By more than 20 % and 50 people.
    [undefined, { count: 450 }],
    [undefined, { count: 480 }],
    ['count', { count: 481 }],
    ['count', { count: 319 }],
    // 60 of 100 is 60 %, and 60 people.
    ['count', { count: 40 }, { count: 100 }],
    [undefined, { count: 60 }, { count: 100 }],
    // By 5,000.
    [undefined, { count: 105_000 }, { count: 100_000 }],
    ['count', { count: 105_001 }, { count: 100_000 }],
    // Past the number that takes a second person.
    [undefined, { count: 500 }, { count: 490 }],
    ['count', { count: 501 }, { count: 490 }],
  ])('differ in %s', (why, changes, from) => {
    expect(found(changes, from)).toBe(why);
  });

  it('pauses for bounces over 5 % and complaints over 0.3 %, from 200 mails on', () => {
    const why = (handed: number, bounced: number, complained: number) =>
      brokenGuard({ handed, bounced, complained })?.why;
    expect(why(199, 199, 199)).toBeUndefined();
    expect([why(200, 10, 0), why(200, 11, 0)]).toEqual([undefined, 'bounces']);
    expect([why(1000, 0, 3), why(1000, 0, 4)]).toEqual([undefined, 'complaints']);
  });
});
