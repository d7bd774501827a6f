import type { CampaignReport } from '../../src/lib/campaigns/report.ts';

/** The report of a campaign to 4,849 people, which are counted one by one; its sums add up. */
export const reportWith = (change: Partial<CampaignReport> = {}): CampaignReport => ({
  ...{ id: 7, name: 'Spring sale', isOurs: true, sentAt: new Date('2026-12-04T09:00:00Z') },
  audience: 4849,
  outcome: { sent: 4770, bounced: 12, leftOut: 37, failed: 3, uncertain: 1, waiting: 26 },
  sums: [
    { state: 'delivered', reason: '', people: 4769 },
    { state: 'complained', reason: '', people: 1 },
    { state: 'bounced', reason: 'hard', people: 9 },
    { state: 'bounced', reason: 'soft', people: 3 },
    { state: 'left out', reason: 'unsubscribed', people: 36 },
    { state: 'left out', reason: 'mailed lately', people: 1 },
    { state: 'failed', reason: '', people: 3 },
    { state: 'uncertain', reason: '', people: 1 },
    { state: 'waiting', reason: '', people: 26 },
  ],
  delivered: { people: 4770, of: 4782, said: 'delivered' },
  opened: { how: 'person', people: 1201, of: 4770, hits: 2114, machines: 900, machineHits: 1800 },
  clicked: { how: 'person', people: 212, of: 4770, hits: 431, machines: 37, machineHits: 512 },
  unsubscribed: { people: 17, of: 4770 },
  complained: { people: 1, of: 4770 },
  bounced: { people: 12, of: 4782, hard: 9, soft: 3 },
  targets: [
    { label: 'tagged beta-user', delivered: 2000, opened: 300, clicked: 60, unsubscribed: 3 },
    { label: 'tagged vip', delivered: 2770, opened: 901, clicked: 224, unsubscribed: 14 },
  ],
  links: [
    { id: 1, url: 'https://www.acme.example/sale/', hits: 301, machineHits: 200, people: 180 },
    { id: 2, url: 'https://acme.example/', hits: 130, machineHits: 312, people: 130 },
    { id: 3, url: 'https://acme.example/imprint', hits: 0, machineHits: 0, people: 0 },
  ],
  hours: [
    { at: new Date('2026-12-04T09:00:00Z'), opened: 900, clicked: 120 },
    { at: new Date('2026-12-04T11:00:00Z'), opened: 400, clicked: 200 },
    { at: new Date('2026-12-05T06:00:00Z'), opened: 814, clicked: 111 },
  ],
  conversions: null,
  eventsDeletedBefore: null,
  at: new Date('2026-12-05T10:00:00Z'),
  ...change,
});
