import type { Campaign } from '../../src/audience/campaigns/card.ts';

const at = new Date('2026-11-23T10:00:00Z');
const most = 2_147_483_647;

/** A campaign as it is stored, with these words wherever people type them. */
export const campaignWith = (words: string, change: Partial<Campaign> = {}): Campaign => ({
  ...{ id: most, name: words.slice(0, 80), state: 'draft', subject: words.slice(0, 300) },
  ...{ preheader: words.slice(0, 300), body: words, bodyKind: 'markdown', senderId: 1, topicId: 1 },
  ...{ audience: null, wallTime: '2026-12-04T09:00', timeZone: 'Europe/London', dueAt: at, version: most },
  ...{ contentVersion: 1, createdBy: 'U0ADA', createdAt: at, contentBy: 'U0ADA', audienceBy: 'U0ADA' },
  ...{ senderBy: 'U0ADA', updatedAt: at, askedBy: 'U0SAM', askedAt: at, approvedBy: 'U0ADA', approvedAt: at },
  ...{ bound: null, trouble: null, prepared: null, startedAt: null, endedAt: at },
  ...{ trackOpens: null, trackClicks: null, addsUtm: null },
  ...change,
});
