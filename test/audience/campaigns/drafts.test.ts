import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { campaignAskedAbout } from '../../../src/audience/campaigns/before-asking.ts';
import { duplicateCampaign } from '../../../src/audience/campaigns/copies.ts';
import {
  createCampaign,
  deleteCampaign,
  editCampaign,
  listCampaigns,
  showCampaign,
} from '../../../src/audience/campaigns/drafts.ts';
import { askToSend, sendCampaign } from '../../../src/audience/campaigns/release.ts';
import { rescheduleCampaign, rescheduleForm } from '../../../src/audience/campaigns/reschedule.ts';
import { campaignWaterfall, waterfallPeople } from '../../../src/audience/campaigns/waterfall.ts';
import { whyRecipient } from '../../../src/audience/campaigns/why.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { deleteSegment } from '../../../src/audience/segments/changes.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { deleteTag } from '../../../src/audience/tags/deletion.ts';
import { mergeTags } from '../../../src/audience/tags/merge.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { listRecipients } from '../../../src/storage/campaigns/recipients.ts';
import { listSenders, openSender } from '../../../src/storage/senders/senders.ts';
import { addPeople, addSender, draftFor, fakeServer, sendNow } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('campaigns before they go out', () => {
  const audience = withAudience();
  let ada: Caller;
  let bob: Caller;
  let eve: Caller;
  let senderId: number;
  let ids: number[];

  beforeEach(async () => {
    ada = await audience.newCaller();
    bob = { ...ada, actor: 'U0BOB' };
    eve = { ...ada, actor: 'U0EVE', role: 'editor' };
    senderId = await addSender(audience.storage, ada.workspaceId);
    ids = await addPeople(audience.storage, ada.workspaceId, 12);
  });
  const deps = (): AudienceDeps => ({
    ...{ storage: audience.storage, now: audience.storage.clock.now },
    ...{
      pages: { url: 'https://mail.acme.example', check: async () => undefined },
      sending: fakeServer().port,
    },
  });
  /** So many days from now, to the minute. */
  const day = (days: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 86_400_000);
  const at = (days: number) => ({ wallTime: day(days).toISOString().slice(0, 16), timeZone: 'UTC' });
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);
  const tag = async (name: string, ...contacts: number[]): Promise<number> => {
    const by = { workspaceId: ada.workspaceId, name, createdBy: 'U0ADA' };
    const { id } = await audience.storage.prisma.tag.create({ data: by });
    await audience.storage.prisma.contactTag.createMany({
      data: contacts.map((contactId) => ({ workspaceId: ada.workspaceId, tagId: id, contactId })),
    });
    return id;
  };
  const draft = (text = 'everyone', name = 'Spring sale') =>
    draftFor(deps(), ada, { senderId, audience: text, name });
  const runJobs = async (): Promise<void> => {
    const runner = startJobRunner(deps(), { pollMs: 5 });
    await runner.idle();
    await runner.stop();
  };
  const setStatus = (id: number, status: string) =>
    query('UPDATE contacts SET status = $2 WHERE id = $1', id, status);

  it('have a name that no other campaign has, not even one that is known from events alone', async () => {
    await recordEvents(deps(), ada, {
      source: 'api',
      events: [
        { email: 'person-1@x.example', kind: 'opened', at: day(-3).toISOString(), campaign: 'Welcome' },
      ],
    });
    await draft();
    await expect(createCampaign(deps(), ada, { name: 'spring SALE' })).rejects.toMatchObject({
      ...{ code: 'taken', message: 'A campaign named "Spring sale" already exists.' },
    });
    await expect(createCampaign(deps(), ada, { name: 'welcome' })).rejects.toMatchObject({
      ...{ code: 'taken', message: 'Your email provider already reports on a campaign named "Welcome".' },
    });
    await expect(showCampaign(deps(), eve, { name: 'welcome' })).rejects.toMatchObject({
      message: 'Rollcall didn’t send "Welcome": your email provider reports on it.',
      hint: 'See how it went with /campaigns results Welcome',
    });
    expect((await listCampaigns(deps(), eve)).map(({ name }) => name)).toEqual(['Spring sale']);
    await expect(showCampaign(deps(), eve, { name: 'Spring sail' })).rejects.toMatchObject({
      meant: { typed: 'Spring sail', names: ['Spring sale'] },
    });
  });

  it('are edited by one person at a time, copied, and deleted as drafts', async () => {
    const { id, version } = await draft();
    const edited = await editCampaign(deps(), eve, { id, version, subject: 'Better' });
    expect(edited).toMatchObject({
      subject: 'Better',
      contentBy: 'U0EVE',
      audienceBy: 'U0ADA',
      contentVersion: 2,
    });
    await expect(editCampaign(deps(), ada, { id, version, subject: 'Worse' })).rejects.toMatchObject({
      code: 'busy',
    });
    const copy = await duplicateCampaign(deps(), eve, { ref: { id } });
    expect(copy).toMatchObject({ name: 'Copy of Spring sale', subject: 'Better', state: 'draft' });
    expect((await duplicateCampaign(deps(), eve, { ref: { id } })).name).toBe('Copy of Spring sale 2');
    await deleteCampaign(deps(), eve, { id: copy.id });
    await expect(showCampaign(deps(), eve, { id: copy.id })).rejects.toMatchObject({ code: 'not-found' });
    const viewer: Caller = { ...ada, role: 'viewer' };
    await expect(createCampaign(deps(), viewer, { name: 'X' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  it('stay while a rule uses them, their own audience aside', async () => {
    const { id } = await draft('everyone', 'Spring sale');
    await editCampaign(deps(), ada, { id, version: 1, audience: 'not sent "Spring sale"' });
    const deleting = () => deleteCampaign(deps(), ada, { id });
    const segment = await addSegment(deps(), ada, { name: 'Missed', sentence: 'missed "Spring sale"' });
    await expect(deleting()).rejects.toMatchObject({
      code: 'busy',
      message: 'The campaign "Spring sale" can’t be deleted while a segment uses it: "Missed".',
    });
    await deleteSegment(deps(), ada, { id: segment.id });
    const other = await draft('was not left out of "Spring sale"', 'Second try');
    await expect(deleting()).rejects.toMatchObject({
      code: 'busy',
      message: 'The campaign "Spring sale" can’t be deleted while a campaign uses it: "Second try".',
    });
    await deleteCampaign(deps(), ada, { id: other.id });
    await deleting();
    await expect(
      addSegment(deps(), ada, { name: 'Late', sentence: 'was sent "Spring sale"' }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('No campaign "Spring sale"'),
    });
  });

  it('refuse fields that no contact has, in the part where they are, and scripts in HTML', async () => {
    const edit = { senderId, subject: 'Hi {{nmae|you}}' };
    await expect(draftFor(deps(), ada, edit)).rejects.toMatchObject({
      about: 'subject',
      message: expect.stringContaining('{{name|you}}'),
    });
    await expect(draftFor(deps(), ada, { senderId, body: '[Shop](/shop)' })).rejects.toMatchObject({
      about: 'body',
    });
    const scripted = { name: 'X', bodyKind: 'html' as const, body: '<p>Hi</p>\n<script></script>' };
    await expect(createCampaign(deps(), ada, scripted)).rejects.toMatchObject({
      ...{ about: 'body', message: expect.stringContaining('Line 2') },
    });
  });

  it.each(['delete', 'stop'] as const)('don’t ask whether to %s what was sent', async (act) => {
    const { id } = await draft();
    await query("UPDATE campaign_mails SET state = 'sent' WHERE campaign_id = $1", id);
    await expect(campaignAskedAbout(deps(), ada, { id, act })).rejects.toMatchObject({
      message: `"Spring sale" is already sent, so you can’t ${act} it.`,
    });
  });

  it('refuse a field without a fallback, and say once what to write', async () => {
    const refused = createCampaign(deps(), ada, { name: 'Hello', body: 'Hi {{first name}},\n\nwelcome.' });
    await expect(refused).rejects.toMatchObject({
      message:
        'Some contacts have no first name: add what they read instead after “|”. Try {{first name|there}}',
      fault: { problem: { suggestions: [] } },
    });
  });

  it('refuse an audience that is not understood, and have nobody without one', async () => {
    await tag('vip');
    await expect(draft('tagged vpi')).rejects.toMatchObject({ message: expect.stringContaining('vip') });
    const { id } = await draft('');
    await expect(campaignWaterfall(deps(), ada, { id })).rejects.toMatchObject({
      message: 'This campaign has no audience yet, so no one would get it.',
    });
    await expect(sendNow(deps(), ada, { id })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('count who gets them and why others do not, each number a list and each person explained', async () => {
    const topic = await audience.storage.prisma.topic.create({
      data: {
        workspaceId: ada.workspaceId,
        name: 'News',
        nameKey: 'news',
        isOn: true,
        position: 1,
        createdBy: 'U0ADA',
      },
    });
    await query('UPDATE workspaces SET mailed_lately_days = 3 WHERE id = $1', ada.workspaceId);
    const [, one = 0, two = 0, three = 0, four = 0, five = 0, six = 0, seven = 0] = ids;
    await setStatus(one, 'unsubscribed');
    await setStatus(two, 'bounced');
    await setStatus(three, 'non-subscribed');
    await query(`UPDATE contacts SET email_validation = 'invalid' WHERE id = $1`, four);
    await query(
      `INSERT INTO topic_choices (workspace_id, topic_id, contact_id, is_on, at, how, log_id) VALUES ($1, $2, $3, false, now(), 'page', 1)`,
      ...[ada.workspaceId, topic.id, five],
    );
    await query(
      `INSERT INTO pauses (workspace_id, contact_id, at, until, how, log_id) VALUES ($1, $2, $3, $4, 'page', 1)`,
      ...[ada.workspaceId, six, day(0), day(2)],
    );
    await recordEvents(deps(), ada, {
      source: 'api',
      events: [{ contactId: seven, kind: 'received', at: day(-1).toISOString() }],
    });
    const { id } = await draftFor(deps(), ada, { senderId, topicId: topic.id });
    const waterfall = await campaignWaterfall(deps(), eve, { id });
    expect(waterfall).toMatchObject({
      ...{ match: 12, getIt: 5, sentence: 'everyone' },
      leftOut: {
        ...{
          unsubscribed: 1,
          bounced: 1,
          'never agreed': 1,
          'invalid address': 1,
          'topic off': 1,
          paused: 1,
        },
        'mailed lately': 1,
      },
    });
    const paused = await waterfallPeople(deps(), eve, { id }, { reason: 'paused', limit: 10 });
    expect(paused.people.map((person) => person.id)).toEqual([six]);
    const first = await waterfallPeople(deps(), eve, { id }, { reason: null, limit: 2 });
    const rest = await waterfallPeople(
      deps(),
      eve,
      { id },
      { reason: null, limit: 9, after: first.next ?? 0 },
    );
    expect([first.people.length, rest.people.length, rest.next]).toEqual([2, 3, undefined]);
    for (const [index, reason] of [
      [1, 'unsubscribed'],
      [5, 'topic off'],
      [7, 'mailed lately'],
      [0, null],
    ] as const) {
      const email = `person-${index + 1}@x.example`;
      expect(await whyRecipient(deps(), eve, { id, email })).toMatchObject({
        leftOut: reason,
        isPrepared: false,
      });
    }
    // In three days the pause is over, and nobody was mailed lately.
    await sendNow(deps(), ada, { id, when: at(3) });
    const { forecast } = await campaignWaterfall(deps(), eve, { id });
    expect(forecast).toMatchObject({ getIt: 7, at: day(3) });
  });

  it('need a second person above the number: an admin who neither asked nor edited', async () => {
    await query('UPDATE workspaces SET second_person_above = 10 WHERE id = $1', ada.workspaceId);
    const { id, version } = await draft();
    const release = { id, version, expected: 12, when: 'now' as const };
    await expect(sendCampaign(deps(), ada, release)).rejects.toMatchObject({ code: 'undecided' });
    await expect(sendCampaign(deps(), eve, release)).rejects.toMatchObject({ code: 'not-allowed' });
    const asked = await askToSend(deps(), eve, release);
    expect(asked).toMatchObject({ state: 'needs approval', askedBy: 'U0EVE' });
    const approval = { ...release, version: asked.version };
    // Ada wrote it.
    await expect(sendCampaign(deps(), ada, approval)).rejects.toMatchObject({ code: 'undecided' });
    expect(await sendCampaign(deps(), bob, approval)).toMatchObject({
      state: 'scheduled',
      approvedBy: 'U0BOB',
    });
  });

  it('let the only admin of a workspace type the number instead', async () => {
    await query('UPDATE workspaces SET second_person_above = 10 WHERE id = $1', ada.workspaceId);
    const { id, version } = await draft();
    const release = { id, version, expected: 12, when: 'now' as const, isOnlyAdmin: true };
    await expect(sendCampaign(deps(), ada, { ...release, typed: 11 })).rejects.toMatchObject({
      code: 'undecided',
    });
    expect(await sendCampaign(deps(), ada, { ...release, typed: 12 })).toMatchObject({ state: 'scheduled' });
  });

  it('are a draft again after an edit, and nothing goes out', async () => {
    const { id } = await draft();
    const scheduled = await sendNow(deps(), ada, { id });
    await editCampaign(deps(), eve, { id, version: scheduled.version, body: 'Other' });
    await runJobs();
    expect(await showCampaign(deps(), ada, { id })).toMatchObject({
      state: 'draft',
      prepared: null,
      bound: null,
    });
  });

  it.each<[string, (id: number) => Promise<unknown>, string]>([
    [
      'the count is far off',
      () => addPeople(audience.storage, ada.workspaceId, 60, { prefix: 'more' }),
      'count',
    ],
    [
      'a segment in it changed',
      () => query(`UPDATE segments SET rule = '{"type":"everyone"}'`),
      'audience changed',
    ],
    ['a target is gone', () => query('DELETE FROM segments'), 'audience broken'],
    ['its sender is gone', () => query('UPDATE senders SET archived_at = now()'), 'sender'],
    [
      'it is over two hours late',
      (id) =>
        query(`UPDATE campaign_mails SET due_at = now() - interval '121 minutes' WHERE campaign_id = $1`, id),
      'late',
    ],
    [
      'its content was changed',
      (id) => query('UPDATE campaign_mails SET content_version = 9 WHERE campaign_id = $1', id),
      'content changed',
    ],
    [
      'its topic was changed',
      (id) =>
        query(
          `WITH t AS (INSERT INTO topics (workspace_id, name, name_key, is_on, position, created_by)
        SELECT workspace_id, 'T', 't', true, 9, 'x' FROM campaigns WHERE id = $1 RETURNING id) UPDATE campaigns SET topic_id = t.id FROM t WHERE campaigns.id = $1`,
          id,
        ),
      'topic changed',
    ],
  ])('are held at their time if %s', async (_, change, why) => {
    await addSegment(deps(), ada, { name: 'All', sentence: 'subscribed' });
    const { id } = await draft('in segment All');
    await sendNow(deps(), ada, { id, when: at(1) });
    await query('UPDATE campaign_mails SET due_at = now() WHERE campaign_id = $1', id);
    await change(id);
    await query(
      `UPDATE jobs SET due_at = now() - interval '1 second' WHERE kind = 'campaign' AND workspace_id = $1`,
      ada.workspaceId,
    );
    await runJobs();
    const held = await showCampaign(deps(), ada, { id });
    expect(held).toMatchObject({ state: 'held', trouble: { why }, prepared: null });
    const rows = await listRecipients(
      audience.storage.pool,
      { ...ada, campaignId: id },
      { after: 0, limit: 1 },
    );
    expect(rows).toEqual([]);
  });

  describe('that are approved and get another time', () => {
    const due = (id: number) =>
      query(
        `WITH d AS (UPDATE campaign_mails SET due_at = now() WHERE campaign_id = $1) UPDATE jobs SET due_at = now() - interval '1 second'
         WHERE kind = 'campaign' AND workspace_id = $2`,
        ...[id, ada.workspaceId],
      );

    it('stay approved, also if that took a second person, and go out at the new time alone', async () => {
      await query('UPDATE workspaces SET second_person_above = 10 WHERE id = $1', ada.workspaceId);
      const { id, version } = await draft();
      const asked = await askToSend(deps(), eve, { id, version, expected: 12, when: at(1) });
      const approved = await sendCampaign(deps(), bob, {
        ...{ id, version: asked.version, expected: 12, when: at(1) },
      });
      // Ada wrote it, and couldn’t approve it herself.
      expect(await rescheduleForm(deps(), ada, { id })).toMatchObject({ approved: 12, differs: undefined });
      const moved = await rescheduleCampaign(deps(), ada, { id, version: approved.version, when: at(2) });
      const { bound, approvedBy, approvedAt, askedBy } = approved;
      expect(moved).toMatchObject({
        state: 'scheduled',
        bound,
        approvedBy,
        approvedAt,
        askedBy,
        dueAt: day(2),
      });
      for (const [caller, code] of [
        [eve, 'not-allowed'],
        [ada, 'busy'],
      ] as const)
        await expect(
          rescheduleCampaign(deps(), caller, { id, version: approved.version, when: at(3) }),
        ).rejects.toMatchObject({ code });
      await expect(
        rescheduleCampaign(deps(), ada, { id, version: moved.version, when: at(-1) }),
      ).rejects.toMatchObject({ message: 'That time has passed.' });
      // The job of the first time finds nothing to do; the other one starts it.
      await query(
        `UPDATE jobs SET due_at = now() - interval '1 second' WHERE workspace_id = $1 AND payload->>'version' = $2`,
        ...[ada.workspaceId, String(approved.version)],
      );
      await runJobs();
      expect((await showCampaign(deps(), ada, { id })).state).toBe('scheduled');
      await due(id);
      await runJobs();
      expect(await showCampaign(deps(), ada, { id })).toMatchObject({ state: 'sending', prepared: 12 });
    });

    it('are still held if what was approved is not what would go out, and say so before', async () => {
      const { id } = await draft();
      const { version } = await sendNow(deps(), ada, { id, when: at(1) });
      await query('UPDATE senders SET updated_at = now()');
      expect(await rescheduleForm(deps(), ada, { id })).toMatchObject({ differs: { why: 'sender changed' } });
      await rescheduleCampaign(deps(), ada, { id, version, when: at(2) });
      await due(id);
      await runJobs();
      expect(await showCampaign(deps(), ada, { id })).toMatchObject({ trouble: { why: 'sender changed' } });
    });

    it('keep the approval after they were late, unless something else differs', async () => {
      await query('UPDATE workspaces SET second_person_above = 10 WHERE id = $1', ada.workspaceId);
      const late = async (name: string) => {
        const { id, version } = await draft('everyone', name);
        const asked = await askToSend(deps(), eve, { id, version, expected: 12, when: at(1) });
        await sendCampaign(deps(), bob, { id, version: asked.version, expected: 12, when: at(1) });
        await due(id);
        await query(
          `UPDATE campaign_mails SET due_at = now() - interval '3 hours' WHERE campaign_id = $1`,
          id,
        );
        await runJobs();
        const held = await showCampaign(deps(), ada, { id });
        expect(held).toMatchObject({ state: 'held', trouble: { why: 'late' } });
        return held;
      };
      const first = await late('First');
      expect(await rescheduleForm(deps(), eve, { id: first.id })).toBeUndefined();
      expect(await rescheduleCampaign(deps(), ada, { ...first, when: 'now' })).toMatchObject({
        ...{ state: 'scheduled', trouble: null, approvedBy: 'U0BOB', bound: first.bound },
      });
      const second = await late('Second');
      await addPeople(audience.storage, ada.workspaceId, 60, { prefix: 'more' });
      expect(await rescheduleForm(deps(), ada, { id: second.id })).toBeUndefined();
      await expect(rescheduleCampaign(deps(), ada, { ...second, when: 'now' })).rejects.toMatchObject({
        code: 'undecided',
      });
    });
  });

  it('are held, not sent, if nobody approved them in time', async () => {
    const { id, version } = await draft();
    await askToSend(deps(), eve, { id, version, expected: 12, when: at(1) });
    await query('UPDATE campaign_mails SET due_at = now() WHERE campaign_id = $1', id);
    await query(
      `UPDATE jobs SET due_at = now() WHERE kind = 'campaign' AND workspace_id = $1`,
      ada.workspaceId,
    );
    await runJobs();
    expect(await showCampaign(deps(), ada, { id })).toMatchObject({
      state: 'held',
      trouble: { why: 'not approved' },
    });
  });

  it('wait for their approval if they were asked for at once', async () => {
    const { id, version } = await draft();
    await askToSend(deps(), eve, { id, version, expected: 12, when: 'now' });
    await runJobs();
    expect(await showCampaign(deps(), ada, { id })).toMatchObject({ state: 'needs approval', dueAt: null });
  });

  it('refuse to be sent if the audience is not what the person saw, or nobody would get it', async () => {
    const { id, version } = await draft();
    await addPeople(audience.storage, ada.workspaceId, 60, { prefix: 'more' });
    const release = { id, version, expected: 12, when: 'now' as const };
    await expect(sendCampaign(deps(), ada, release)).rejects.toMatchObject({
      message: 'You saw 12 people; now it’s 72.',
    });
    await tag('nobody');
    const none = await draft('tagged nobody', 'None');
    await expect(
      sendCampaign(deps(), ada, { ...release, id: none.id, version: none.version, expected: 0 }),
    ).rejects.toMatchObject({ message: 'No one would get it.' });
  });

  it('keep the tags and segments that they use, until they are sent or stopped', async () => {
    const vip = await tag('vip', ids[0] ?? 0);
    const { id: segmentId } = await addSegment(deps(), ada, { name: 'Lapsed', sentence: 'subscribed' });
    const { id } = await draft('tagged vip, except in segment Lapsed');
    await expect(deleteTag(deps(), ada, { id: vip })).rejects.toMatchObject({
      message: 'The tag "vip" can’t be deleted while a campaign uses it: "Spring sale".',
    });
    await expect(deleteSegment(deps(), ada, { id: segmentId })).rejects.toMatchObject({
      message: 'The segment "Lapsed" can’t be deleted while a campaign uses it: "Spring sale".',
    });
    const other = await tag('VIP customer');
    const { undoId } = await mergeTags(deps(), ada, { from: vip, into: other });
    expect((await campaignWaterfall(deps(), ada, { id })).sentence).toContain('VIP customer');
    const undone = await undo(deps(), ada, { id: undoId });
    expect(undone.did).toBe('Restored the tag "vip" on 1 contact; 1 campaign uses it again');
    expect((await campaignWaterfall(deps(), ada, { id })).sentence).toContain('tagged vip');
    // Someone edited it since: it is left as it is.
    const again = await mergeTags(deps(), ada, { from: vip, into: other });
    const { version } = await showCampaign(deps(), ada, { id });
    await editCampaign(deps(), ada, {
      id,
      version,
      audience: 'tagged VIP customer',
    });
    expect((await undo(deps(), ada, { id: again.undoId })).left).toEqual([
      'The campaign "Spring sale" was edited since, so it still uses "VIP customer".',
    ]);
    await query(`UPDATE campaign_mails SET state = 'stopped' WHERE campaign_id = $1`, id);
    await deleteSegment(deps(), ada, { id: segmentId });
  });

  it('are sent by senders whose passwords are encrypted', async () => {
    const id = await addSender(audience.storage, ada.workspaceId, {
      name: 'Other',
      password: 'hunter2 hunter2',
    });
    const { rows } = await query('SELECT password FROM senders WHERE id = $1', id);
    expect(rows[0].password).not.toContain('hunter2');
    const { pool } = audience.storage;
    expect(await openSender(pool, audience.storage, { ...ada, id })).toMatchObject({
      password: 'hunter2 hunter2',
    });
    expect(JSON.stringify(await listSenders(pool, ada.workspaceId))).not.toContain('password');
  });
});
