import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { showCampaign } from '../../../src/audience/campaigns/drafts.ts';
import { sendToUncertain } from '../../../src/audience/campaigns/running.ts';
import { startPump } from '../../../src/audience/campaigns/sending/pump.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { knownTo, sizeOfRule, understand } from '../../../src/audience/segments/segments.ts';
import { until } from '../../support/app-process.ts';
import {
  addPeople,
  addSender,
  draftFor,
  type FakeServer,
  fakeServer,
  sendNow,
} from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('rules about campaigns that go out', () => {
  const audience = withAudience();
  let ada: Caller;
  let server: FakeServer;
  let id: number;

  const deps = (): AudienceDeps => ({
    ...{ storage: audience.storage, now: audience.storage.clock.now, sending: server.port },
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
  });
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);

  /** How many people match, as people ask: answers of the same minute may be kept. */
  async function counts(...sentences: string[]): Promise<number[]> {
    const known = await knownTo(deps(), ada);
    const sizes = sentences.map((sentence) => sizeOfRule(deps(), known, understand(sentence, known)));
    return (await Promise.all(sizes)).map(({ members }) => members);
  }
  const asked = [
    'was sent "Spring"',
    'was left out of Spring',
    'missed Spring',
    'was not sent "Spring"',
  ] as const;

  async function prepare(): Promise<void> {
    const runner = startJobRunner(deps(), { pollMs: 5 });
    await runner.idle();
    await runner.stop();
  }
  async function run(): Promise<void> {
    const running = startPump(deps(), { pollMs: 20 });
    await until(async () => (await showCampaign(deps(), ada, { id })).state === 'sent', 10_000);
    await running.stop();
  }

  beforeEach(async () => {
    ada = await audience.newCaller();
    server = fakeServer();
    const senderId = await addSender(audience.storage, ada.workspaceId);
    const ids = await addPeople(audience.storage, ada.workspaceId, 6);
    await addPeople(audience.storage, ada.workspaceId, 2, { status: 'unsubscribed', prefix: 'gone' });
    // One of them got something today.
    await query('UPDATE workspaces SET mailed_lately_days = 3 WHERE id = $1', ada.workspaceId);
    const received = { email: 'person-1@x.example', kind: 'received', at: new Date().toISOString() };
    await recordEvents(deps(), ada, { source: 'api', events: [{ ...received, campaign: 'Elsewhere' }] });
    expect(ids).toHaveLength(6);
    id = (await draftFor(deps(), ada, { senderId, name: 'Spring' })).id;
  });

  it('count again when it is prepared, handed over, refused or settled', async () => {
    expect(await counts(...asked)).toEqual([0, 0, 0, 8]);
    await sendNow(deps(), ada, { id });
    await prepare();
    // Two unsubscribed, and the one who had mail today.
    expect(await counts(...asked)).toEqual([0, 3, 1, 8]);
    expect(await counts('was left out of Spring because they unsubscribed')).toEqual([2]);
    server.answer = ({ to }) => {
      if (to.address === 'person-2@x.example') return { is: 'refused', reply: '554 spam', isNobody: false };
      if (to.address === 'person-3@x.example') return { is: 'uncertain', reply: 'no reply' };
      return { is: 'sent', reply: '250 taken' };
    };
    await run();
    expect(await counts(...asked)).toEqual([4, 3, 2, 4]);
    expect(await counts('was sent "Spring" but never received it')).toEqual([1]);
    server.answer = () => ({ is: 'refused', reply: '554 spam', isNobody: false });
    await sendToUncertain(deps(), ada, { id });
    await run();
    // They may have it from before: they are still not among those who missed it.
    expect(await counts(...asked)).toEqual([4, 3, 2, 4]);
  });

  it('have the mail server as the cause of what a watch sees', async () => {
    await sendNow(deps(), ada, { id });
    await prepare();
    await query(
      `INSERT INTO watches (workspace_id, name, condition, owner, channel, created_at, topics)
       VALUES ($1, 'sent', '{}', 'U0ADA', 'C0', now(), '{contacts,recipients}')`,
      ada.workspaceId,
    );
    await run();
    const sql =
      'SELECT what, writer, count(*)::int AS people FROM member_writes WHERE workspace_id = $1 GROUP BY 1, 2';
    const { rows } = await query(sql, ada.workspaceId);
    expect(rows).toEqual([{ what: 'event', writer: 'provider the mail server', people: 5 }]);
  });

  it('ask events for campaigns that Rollcall didn’t send, and say so of people', async () => {
    expect(await counts('was sent Elsewhere', 'was left out of Elsewhere', 'missed Elsewhere')).toEqual([
      1, 0, 0,
    ]);
    expect(await counts('was sent the last campaign', 'was not sent Elsewhere')).toEqual([1, 7]);
  });
});
