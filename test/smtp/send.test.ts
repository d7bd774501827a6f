import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MailMessage } from '../../src/audience/mail/port.ts';
import { createSmtp } from '../../src/smtp/send.ts';
import { type ScriptedSmtp, type Stage, startScriptedSmtp } from '../support/scripted-smtp.ts';

const message: MailMessage = {
  from: { name: 'Acme', address: 'news@acme.example' },
  to: 'ada@x.example',
  subject: 'Hello',
  text: `Hello\n${'a line of the text that is long enough\n'.repeat(20)}`,
  html: '<p>Hello</p>',
  headers: { 'Auto-Submitted': 'auto-generated' },
  key: 'k1',
};

describe('sending a mail to a server', () => {
  let server: ScriptedSmtp;
  beforeAll(async () => {
    server = await startScriptedSmtp();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.say({});
    server.mails.length = 0;
  });
  const send = (changes: Partial<MailMessage> = {}) =>
    createSmtp({ host: '127.0.0.1', port: server.port, timeoutMs: 1_000 })({ ...message, ...changes });

  it('sends both parts, with the same Message-ID each time', async () => {
    expect(await send()).toEqual({ is: 'sent', reply: '250 taken as 1' });
    expect(await send()).toMatchObject({ is: 'sent' });
    const [mail = '', again = ''] = server.mails;
    for (const part of [
      'From: Acme <news@acme.example>',
      'To: ada@x.example',
      'Subject: Hello',
      'Message-ID: <k1@acme.example>',
      'Auto-Submitted: auto-generated',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ])
      expect(mail).toContain(part);
    expect(again).toContain('Message-ID: <k1@acme.example>');
  });

  it.each<[string, Partial<Record<Stage, string>>, string]>([
    ['is full at the greeting', { greeting: '421 too many connections' }, 'later'],
    ['knows nobody of that name', { RCPT: '550 5.1.1 no such user' }, 'refused'],
    ['is greylisting', { RCPT: '450 4.7.1 come back in 5 minutes' }, 'later'],
    ['refuses the sender', { MAIL: '553 not from here' }, 'refused'],
    ['won’t take a text', { DATA: '451 not now' }, 'later'],
    ['puts it off after the final dot', { end: '452 disk full' }, 'later'],
    ['refuses it after the final dot', { end: '554 spam' }, 'refused'],
    ['hangs up at the greeting', { greeting: 'hang up' }, 'later'],
    ['hangs up at the recipient', { RCPT: 'hang up' }, 'later'],
    ['hangs up at DATA', { DATA: 'hang up' }, 'later'],
    ['hangs up in the middle of the text', { middle: 'hang up' }, 'uncertain'],
    ['hangs up after the final dot', { end: 'hang up' }, 'uncertain'],
    ['says nothing at the recipient', { RCPT: 'silence' }, 'later'],
    ['says nothing after the final dot', { end: 'silence' }, 'uncertain'],
  ])('returns the result if the server %s', async (_what, script, outcome) => {
    server.say(script);
    expect(await send()).toMatchObject({ is: outcome });
  });

  it('repeats the server’s reply without addresses, and not all of a long one', async () => {
    server.say({ RCPT: `550 <ada@x.example> is unknown here ${'x'.repeat(1000)}` });
    const { is, reply } = await send();
    expect(is).toBe('refused');
    expect(reply).not.toContain('ada@x.example');
    expect(reply.length).toBeLessThanOrEqual(300);
  });

  it('is tried later if nothing listens there', async () => {
    const gone = await startScriptedSmtp();
    await gone.close();
    const outcome = await createSmtp({ host: '127.0.0.1', port: gone.port })(message);
    expect(outcome.is).toBe('later');
  });

  it('keeps names, subjects and headers on their lines', async () => {
    const planted = 'x\r\nBcc: eve@evil.example\r\n\r\nbody';
    await send({
      from: { name: planted, address: 'news@acme.example' },
      subject: planted,
      headers: { 'List-ID': planted },
    });
    await send({ from: { name: 'N'.repeat(2000), address: 'news@acme.example' } });
    const [mail = '', long = ''] = server.mails;
    expect(mail).not.toMatch(/^Bcc:/m);
    expect(mail).toMatch(/^Subject: x Bcc: eve@evil.example body$/m);
    for (const line of long.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  });
});
