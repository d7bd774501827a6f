import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import {
  resumeCampaign,
  sendToUncertain,
  stopCampaign,
  treatAsUncertain,
} from '../../../src/audience/campaigns/running.ts';
import type { HandOver } from '../../../src/audience/campaigns/sending/port.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { openSmtpTransport } from '../../../src/smtp/transport.ts';
import { claimRecipients, ensureBucket, slowDown } from '../../../src/storage/campaigns/claim.ts';
import { settleLapsed } from '../../../src/storage/campaigns/going-out.ts';
import { markRecipients } from '../../../src/storage/campaigns/mark.ts';
import { noteResults } from '../../../src/storage/campaigns/note.ts';
import { holdRestoredCampaigns } from '../../../src/storage/campaigns/restored.ts';
import { until } from '../../support/app-process.ts';
import { addPeople, draftFor, sendNow, sums, taken } from '../../support/campaigns.ts';
import { startScriptedSmtp } from '../../support/scripted-smtp.ts';
import { withSending } from '../../support/sending.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('faults that must not happen to a campaign', () => {
  const sending = withSending();
  const { deps, query, begun, run, pump, campaign, prepare } = sending;
  const counts = (id: number) => sums(sending.audience.storage, id);
  /** Sets the state of the first so many recipients, as if they had been sent before. */
  const settle = (id: number, count: number, state: string, reason: string | null = null) =>
    query(
      `UPDATE campaign_recipients SET state = $3, reason = $4, marked_at = now() WHERE campaign_id = $1 AND contact_id IN (
         SELECT contact_id FROM campaign_recipients WHERE campaign_id = $1 AND state = 'waiting' ORDER BY contact_id LIMIT $2)`,
      ...[id, count, state, reason],
    );

  it('holds one that nobody worked on for over ten minutes, and asks whether a backup was restored', async () => {
    const { id } = await begun(4);
    const silent = () =>
      query(
        `UPDATE campaign_heartbeats SET beat_at = now() - interval '11 minutes' WHERE campaign_id = $1`,
        id,
      );
    await silent();
    await run(id, 'held');
    expect((await campaign(id)).trouble).toMatchObject({ why: 'silent', since: expect.any(String) });
    expect(sending.server.mails).toEqual([]);
    // Nothing was restored.
    await resumeCampaign(deps(), sending.ada, { id });
    sending.server.answer = async (_, count) => {
      if (count === 1) await silent();
      return { is: 'later', reply: '451', isBusy: false };
    };
    await run(id, 'held');
    // It was restored.
    await treatAsUncertain(deps(), sending.ada, { id });
    const { length } = sending.server.mails;
    await run(id);
    expect([await counts(id), sending.server.mails.length]).toEqual([{ uncertain: 4 }, length]);
  });

  it('goes on by itself after a shorter silence', async () => {
    const { id } = await begun(2);
    await query(
      `UPDATE campaign_heartbeats SET beat_at = now() - interval '9 minutes' WHERE campaign_id = $1`,
      id,
    );
    await run(id);
    expect(sending.server.mails).toHaveLength(2);
  });

  it('sends nobody anything after a restore: a person decides, and those who waited are uncertain', async () => {
    const { id } = await begun(6);
    await settle(id, 1, 'handed over');
    await settle(id, 1, 'claimed');
    await settle(id, 1, 'handing over');
    const [madeAt, now] = [new Date('2026-11-29T10:00:00Z'), new Date('2026-11-29T12:00:00Z')];
    expect(await holdRestoredCampaigns(sending.audience.storage.pool, { madeAt, now })).toBe(1);
    const running = pump();
    await sleep(100);
    expect(await campaign(id)).toMatchObject({
      state: 'held',
      trouble: { why: 'restored', from: madeAt.toISOString(), to: now.toISOString() },
    });
    await resumeCampaign(deps(), sending.ada, { id });
    await until(async () => (await campaign(id)).state === 'sent');
    await running.stop();
    expect([await counts(id), sending.server.mails]).toEqual([{ 'handed over': 1, uncertain: 5 }, []]);
  });

  it.each<[string, number, number, string | null, string | undefined, number?]>([
    ['bounces above 5 %', 189, 11, 'hard', 'bounces'],
    ['complaints above 0.3 %', 199, 1, null, 'complaints'],
    ['too few mails to say', 170, 19, 'hard', undefined, 199],
    ['bounces of 5 %', 190, 10, 'hard', undefined],
  ])('pauses by itself at %s', async (_, fine, bad, reason, why, people = 240) => {
    const { id } = await begun(people);
    await settle(id, fine, 'handed over');
    await settle(id, bad, reason === 'hard' ? 'bounced' : 'complained', reason);
    // Slow, so that the guard looks before it ends.
    sending.server.answer = () => sleep(40).then(() => taken);
    await run(id, why === undefined ? 'sent' : 'paused');
    if (why === undefined) return;
    expect((await campaign(id)).trouble).toMatchObject({ why, people: bad });
    expect(sending.server.mails.length).toBeLessThan(40);
    // An admin who knows of these resumes it: it doesn't pause for the same again.
    await resumeCampaign(deps(), sending.ada, { id });
    await run(id);
  });

  /** As if so many hours had passed since the last attempts. */
  const later = (id: number, hours: number) =>
    query(
      `UPDATE campaign_recipients SET next_try_at = next_try_at - $2 * interval '1 hour', handed_at = handed_at - $2 * interval '1 hour'
       WHERE campaign_id = $1 AND state = 'waiting'`,
      ...[id, hours],
    );

  describe('people whose mail was never answered, and who can be tried again under the same key for a day', () => {
    const unanswered: HandOver = { is: 'later', reply: 'No answer', isBusy: false, isOpen: true };
    const busy: HandOver = { is: 'later', reply: '429', isBusy: false };
    const waiting = async (id: number, answers: readonly HandOver[]) => {
      await query(`UPDATE senders SET way = 'resend' WHERE id = $1`, sending.senderId);
      for (const answer of answers) {
        const before = sending.server.mails.length;
        sending.server.answer = () => answer;
        await later(id, 9);
        const running = pump();
        await until(() => sending.server.mails.length === before + 2);
        await running.stop();
        // Nine hours are over only for the next attempt, not for the key.
        await query(
          `UPDATE campaign_recipients SET handed_at = handed_at + interval '9 hours' WHERE campaign_id = $1`,
          id,
        );
      }
      sending.server.answer = () => taken;
    };

    it('are mailed again within it, and afterwards only if a person says so', async () => {
      const { id } = await begun(2);
      await waiting(id, [unanswered, busy]);
      await later(id, 9);
      await query(
        `UPDATE campaign_recipients SET handed_at = handed_at - interval '1 day' WHERE campaign_id = $1 AND contact_id = (
           SELECT max(contact_id) FROM campaign_recipients WHERE campaign_id = $1)`,
        id,
      );
      await run(id);
      expect([await counts(id), sending.server.mails.length]).toEqual([
        { 'handed over': 1, uncertain: 1 },
        5,
      ]);
      await sendToUncertain(deps(), sending.ada, { id });
      await run(id);
      expect(await counts(id)).toEqual({ 'handed over': 2 });
    });

    it('are uncertain, not among those who missed it, after the last attempt', async () => {
      const { id } = await begun(2);
      await waiting(id, [unanswered, ...Array.from({ length: 5 }, () => busy)]);
      expect(await counts(id)).toEqual({ uncertain: 2 });
    });

    it('are uncertain if the campaign is stopped', async () => {
      const { id } = await begun(2);
      await waiting(id, [unanswered]);
      await stopCampaign(deps(), sending.ada, { id });
      expect(await counts(id)).toEqual({ uncertain: 2 });
    });

    it('are uncertain if they may no longer be mailed', async () => {
      const { id, ids } = await begun(2);
      await waiting(id, [unanswered]);
      await query(`UPDATE contacts SET status = 'unsubscribed' WHERE id = $1`, ids[0]);
      await later(id, 9);
      await run(id);
      expect(await counts(id)).toEqual({ 'handed over': 1, uncertain: 1 });
    });

    it('are uncertain if they have another address by then: the key is made from it', async () => {
      const { id, ids } = await begun(2);
      await waiting(id, [unanswered]);
      await query('UPDATE contacts SET email_changed_at = now() WHERE id = $1', ids[0]);
      await later(id, 9);
      await run(id);
      expect(await counts(id)).toEqual({ 'handed over': 1, uncertain: 1 });
    });

    it('fail if it was refused for now each time', async () => {
      const { id } = await begun(2);
      await waiting(
        id,
        Array.from({ length: 6 }, () => busy),
      );
      expect(await counts(id)).toEqual({ failed: 2 });
    });
  });

  it('keeps people uncertain to whom it was to be sent again, if it is stopped or refused', async () => {
    const { id } = await begun(4);
    await settle(id, 2, 'uncertain');
    await run(id);
    await sendToUncertain(deps(), sending.ada, { id });
    sending.server.answer = (_, count) =>
      count % 2 === 0
        ? { is: 'refused', reply: '554 no', isNobody: false }
        : { is: 'later', reply: '451', isBusy: false };
    const running = pump();
    await until(async () => (await counts(id)).uncertain === 1);
    await running.stop();
    await stopCampaign(deps(), sending.ada, { id });
    expect(await counts(id)).toEqual({ 'handed over': 2, uncertain: 2 });
  });

  it('pauses after ten failures in a row, not if one succeeds in between', async () => {
    const refused: HandOver = { is: 'refused', reply: '554 blocked', isNobody: false };
    const { id } = await begun(60);
    sending.server.answer = () => refused;
    await run(id, 'paused');
    expect((await campaign(id)).trouble).toEqual({ why: 'failures', inARow: 10, reply: '554 blocked' });
    expect(sending.server.mails.length).toBeLessThanOrEqual(20);
    sending.server.answer = (_, count) => (count % 9 === 0 ? taken : refused);
    await resumeCampaign(deps(), sending.ada, { id });
    await run(id);
    const { waiting = 0 } = await counts(id);
    expect(waiting).toBe(0);
  });

  it('halves the rate of a sender whose server is busy, once for many at a time, and lets it rise again', async () => {
    const { id } = await begun(3);
    const { pool } = sending.audience.storage;
    const { workspaceId } = sending.ada;
    const bucket = { workspaceId, senderId: sending.senderId };
    const rate = async () =>
      (await query('SELECT rate FROM sender_buckets WHERE sender_id = $1', sending.senderId)).rows[0]?.rate;
    await ensureBucket(pool, bucket);
    await query('UPDATE senders SET per_second = 100 WHERE id = $1', sending.senderId);
    await query('UPDATE sender_buckets SET rate = 100, tokens = 0 WHERE sender_id = $1', sending.senderId);
    sending.server.answer = () => ({ is: 'later', reply: '421 too many', isBusy: true });
    await query('UPDATE sender_buckets SET tokens = 100 WHERE sender_id = $1', sending.senderId);
    const running = pump();
    await until(() => sending.server.mails.length === 3);
    await until(async () => (await rate()) !== 100);
    await running.stop();
    expect(await rate()).toBe(50);
    await query(
      `UPDATE sender_buckets SET slowed_at = now() - interval '6 seconds' WHERE sender_id = $1`,
      sending.senderId,
    );
    await slowDown(pool, bucket);
    expect(await rate()).toBe(25);
    // A fifth of the way back in a fifth of five minutes.
    await query(
      `UPDATE sender_buckets SET filled_at = now() - interval '60 seconds' WHERE sender_id = $1`,
      sending.senderId,
    );
    await query('UPDATE campaign_recipients SET next_try_at = now() WHERE campaign_id = $1', id);
    const holder = { workspaceId, campaignId: id, runner: 'r', leaseMs: 1_000 };
    await claimRecipients(pool, holder, { senderId: sending.senderId, most: 1 });
    expect(Math.round(Number(await rate()))).toBe(45);
  });

  it('neither starts nor sends anything while sending is paused for the whole installation', async () => {
    const { id } = await begun(2);
    sending.server.port.isPaused = true;
    const other = await draftFor(deps(), sending.ada, { senderId: sending.senderId });
    await sendNow(deps(), sending.ada, { id: other.id });
    await prepare();
    const running = pump();
    await sleep(150);
    expect([await counts(id), await counts(other.id)]).toEqual([{ waiting: 2 }, {}]);
    expect((await campaign(other.id)).state).toBe('scheduled');
    sending.server.port.isPaused = false;
    await until(async () => (await campaign(id)).state === 'sent');
    await running.stop();
    expect(sending.server.mails).toHaveLength(2);
  });

  it('lets a runner that was too slow hand over nothing that another one took', async () => {
    const { id } = await begun(2);
    const { pool, hashes } = sending.audience.storage;
    const { workspaceId } = sending.ada;
    const holder = (runner: string) => ({ workspaceId, campaignId: id, runner, leaseMs: 60_000 });
    const limits = { campaignId: id, topic: null, at: new Date(), mailedSince: null };
    await ensureBucket(pool, { workspaceId, senderId: sending.senderId });
    const claim = (runner: string) =>
      claimRecipients(pool, holder(runner), { senderId: sending.senderId, most: 10 });
    const slow = await claim('slow');
    expect(slow).toHaveLength(2);
    expect(await claim('quick')).toEqual([]);
    await query(
      `UPDATE campaign_recipients SET leased_until = now() - interval '1 ms' WHERE campaign_id = $1`,
      id,
    );
    // Nobody took it yet, but its lease is over.
    expect(await markRecipients(pool, holder('slow'), { claimed: slow, limits, hashes })).toEqual([]);
    await settleLapsed(pool, { workspaceId, campaignId: id });
    const quick = await claim('quick');
    expect(await markRecipients(pool, holder('slow'), { claimed: slow, limits, hashes })).toEqual([]);
    expect(await markRecipients(pool, holder('quick'), { claimed: quick, limits, hashes })).toHaveLength(2);
    // Its notes change nothing that isn't its own.
    const note = {
      contactId: slow[0]?.contactId ?? 0,
      state: 'handed over',
      reply: '250',
      eventId: 'x',
    } as const;
    await noteResults(pool, holder('slow'), { notes: [note], now: new Date() });
    expect(await counts(id)).toEqual({ 'handing over': 2 });
  });

  it('mails nobody twice whose claim lapses in a process that then claims them again', async () => {
    const { id } = await begun(61);
    // Both claims in one mark.
    const { pool, hashes } = sending.audience.storage;
    const { workspaceId } = sending.ada;
    await ensureBucket(pool, { workspaceId, senderId: sending.senderId });
    const holder = { workspaceId, campaignId: id, runner: 'slow', leaseMs: 60_000 };
    const claimed = await claimRecipients(pool, holder, { senderId: sending.senderId, most: 1 });
    const limits = { campaignId: id, topic: null, at: new Date(), mailedSince: null };
    const twice = { claimed: [...claimed, ...claimed], limits, hashes };
    expect(await markRecipients(pool, { ...holder, leaseMs: 1 }, twice)).toHaveLength(1);
    sending.server.answer = () => sleep(60).then(() => taken);
    const running = pump({ pollMs: 5, leases: { claimMs: 30, handOverMs: 60_000 } });
    await until(async () => (await campaign(id)).state === 'sent');
    await running.stop();
    expect([sending.server.counts().size, sending.server.mails.length]).toEqual([60, 60]);
    expect(await counts(id)).toEqual({ 'handed over': 60, uncertain: 1 });
  });

  it('calls uncertain what takes longer than its lease, and believes an answer that comes after all', async () => {
    const { id } = await begun(1);
    let answer = (_: HandOver): void => {};
    sending.server.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const running = pump({ leases: { claimMs: 1_000, handOverMs: 30 } });
    await until(async () => sending.server.mails.length === 1);
    const other = pump();
    await until(async () => (await counts(id)).uncertain === 1);
    await sleep(100);
    expect(sending.server.mails).toHaveLength(1);
    answer(taken);
    await until(async () => (await counts(id))['handed over'] === 1);
    await Promise.all([running.stop(), other.stop()]);
    expect(sending.server.mails).toHaveLength(1);
  });

  it('goes on sending after the clock was set back', async () => {
    const { id } = await begun(3);
    await ensureBucket(sending.audience.storage.pool, {
      workspaceId: sending.ada.workspaceId,
      senderId: sending.senderId,
    });
    // By the clock of before, all of this is in the future.
    await query(
      `UPDATE sender_buckets SET tokens = 0, filled_at = now() + interval '3 hours' WHERE sender_id = $1`,
      sending.senderId,
    );
    await query(
      `UPDATE campaign_recipients SET state = 'claimed', runner = 'gone', leased_until = now() + interval '3 hours'
       WHERE campaign_id = $1`,
      id,
    );
    await query(
      `UPDATE campaign_heartbeats SET beat_at = now() + interval '3 hours' WHERE campaign_id = $1`,
      id,
    );
    await run(id);
    expect([sending.server.mails.length, await counts(id)]).toEqual([3, { 'handed over': 3 }]);
  });

  it('goes to nobody if an exclusion is gone, or if everyone in its audience is', async () => {
    await addPeople(sending.audience.storage, sending.ada.workspaceId, 20);
    await addSegment(deps(), sending.ada, { name: 'Staff', sentence: 'email contains "person-1"' });
    const { id } = await draftFor(deps(), sending.ada, {
      senderId: sending.senderId,
      audience: 'subscribed, except in segment Staff',
    });
    await sendNow(deps(), sending.ada, { id });
    await query('DELETE FROM segments WHERE workspace_id = $1', sending.ada.workspaceId);
    const all = await draftFor(deps(), sending.ada, { senderId: sending.senderId });
    await sendNow(deps(), sending.ada, { id: all.id });
    await query(
      `UPDATE contacts SET status = 'unsubscribed' WHERE workspace_id = $1`,
      sending.ada.workspaceId,
    );
    await prepare();
    expect(await campaign(id)).toMatchObject({ state: 'held', trouble: { why: 'audience broken' } });
    expect(await campaign(all.id)).toMatchObject({
      state: 'held',
      trouble: { why: 'count', approved: 20, now: 0 },
    });
    expect([await counts(id), await counts(all.id)]).toEqual([{}, {}]);
  });

  it('writes a mail with 500 links and hostile names so that a mail server takes it as it was meant', async () => {
    const smtp = await startScriptedSmtp();
    sending.server.port.openTransport = async () =>
      openSmtpTransport({
        ...{ host: '127.0.0.1', port: smtp.port, security: 'none', userName: null, password: null },
      });
    const ids = await addPeople(sending.audience.storage, sending.ada.workspaceId, 3);
    const names = ['x\r\nBcc: eve@evil.example', 'N'.repeat(2_000), 'عائشة <b>بنت</b> أحمد'];
    for (const [at, name] of names.entries())
      await query('UPDATE contacts SET name = $2 WHERE id = $1', ids[at], name);
    const links = Array.from(
      { length: 500 },
      (_, n) => `[Offer ${n}](https://shop.example/o/${n}${n < 100 ? '?who={{email}}' : ''})`,
    );
    const { id } = await draftFor(deps(), sending.ada, {
      ...{
        senderId: sending.senderId,
        subject: 'For {{name|you}}',
        body: `Hi {{name|you}}\n\n${links.join('\n\n')}`,
      },
    });
    await sendNow(deps(), sending.ada, { id });
    await prepare();
    await run(id);
    await smtp.close();
    expect(smtp.mails).toHaveLength(3);
    for (const raw of smtp.mails) {
      for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
      const mail = await simpleParser(Buffer.from(raw, 'latin1'));
      expect(mail.headers.has('bcc')).toBe(false);
      expect(mail.headers.get('list-unsubscribe-post') ?? mail.headers.get('list')).toBeDefined();
      const html = mail.html || '';
      expect(html.match(/href="https:\/\/shop\.example\/o\/\d+["?]/g)).toHaveLength(500);
      expect(html.match(/\?who=person-\d%40x\.example"/g)).toHaveLength(100);
      expect(html).not.toContain('<b>بنت</b>');
    }
  });
});
