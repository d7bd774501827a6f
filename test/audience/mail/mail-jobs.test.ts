import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import type { MailMessage, MailOutcome } from '../../../src/audience/mail/port.ts';
import { queueMail } from '../../../src/audience/mail/queue.ts';
import { readToken } from '../../../src/audience/public/token.ts';
import { deleteOldData } from '../../../src/audience/workspace/retention.ts';
import { inTransaction } from '../../../src/storage/database/transaction.ts';
import { addSignUp, findSignUp } from '../../../src/storage/topics/sign-ups.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('Rollcall’s own mails', () => {
  const audience = withAudience();
  let workspaceId: number;
  let contactId: number;
  let admin: Caller;
  let sent: MailMessage[];
  let outcomes: (MailOutcome | 'crash')[];
  let log: string[];

  beforeEach(async () => {
    workspaceId = await audience.addWorkspace();
    admin = { workspaceId, actor: 'U0ADA', role: 'admin' };
    [sent, outcomes, log] = [[], [], []];
    contactId = await add(`ada-${randomUUID()}@x.example`);
  });

  const deps = (): AudienceDeps => ({
    storage: audience.storage,
    now: audience.storage.clock.now,
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
    mail: {
      from: { name: 'Acme', address: 'news@acme.example' },
      async send(message) {
        sent.push(message);
        const outcome = outcomes.shift() ?? { is: 'sent', reply: '250 fine' };
        if (outcome === 'crash') throw new Error('killed here');
        return outcome;
      },
    },
  });
  async function add(email: string): Promise<number> {
    const added = await addContact(deps(), admin, { email, name: null, values: [], status: 'subscribed' });
    if (!('id' in added)) throw new Error('there already');
    return added.id;
  }
  const order = () => queueMail(deps(), workspaceId, { mail: 'preference-link', contactId, language: 'en' });
  const run = async (): Promise<void> => {
    const runner = startJobRunner(deps(), { pollMs: 5, log: (line) => log.push(line) });
    await runner.idle();
    await runner.stop();
  };
  const jobs = async () =>
    (
      await audience.storage.pool.query(
        `SELECT state, attempts, problem, payload FROM jobs WHERE workspace_id = $1 AND kind = 'mail' ORDER BY id`,
        [workspaceId],
      )
    ).rows;
  const letTimePass = () =>
    audience.storage.pool.query('UPDATE jobs SET leased_until = NULL WHERE workspace_id = $1', [workspaceId]);

  it('are sent once, with the person’s own link', async () => {
    expect(await order()).toBe(true);
    expect(await order()).toBe(false);
    await run();
    await run();
    expect(sent).toHaveLength(1);
    const [{ text, html, subject, key } = sent[0] as MailMessage] = sent;
    expect([subject, key]).toEqual([
      'Your settings at Rollcall',
      expect.stringMatching(/^rollcall-\d+-\d+$/),
    ]);
    const token = /https:\/\/mail\.acme\.example\/p\/([\w-]+)/.exec(text)?.[1] ?? '';
    expect(html).toContain(`href="https://mail.acme.example/p/${token}"`);
    expect(readToken(audience.storage, token)).toMatchObject({ kind: 'mailed', workspaceId, id: contactId });
    expect(await jobs()).toMatchObject([{ state: 'done' }]);
  });

  it('are tried again if the server defers them, and given up in the end with its words', async () => {
    outcomes = Array.from({ length: 6 }, () => ({ is: 'later', reply: '450 come back' }) as const);
    await order();
    for (let attempt = 1; attempt <= 6; attempt++) {
      await run();
      // Between tries, it waits.
      await run();
      expect(sent).toHaveLength(attempt);
      await letTimePass();
    }
    await run();
    expect(sent).toHaveLength(6);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    const problem = 'The mail server didn’t accept it: 450 come back';
    expect(await jobs()).toMatchObject([{ state: 'failed', problem }]);
    const audit = await audience.storage.prisma.auditEntry.findFirst({
      where: { workspaceId, action: 'job.failed' },
    });
    expect(audit).toMatchObject({ subject: 'a link to preferences', details: { problem } });
  });

  it.each<[string, MailOutcome | 'crash', RegExp]>([
    [
      'refused',
      { is: 'refused', reply: '550 no <eve@x.example>' },
      /^The mail server refused it: 550 no <…@…>$/,
    ],
    ['handed over without a reply', { is: 'uncertain', reply: '' }, /^It may have been sent/],
    ['under way when the process ended', 'crash', /^It may have been sent/],
  ])('are never sent again once %s', async (_what, outcome, problem) => {
    outcomes = [outcome];
    await order();
    await run();
    await letTimePass();
    await run();
    expect(sent).toHaveLength(1);
    expect(await jobs()).toMatchObject([{ state: 'failed', problem: expect.stringMatching(problem) }]);
  });

  it('flood no mailbox: at most three an hour', async () => {
    for (let round = 0; round < 5; round++) {
      await order();
      await run();
    }
    expect(sent).toHaveLength(3);
    await audience.storage.clock.move(3_700_000);
    expect(await order()).toBe(true);
    await run();
    expect(sent).toHaveLength(4);
  });

  it('don’t go to someone who was erased or bounced meanwhile', async () => {
    await order();
    await forgetContact(deps(), admin, { id: contactId });
    await run();
    expect(sent).toEqual([]);
    expect(await jobs()).toMatchObject([{ state: 'done' }]);
  });

  it('fail with a sentence if there is no sender', async () => {
    await order();
    const { mail: _, ...without } = deps();
    const runner = startJobRunner(without, { pollMs: 5 });
    await runner.idle();
    await runner.stop();
    expect(await jobs()).toMatchObject([
      { state: 'failed', problem: 'No mail sender is set up, so no mail can be sent.' },
    ]);
  });

  it('confirm a sign-up in the language of its page; sign-ups are deleted when they are old or the person is erased', async () => {
    const { pool } = audience.storage;
    const signUp = (email: string) =>
      inTransaction(pool, (client) =>
        addSignUp(client, {
          ...{ workspaceId, email, emailKey: email, language: 'ja', topicIds: [1], shown: 'News' },
          createdAt: audience.storage.clock.now(),
        }),
      );
    const id = await signUp('bob@x.example');
    await queueMail(deps(), workspaceId, { mail: 'sign-up', signUpId: id, language: 'ja' });
    await run();
    const [mail] = sent;
    expect(mail).toMatchObject({ to: 'bob@x.example', subject: 'Rollcall への登録をご確認ください' });
    const token = /\/confirm\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(readToken(audience.storage, token)).toMatchObject({ kind: 'join', workspaceId, id });

    const again = await signUp('bob@x.example');
    expect(await findSignUp(pool, { workspaceId, id })).toBeUndefined();
    const bob = await add('bob@x.example');
    await forgetContact(deps(), admin, { id: bob });
    expect(await findSignUp(pool, { workspaceId, id: again })).toBeUndefined();
    const old = await signUp('eve@x.example');
    await deleteOldData(deps(), { everyMs: 0 });
    expect(await findSignUp(pool, { workspaceId, id: old })).toMatchObject({ email: 'eve@x.example' });
    await audience.storage.clock.move(8 * 86_400_000);
    await deleteOldData(deps(), { everyMs: 0 });
    expect(await findSignUp(pool, { workspaceId, id: old })).toBeUndefined();
  });
});
