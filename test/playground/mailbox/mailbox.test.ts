import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningMailbox, startMailbox } from '../../../src/playground/mailbox/mailbox.ts';
import { openMailStore } from '../../../src/playground/mailbox/store.ts';
import { createSmtp } from '../../../src/smtp/send.ts';

let folder: string;
let mailbox: RunningMailbox | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-mailbox-'));
});
afterEach(async () => {
  await mailbox?.close();
  mailbox = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const start = async () => {
  mailbox = await startMailbox({ folder, now: () => 1_800_000_000_000 });
  const send = createSmtp({ host: '127.0.0.1', port: mailbox.smtpPort });
  return {
    mailbox,
    send: (to: string, subject: string, text = 'Hello', headers: Record<string, string> = {}) =>
      send({
        ...{
          from: { name: 'Acmé', address: 'news@acme.example' },
          to,
          subject,
          text,
          html: `<p>${text}</p>`,
          key: `k-${subject.length}`,
        },
        headers: { 'List-Unsubscribe': '<https://x.example/u/1>', ...headers },
      }),
  };
};

describe('the mailbox', () => {
  it('receives mail over SMTP, and shows it newest first, by person and subject', async () => {
    const { mailbox, send } = await start();
    let arrivals = 0;
    mailbox.onMail(() => {
      arrivals += 1;
    });
    expect(await send('ada@x.example', 'Spring sale')).toMatchObject({ is: 'sent' });
    await send(
      'bob@y.example',
      'Réglages – 設定 ✉️ and a subject that is too long for one encoded word of a header',
    );
    expect(arrivals).toBe(2);
    const { mails, total } = mailbox.list('');
    expect(total).toBe(2);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['bob@y.example', 'Réglages – 設定 ✉️ and a subject that is too long for one encoded word of a header'],
      ['ada@x.example', 'Spring sale'],
    ]);
    expect(mailbox.list('ADA sale').mails).toHaveLength(1);
    expect(mailbox.list('ada réglages')).toEqual({ mails: [], total: 0, campaigns: [] });
    const mail = await mailbox.read(mails[1]?.id ?? 0);
    expect(mail).toMatchObject({
      at: 1_800_000_000_000,
      from: 'news@acme.example',
      to: ['ada@x.example'],
      text: 'Hello',
      html: '<p>Hello</p>',
    });
    expect(mail?.headers).toContainEqual({ name: 'List-Unsubscribe', value: '<https://x.example/u/1>' });
    expect(mail?.headers).toContainEqual({ name: 'From', value: 'Acmé <news@acme.example>' });
    expect(mailbox.raw(mails[1]?.id ?? 0)?.toString()).toMatch(/^From: /m);
    expect(await mailbox.read(99)).toBeUndefined();
  });

  it('lists the mails of one campaign, and knows their unsubscribe button', async () => {
    const { mailbox, send } = await start();
    const of = (campaign: number) => ({
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `${campaign}:1:campaign:rollcall`,
      'X-PM-Metadata-rollcall': `k${campaign}`,
    });
    await send('ada@x.example', 'Spring', 'Hello', of(7));
    await send('ada@x.example', 'Autumn', 'Hello', of(8));
    await send('bob@x.example', 'Autumn, Bob', 'Hello', of(8));
    await send('bob@x.example', 'Your settings');
    const { mails, campaigns } = mailbox.list('');
    expect(campaigns).toEqual([
      { id: '8', subject: 'Autumn, Bob', mails: 2 },
      { id: '7', subject: 'Spring', mails: 1 },
    ]);
    expect(mailbox.list('', '8').mails.map(({ to }) => to)).toEqual(['bob@x.example', 'ada@x.example']);
    expect(mailbox.list('bob', '8').total).toBe(1);
    expect(mails.map(({ id }) => mailbox.oneClickUrl(id))).toEqual([
      undefined,
      ...['https://x.example/u/1', 'https://x.example/u/1', 'https://x.example/u/1'],
    ]);
  });

  it('keeps mail over a restart, until it is emptied', async () => {
    const first = await start();
    await first.send('ada@x.example', 'One');
    await first.mailbox.close();
    // As left by a machine that went down in the middle of a write.
    appendFileSync(join(folder, 'mailbox.jsonl'), '{"id":7,"at":1,"from":"x');
    const second = await start();
    expect(second.mailbox.list('').mails).toMatchObject([{ subject: 'One' }]);
    await second.mailbox.clear();
    expect(second.mailbox.list('').total).toBe(0);
    await second.send('ada@x.example', 'Two');
    await second.mailbox.close();
    const { mailbox } = await start();
    expect(mailbox.list('').mails).toMatchObject([{ subject: 'Two' }]);
  });

  it('keeps only the latest, in memory and on disk', async () => {
    const store = await openMailStore(folder, { mails: 5, bytes: 1_000 });
    const mail = (n: number, size = 10) => ({
      at: n,
      from: '',
      to: ['a@x.example'],
      subject: String(n),
      raw: Buffer.alloc(size),
    });
    for (let n = 1; n <= 30; n++) await store.add(mail(n));
    expect(store.all().map(({ subject }) => subject)).toEqual(['30', '29', '28', '27', '26']);
    expect(statSync(join(folder, 'mailbox.jsonl')).size).toBeLessThan(2_000);
    await store.add(mail(31, 990));
    expect(store.all().map(({ subject }) => subject)).toEqual(['31', '30']);
    await store.add(mail(32, 5_000));
    expect(store.all().map(({ subject }) => subject)).toEqual(['32']);
  });

  it('refuses a mail that is too large, and keeps running', async () => {
    const { mailbox, send } = await start();
    expect(await send('ada@x.example', 'Large', 'x'.repeat(6 * 1024 * 1024))).toMatchObject({
      is: 'refused',
    });
    expect(await send('ada@x.example', 'Small')).toMatchObject({ is: 'sent' });
    expect(mailbox.list('').total).toBe(1);
  });
});
