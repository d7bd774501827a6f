import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingMail, Transport } from '../../src/audience/campaigns/sending/port.ts';
import type { SmtpSettings } from '../../src/smtp/connect.ts';
import { openSmtpTransport } from '../../src/smtp/transport.ts';
import { type ScriptedSmtp, type Stage, startScriptedSmtp } from '../support/scripted-smtp.ts';

const mail: OutgoingMail = {
  from: { name: 'Acme', address: 'news@acme.example' },
  replyTo: 'answers@acme.example',
  to: { name: 'Ada', address: 'ada@x.example' },
  subject: 'Hello',
  text: `Hello\n${'a line of the text that is long enough\n'.repeat(20)}`,
  html: '<p>Hello</p>',
  headers: { 'List-Unsubscribe': '<https://mail.acme.example/p/k1>' },
  key: 'k1',
};
/** Short if a server says nothing; otherwise no computer is too slow for it. */
const TIMEOUT_MS = 250;
const PATIENT_MS = 10_000;

describe('handing a mail of a campaign to a server', () => {
  let server: ScriptedSmtp;
  let open: Transport[] = [];
  beforeAll(async () => {
    server = await startScriptedSmtp();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await Promise.all(open.map((each) => each.close()));
    open = [];
    server.say({});
    server.mails.length = 0;
    server.commands.length = 0;
  });
  const transport = (settings: Partial<SmtpSettings> = {}, timeoutMs = PATIENT_MS): Transport => {
    const made = openSmtpTransport(
      {
        ...{ host: '127.0.0.1', port: server.port, security: 'none', userName: null, password: null },
        ...settings,
      },
      { timeoutMs },
    );
    open.push(made);
    return made;
  };

  // What each means for the person is decided by the outcome (outcome.ts): later waits, refused fails, uncertain stays.
  it.each<[string, Parameters<ScriptedSmtp['say']>[0], object]>([
    ['421 at the greeting', { greeting: '421 busy' }, { is: 'later', isBusy: true }],
    ['554 at the greeting', { greeting: '554 not you' }, { is: 'unreachable' }],
    ['421 at EHLO', { EHLO: '421 busy', HELO: '421 busy' }, { is: 'later', isBusy: true }],
    ['550 at EHLO', { EHLO: '550 no', HELO: '550 no' }, { is: 'unreachable' }],
    ['421 at MAIL', { MAIL: '421 too many messages' }, { is: 'later', isBusy: true }],
    ['450 at MAIL', { MAIL: '450 slow down' }, { is: 'later', isBusy: true }],
    ['451 too many at MAIL', { MAIL: '451 4.7.0 Too many messages' }, { is: 'later', isBusy: true }],
    ['550 at MAIL', { MAIL: '550 not from there' }, { is: 'sender refused' }],
    ['530 at MAIL', { MAIL: '530 5.7.0 log in first' }, { is: 'sender refused' }],
    ['552 at MAIL', { MAIL: '552 too large' }, { is: 'refused', isNobody: false }],
    ['421 at RCPT', { RCPT: '421 closing' }, { is: 'later', isBusy: true }],
    ['450 at RCPT', { RCPT: '450 4.2.0 greylisted' }, { is: 'later', isBusy: true }],
    ['451 at RCPT', { RCPT: '451 4.3.0 not now' }, { is: 'later', isBusy: false }],
    ['550 5.1.1 at RCPT', { RCPT: '550 5.1.1 no mailbox' }, { is: 'refused', isNobody: true }],
    ['550 user unknown at RCPT', { RCPT: '550 User unknown' }, { is: 'refused', isNobody: true }],
    ['550 5.7.1 at RCPT', { RCPT: '550 5.7.1 policy' }, { is: 'refused', isNobody: false }],
    ['550 5.1.8 at RCPT', { RCPT: '550 5.1.8 bad' }, { is: 'sender refused' }],
    [
      'a sender’s address at RCPT',
      { RCPT: '550 5.1.0 Sender rejected: user unknown' },
      { is: 'sender refused' },
    ],
    ['a missing login at RCPT', { RCPT: '554 5.7.1 Relay access denied' }, { is: 'sender refused' }],
    [
      'a table of relays',
      { RCPT: '550 5.1.1 User unknown in relay recipient table' },
      { is: 'refused', isNobody: true },
    ],
    ['a server at 5.1.1.20', { RCPT: '550 5.7.1 5.1.1.20 is blocked' }, { is: 'refused', isNobody: false }],
    ['several lines', { RCPT: '550-5.1.1 no such\r\n550 5.1.1 mailbox' }, { is: 'refused', isNobody: true }],
    [
      'the day’s limit at MAIL',
      { MAIL: '550 5.4.5 Daily user sending limit exceeded' },
      { is: 'sender refused' },
    ],
    ['the day’s limit at RCPT', { RCPT: '452 4.4.5 no more for now' }, { is: 'sender refused' }],
    [
      'the day’s limit after the final dot',
      { end: '454 Daily message quota exceeded' },
      { is: 'sender refused' },
    ],
    ['a full mailbox', { RCPT: '452 4.2.2 over quota, too much mail' }, { is: 'later', isBusy: false }],
    ['a busy server', { RCPT: '451 4.7.500 Server busy' }, { is: 'later', isBusy: true }],
    ['a limit of threads', { MAIL: '432 4.3.2 sender thread limit exceeded' }, { is: 'later', isBusy: true }],
    ['commands out of order', { DATA: '503 5.5.1 bad sequence' }, { is: 'unreachable' }],
    ['an answer to the text that is none', { end: 'queued as 1' }, { is: 'uncertain' }],
    ['an answer to another command after the text', { end: '354 go on' }, { is: 'uncertain' }],
    ['one answer too many before the text', { RCPT: '250 fine\r\n250 fine' }, { is: 'uncertain' }],
    ['characters that can’t be stored', { end: '550 a\u0000b' }, { is: 'refused', reply: '550 a b' }],
    ['552 at RCPT', { RCPT: '552 5.2.2 mailbox full' }, { is: 'refused', isNobody: false }],
    ['421 at DATA', { DATA: '421 closing' }, { is: 'later', isBusy: true }],
    ['450 at DATA', { DATA: '450 not now' }, { is: 'later', isBusy: true }],
    ['550 at DATA', { DATA: '550 no' }, { is: 'refused', isNobody: false }],
    ['552 at DATA', { DATA: '552 no room' }, { is: 'refused', isNobody: false }],
    ['421 after the final dot', { end: '421 closing' }, { is: 'later', isBusy: true }],
    ['450 after the final dot', { end: '450 not now' }, { is: 'later', isBusy: true }],
    ['550 5.1.1 after the final dot', { end: '550 5.1.1 spam' }, { is: 'refused', isNobody: false }],
    ['552 after the final dot', { end: '552 too large' }, { is: 'refused', isNobody: false }],
    ['nothing at the greeting', { greeting: 'silence' }, { is: 'unreachable' }],
    ['nothing at RCPT', { RCPT: 'silence' }, { is: 'unreachable' }],
    ['nothing at DATA', { DATA: 'silence' }, { is: 'unreachable' }],
    ['nothing after the final dot', { end: 'silence' }, { is: 'uncertain' }],
    [
      'its answer after the timeout',
      { end: { say: '250 late', afterMs: TIMEOUT_MS * 2 } },
      { is: 'uncertain' },
    ],
    [
      'slow answers',
      { RCPT: { say: '250 ok', afterMs: 60 }, end: { say: '250 slow', afterMs: 60 } },
      { is: 'sent' },
    ],
  ])('returns the outcome of %s', async (_, script, outcome) => {
    server.say(script);
    const isSilent = /silence|late/.test(JSON.stringify(script));
    const one = transport({}, isSilent ? TIMEOUT_MS : PATIENT_MS);
    expect(await one.send(mail)).toMatchObject(outcome);
  });

  // Such a server gets the three commands before the text at once (RFC 2920), and answers each.
  it.each<[string, Parameters<ScriptedSmtp['say']>[0], object]>([
    ['a sender', { MAIL: '550 no', RCPT: '503 no', DATA: '503 no' }, { is: 'sender refused' }],
    ['a sender, and goes on', { MAIL: '550 no', RCPT: '503 no' }, { is: 'sender refused' }],
    ['a recipient', { RCPT: '550 5.1.1 no', DATA: '554 none' }, { is: 'refused', isNobody: true }],
    ['a recipient, and goes on', { RCPT: '550 5.1.1 no' }, { is: 'refused', isNobody: true }],
    ['a recipient for now', { RCPT: '450 grey', DATA: '554 none' }, { is: 'later' }],
    ['the text', { DATA: '451 no' }, { is: 'later' }],
  ])(
    'and the next mail, if a server that takes commands in advance refuses %s',
    async (_, script, outcome) => {
      const EHLO = '250-here\r\n250 PIPELINING';
      server.say({ ...script, EHLO });
      const one = transport();
      expect(await one.send(mail)).toMatchObject(outcome);
      server.say({ EHLO });
      const before = server.mails.length;
      expect(await one.send(mail)).toMatchObject({ is: 'sent' });
      expect(server.mails).toHaveLength(before + 1);
    },
  );

  it.each<[Stage, string]>([
    ['EHLO', 'unreachable'],
    ['MAIL', 'unreachable'],
    ['RCPT', 'unreachable'],
    ['DATA', 'unreachable'],
    ['end', 'uncertain'],
  ])('gives up on an answer to %s that never ends, and on forgetting a mail', async (stage, is) => {
    server.say({ [stage]: 'drip' });
    const one = transport({}, TIMEOUT_MS);
    expect(await one.send(mail)).toMatchObject({ is });
    server.say({ RCPT: '550 5.1.1 nobody', RSET: 'drip' });
    expect(await one.send(mail)).toMatchObject({ is: 'refused' });
    server.say({});
    expect(await one.send(mail)).toMatchObject({ is: 'sent' });
    await one.close();
  });

  it('leaves a connection whose answers may belong to something else', async () => {
    for (const script of [
      { end: '250 taken\r\n250 taken' },
      { end: '550 spam' },
      { end: '354 go on' },
      { RCPT: '250 fine\r\n250 fine' },
    ]) {
      server.say(script);
      const one = transport();
      await one.send(mail);
      server.say({});
      const before = server.connections();
      expect(await one.send(mail)).toMatchObject({ is: 'sent' });
      expect(server.connections()).toBe(before + 1);
    }
  });

  it('goes on over a new connection if the server takes only so many mails over one', async () => {
    const one = transport();
    await one.send(mail);
    const before = server.connections();
    server.say({ MAIL: { say: '421 4.7.0 too many messages in this session', onceOnly: true } });
    expect(await one.send(mail)).toMatchObject({ is: 'sent' });
    expect(server.connections()).toBe(before + 1);
  });

  it.each<[string, Parameters<ScriptedSmtp['say']>[0], string]>([
    ['at the greeting', { greeting: 'hang up' }, 'unreachable'],
    ['at MAIL', { MAIL: 'hang up' }, 'unreachable'],
    ['at RCPT', { RCPT: 'hang up' }, 'unreachable'],
    ['at DATA', { DATA: 'hang up' }, 'unreachable'],
    ['in the middle of the text', { middle: 'hang up' }, 'uncertain'],
    ['after the final dot', { end: 'hang up' }, 'uncertain'],
  ])('knows whether the text may have gone out if the server hangs up %s', async (_, script, is) => {
    server.say(script);
    expect(await transport().send(mail)).toMatchObject({ is });
  });

  it('hands nothing over without TLS if TLS is asked for, or without a login that is accepted', async () => {
    const login = { userName: 'acme', password: 'wrong' };
    expect(await transport({ security: 'starttls' }).send(mail)).toMatchObject({ is: 'unreachable' });
    expect(await transport({ security: 'tls' }, TIMEOUT_MS).send(mail)).toMatchObject({ is: 'unreachable' });
    server.say({ EHLO: '250-here\r\n250 AUTH PLAIN' });
    const refused = await transport(login).send(mail);
    expect(refused).toMatchObject({ is: 'unreachable', reply: expect.stringContaining('535') });
    server.say({ EHLO: '250-here\r\n250 AUTH PLAIN', AUTH: '454 not now' });
    expect(await transport(login).send(mail)).toMatchObject({ is: 'later' });
    expect(server.mails).toEqual([]);
    server.say({ EHLO: '250-here\r\n250 AUTH PLAIN', AUTH: '451 Maximum credits exceeded' });
    expect(await transport(login).send(mail)).toMatchObject({ is: 'sender refused' });
  });

  it('keeps a connection, after a refusal too, and opens another if the server closed it while it was idle', async () => {
    const one = transport();
    const before = server.connections();
    await one.send(mail);
    server.say({ RCPT: '550 5.1.1 nobody' });
    expect(await one.send(mail)).toMatchObject({ is: 'refused' });
    server.say({});
    expect(await one.send(mail)).toMatchObject({ is: 'sent' });
    expect(server.connections()).toBe(before + 1);
    // It hangs up at the next command: nothing of that mail went out yet.
    server.say({ MAIL: 'hang up' });
    const hungUp = one.send(mail);
    expect(await hungUp).toMatchObject({ is: 'unreachable' });
    server.say({});
    expect(await one.send(mail)).toMatchObject({ is: 'sent' });
    expect(server.mails).toHaveLength(3);
  });

  it('writes one To line whatever the name is, and no header that a value planted', async () => {
    const one = transport();
    const planted = 'x\r\nBcc: eve@evil.example\r\n\r\nbody';
    const names = [
      planted,
      'N'.repeat(2_000),
      'عائشة ‏بنت‏ أحمد',
      '\u202eadA\u202c',
      'Ada "the first", <Countess>',
    ];
    for (const name of names) await one.send({ ...mail, to: { name, address: 'ada@x.example' } });
    await one.send({
      ...mail,
      from: { name: planted, address: 'news@acme.example' },
      subject: planted,
      headers: { 'List-ID': planted, 'Feedback-ID': '1:2\nBcc: eve@evil.example' },
    });
    expect(server.mails).toHaveLength(names.length + 1);
    for (const each of server.mails) {
      const [head = ''] = each.split('\r\n\r\n');
      expect(head).not.toMatch(/^Bcc:/im);
      expect(head.match(/^To:/gm)).toHaveLength(1);
      expect(head).toContain('ada@x.example');
      for (const line of each.split('\r\n'))
        expect(Buffer.byteLength(line, 'latin1')).toBeLessThanOrEqual(998);
    }
  });

  it('names a domain in other letters as servers know it', async () => {
    await transport().send({ ...mail, to: { name: '', address: 'ada@münchen.example' } });
    expect(server.commands).toContain('RCPT TO:<ada@xn--mnchen-3ya.example>');
  });

  it('refuses to write an address that would be another one on the wire', async () => {
    const planted = 'ada@x.example\r\nRCPT TO:<eve@evil.example>';
    const outcome = await transport()
      .send({ ...mail, to: { name: '', address: planted } })
      .catch((error: Error) => ({ is: 'thrown', reply: error.message }));
    expect(outcome.is).not.toBe('sent');
    expect(server.mails).toEqual([]);
  });
});
