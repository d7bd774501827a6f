import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { campaignLinks } from '../../src/audience/public/links.ts';
import { readToken } from '../../src/audience/public/token.ts';
import { createPublicPages } from '../../src/http/public/routes.ts';
import { addPeople, addSender, draftFor } from '../support/campaigns.ts';
import { withAudience } from '../support/with-audience.ts';

describe('a mail as a web page', () => {
  const audience = withAudience();
  const url = 'https://mail.acme.example';
  let ada: Caller;
  let view: string;
  let ids: { campaignId: number; contactId: number };
  beforeEach(async () => {
    ada = await audience.newCaller();
    const { workspaceId } = ada;
    const [contactId = 0] = await addPeople(audience.storage, workspaceId, 1);
    const senderId = await addSender(audience.storage, workspaceId);
    const { id: campaignId } = await draftFor(deps(), ada, { senderId, body: 'Hello **{{name|there}}**' });
    ids = { campaignId, contactId };
    view = campaignLinks(deps(), { workspaceId, ...ids, emailChangedAt: null, month: 82 }).viewUrl;
  });
  const deps = (): AudienceDeps => ({
    ...{ storage: audience.storage, now: () => new Date(), pages: { url, check: async () => undefined } },
  });
  const mailed = () =>
    audience.storage.pool.query(
      `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month, marked_at)
       VALUES ($1, $2, $3, 'handed over', now(), 82, now())`,
      [ada.workspaceId, ids.campaignId, ids.contactId],
    );
  const get = (at: string) => createPublicPages(deps(), { log: () => {} }).request(at.slice(url.length));

  it('shows it to the person who got it, without scripts or links that raise anything', async () => {
    await mailed();
    const page = await get(view);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Hello <strong>Person 1</strong>');
    expect(html).toContain('1 Example Street');
    expect(html).toContain(view);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox (?!.*allow-scripts)/);
    const [, token = ''] = /\/p\/([\w-]+)/.exec(html) ?? [];
    expect(readToken(audience.storage, token)).toMatchObject({ kind: 'copied', id: ids.contactId });
  });

  it('shows nothing for a forged link, a mail that didn’t go out, someone who was erased, or the key of a mail', async () => {
    expect((await get(view)).status).toBe(404);
    await mailed();
    expect((await get(`${view}x`)).status).toBe(404);
    const { workspaceId } = ada;
    const { sendKey } = campaignLinks(deps(), { workspaceId, ...ids, emailChangedAt: null, month: 82 });
    expect((await get(`${url}/view/${sendKey}`)).status).toBe(404);
    // And the other way round: it opens no preference page.
    expect((await get(view.replace('/view/', '/p/'))).status).toBe(404);
    await audience.storage.pool.query('DELETE FROM contacts WHERE id = $1', [ids.contactId]);
    expect((await get(view)).status).toBe(404);
  });
});
