import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { deliverability } from '../../../src/audience/campaigns/deliverability.ts';
import { resultsCard } from '../../../src/audience/campaigns/results-card.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { begunCampaign } from '../../support/begun-campaign.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe('deliverability', () => {
  const audience = withAudience({ now: () => now });
  let ada: Caller;
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
    for (const [domain, people] of [
      ['gmail.com', 60],
      ['googlemail.com', 40],
      ['hotmail.de', 49],
      ['acme.example', 60],
    ] as const)
      await query(
        `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source)
         SELECT $1, e, e, 'subscribed', 'import', 'import' FROM generate_series(1, $3::int) n, LATERAL (SELECT 'p' || n || '@' || $2 AS e) x`,
        ...[ada.workspaceId, domain, people],
      );
  });

  /** Sets how the mails to the first people of a domain fared. */
  const fare = (
    id: number,
    given: { domain: string; people: number; state: string; reason?: string; days?: number },
  ) =>
    query(
      `UPDATE campaign_recipients r SET state = $4, reason = $5, handed_at = $6
       WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.contact_id IN (SELECT id FROM contacts
         WHERE workspace_id = $1 AND email_key LIKE '%@' || $3 ORDER BY id LIMIT $7)`,
      ...[ada.workspaceId, id, given.domain, given.state, given.reason ?? null],
      ...[daysAgo(given.days ?? 3), given.people],
    );

  it('counts the mails of 30 days by where they went, and says where too much bounced or was reported as spam', async () => {
    const id = await begunCampaign(audience.deps, ada);
    for (const domain of ['gmail.com', 'googlemail.com', 'hotmail.de', 'acme.example'])
      await fare(id, { domain, people: 60, state: 'handed over' });
    // 2 of 100 are not above 2 %; soft bounces pause nothing.
    await fare(id, { domain: 'gmail.com', people: 4, state: 'bounced', reason: 'soft' });
    await fare(id, { domain: 'gmail.com', people: 2, state: 'bounced', reason: 'hard' });
    // Too few mails to say.
    await fare(id, { domain: 'hotmail.de', people: 10, state: 'bounced', reason: 'hard' });
    // A single report says little, two of 60 say enough.
    await fare(id, { domain: 'acme.example', people: 2, state: 'complained' });
    await fare(id, { domain: 'googlemail.com', people: 1, state: 'complained' });
    const found = await deliverability(audience.deps, ada);
    expect(found).toEqual({
      domains: [
        { domain: 'Gmail', handed: 100, bounced: 2, complained: 1, isPoor: false },
        { domain: 'acme.example', handed: 60, bounced: 0, complained: 2, isPoor: true },
        { domain: 'Outlook', handed: 49, bounced: 10, complained: 0, isPoor: false },
      ],
      others: null,
      all: { handed: 209, bounced: 12, complained: 3, isPoor: true },
      days: 30,
      at: now,
    });
    await fare(id, { domain: 'gmail.com', people: 60, state: 'handed over', days: 31 });
    expect((await deliverability(audience.deps, ada)).domains.at(-1)).toMatchObject({
      domain: 'Gmail',
      handed: 40,
    });
  });

  it('warns on the card of a campaign where it bounced too much, as far as it has enough mails there', async () => {
    const id = await begunCampaign(audience.deps, ada);
    for (const domain of ['gmail.com', 'googlemail.com', 'hotmail.de', 'acme.example'])
      await fare(id, { domain, people: 60, state: 'handed over' });
    await fare(id, { domain: 'hotmail.de', people: 10, state: 'bounced', reason: 'hard' });
    await fare(id, { domain: 'googlemail.com', people: 2, state: 'bounced', reason: 'hard' });
    const card = () => resultsCard(audience.deps, ada, { id });
    expect(await card()).toMatchObject({ isPoor: true, poorDomains: [] });
    await fare(id, { domain: 'gmail.com', people: 1, state: 'bounced', reason: 'hard' });
    await fare(id, { domain: 'acme.example', people: 2, state: 'complained' });
    expect((await card()).poorDomains).toEqual([
      { domain: 'Gmail', handed: 100, bounced: 3, complained: 0 },
      { domain: 'acme.example', handed: 60, bounced: 0, complained: 2 },
    ]);
    // A campaign's warning doesn't end after 30 days.
    await fare(id, { domain: 'acme.example', people: 2, state: 'complained', days: 90 });
    expect((await card()).poorDomains.map(({ domain }) => domain)).toContain('acme.example');
  });

  it('counts mails to domains that lost their name under the others', async () => {
    const id = await begunCampaign(audience.deps, ada);
    await fare(id, { domain: 'acme.example', people: 60, state: 'handed over' });
    await query(
      `UPDATE campaign_domains SET domain = '' WHERE workspace_id = $1 AND domain = 'acme.example'`,
      ada.workspaceId,
    );
    await fare(id, { domain: 'hotmail.de', people: 5, state: 'handed over' });
    expect(await deliverability(audience.deps, ada)).toMatchObject({
      domains: [{ domain: 'Outlook', handed: 5 }],
      others: { domains: 1, handed: 60 },
      all: { handed: 65 },
    });
  });

  it('warns in the same way about a campaign that is known from reports alone', async () => {
    const event = (n: number, kind: string, more = {}) => ({
      ...{ email: `p${n}@acme.example`, kind, at: daysAgo(50), campaign: 'Black Friday', ...more },
    });
    await recordEvents(audience.deps, ada, {
      source: 'api',
      events: [
        ...Array.from({ length: 60 }, (_, n) => event(n + 1, 'received')),
        ...[event(1, 'bounced', { bounce: 'hard' }), event(2, 'bounced', { bounce: 'hard' })],
      ],
    });
    expect(await resultsCard(audience.deps, ada, { name: 'Black Friday' })).toMatchObject({
      isPoor: true,
      poorDomains: [{ domain: 'acme.example', handed: 60, bounced: 2, complained: 0 }],
    });
  });

  it('counts campaigns that are known from reports alone, and no one who only opened an old mail', async () => {
    const event = (n: number, kind: string, more = {}) => ({
      ...{ email: `p${n}@acme.example`, kind, at: daysAgo(2), campaign: 'Black Friday', ...more },
    });
    await recordEvents(audience.deps, ada, {
      source: 'api',
      events: [
        ...Array.from({ length: 50 }, (_, n) => event(n + 1, 'received')),
        ...[event(1, 'bounced', { bounce: 'hard' }), event(2, 'bounced', { bounce: 'soft' })],
        ...[
          event(3, 'bounced', { bounce: 'hard' }),
          event(60, 'opened'),
          event(4, 'received', { at: daysAgo(40) }),
        ],
      ],
    });
    expect((await deliverability(audience.deps, ada)).domains).toEqual([
      { domain: 'acme.example', handed: 50, bounced: 2, complained: 0, isPoor: true },
    ]);
  });
});
