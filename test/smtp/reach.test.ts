import { createHash, createVerify } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedAddressOf, isPublic } from '../../src/smtp/reach.ts';
import { createSmtpReach } from '../../src/smtp/sending.ts';
import { makeDkimKey, publicKeyOf } from '../../src/storage/senders/dkim-key.ts';
import { type ScriptedSmtp, startScriptedSmtp } from '../support/scripted-smtp.ts';

describe('which servers may be reached', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '2001:db8::1',
    '2002:a00:1::1',
    '2001::1',
    'not an address',
  ])('refuses %s', (address) => expect(isPublic(address)).toBe(false));

  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'takes %s',
    (address) => expect(isPublic(address)).toBe(true),
  );

  const lookUp = async (host: string) =>
    ({
      'mail.example': ['8.8.8.8'],
      'inside.example': ['10.0.0.7'],
      'both.example': ['8.8.8.8', '127.0.0.1'],
    })[host] ?? [];

  it('refuses names that lead inside, unless the installation names them', async () => {
    const usual = guardedAddressOf({ allowed: [], lookUp });
    expect(await usual('MAIL.example.')).toBe('8.8.8.8');
    for (const host of ['inside.example', 'both.example', '127.0.0.1', '::1'])
      await expect(usual(host)).rejects.toMatchObject({ code: 'EPRIVATE' });
    await expect(usual('nobody.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await guardedAddressOf({ allowed: ['inside.example'], lookUp })('inside.example')).toBe(
      '10.0.0.7',
    );
  });
});

describe('reaching a sender’s server', () => {
  let server: ScriptedSmtp;
  beforeAll(async () => {
    server = await startScriptedSmtp();
  });
  afterAll(() => server.close());
  const sender = (host: string) =>
    ({ way: 'smtp', host, port: server.port, security: 'none', userName: null, password: null }) as const;
  const mail = {
    ...{
      from: { name: 'A', address: 'a@acme.example' },
      to: { name: '', address: 'b@x.example' },
      replyTo: null,
    },
    ...{ subject: 'Hi', text: 'Hi', html: '<p>Hi</p>', headers: {}, key: 'k' },
  };

  it('checks the address at each connection: a name may lead elsewhere by then', async () => {
    const said = [['8.8.8.8'], ['127.0.0.1']];
    const lookUp = async () => said.shift() ?? [];
    const guarded = guardedAddressOf({ allowed: [], lookUp });
    expect(await guarded('mail.example')).toBe('8.8.8.8');
    const reach = createSmtpReach({ allowed: [], lookUp: async () => ['127.0.0.1'] });
    const transport = await reach.openTransport(sender('mail.example'));
    expect(await transport.send(mail)).toMatchObject({ is: 'unreachable' });
    await expect(guarded('mail.example')).rejects.toMatchObject({ code: 'EPRIVATE' });
    expect(server.mails).toEqual([]);
    await transport.close();
  });

  it('connects to the address that was checked, without asking DNS again', async () => {
    let asked = 0;
    const lookUp = async () => {
      asked += 1;
      return ['127.0.0.1'];
    };
    const reach = createSmtpReach({ allowed: ['mail.example'], lookUp });
    const transport = await reach.openTransport(sender('mail.example'));
    // mail.example exists nowhere else, so this came over the address.
    expect(await transport.send(mail)).toMatchObject({ is: 'sent' });
    expect(asked).toBe(1);
    await transport.close();
  });

  it('signs with a key of the sender’s own, over both headers of one-click unsubscribing', async () => {
    const dkimKey = await makeDkimKey();
    const reach = createSmtpReach({ allowed: ['127.0.0.1'] });
    const transport = await reach.openTransport({
      ...sender('127.0.0.1'),
      dkimKey,
      dkimSelector: 'rollcall',
    });
    const headers = {
      'List-Unsubscribe': '<https://mail.acme.example/p/x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    server.mails.length = 0;
    expect(await transport.send({ ...mail, headers })).toMatchObject({ is: 'sent' });
    await transport.close();
    const [text = ''] = server.mails;
    const plain = text.replace(/\r\n[ \t]+/g, ' ');
    const signature = /^DKIM-Signature: (.*)$/m.exec(plain)?.[1] ?? '';
    expect(signature).toMatch(/d=acme\.example;.* s=rollcall;/);
    const tag = (name: string) =>
      new RegExp(`(?:^|[ ;])${name}=([^;]*)`).exec(signature)?.[1]?.replaceAll(' ', '') ?? '';
    const names = tag('h').toLowerCase().split(':');
    expect(names).toEqual(
      expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post', 'subject']),
    );
    // What a receiver does (RFC 6376, relaxed): hash the body, and check the signature over those headers.
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const body = `${rest
      .join('\r\n\r\n')
      .replace(/[ \t]+/g, ' ')
      .replace(/ \r\n/g, '\r\n')
      .replace(/(?:\r\n)+$/, '')}\r\n`;
    expect(createHash('sha256').update(body).digest('base64')).toBe(tag('bh'));
    const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
    const relaxed = (line: string) =>
      `${line.slice(0, line.indexOf(':')).toLowerCase().trim()}:${line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim()}`;
    const found = (name: string) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? '';
    const signed = [
      ...names.map((name) => relaxed(found(name))),
      relaxed(found('dkim-signature')).replace(/([ ;]b=)[^;]*/, '$1'),
    ].join('\r\n');
    expect(createVerify('sha256').update(signed).verify(publicKeyOf(dkimKey), tag('b'), 'base64')).toBe(true);
  });

  it.each([
    ['greeting', '421 too many connections', 'later'],
    ['greeting', '554 not from you', 'refused'],
    ['greeting', 'hang up', 'unreachable'],
  ] as const)('says what a server does that answers the %s with %s', async (stage, says, what) => {
    server.say({ [stage]: says });
    const { checks } = createSmtpReach({ allowed: ['127.0.0.1'] });
    expect(await checks.probe(sender('127.0.0.1') as never)).toMatchObject({ is: 'trouble', what });
    server.say({});
  });

  it('says what else can be wrong with a server', async () => {
    const { checks } = createSmtpReach({ allowed: ['127.0.0.1', 'localhost'] });
    const probe = (changes: object) => checks.probe({ ...sender('127.0.0.1'), ...changes } as never);
    expect(await probe({})).toMatchObject({ is: 'fine' });
    expect(await probe({ security: 'starttls' })).toMatchObject({ what: 'no tls' });
    expect(await probe({ security: 'tls' })).toMatchObject({ what: 'tls' });
    expect(await probe({ host: '10.0.0.1' })).toMatchObject({ what: 'private' });
    expect(await probe({ host: 'nobody.invalid' })).toMatchObject({ what: 'not found' });
    expect(await probe({ way: 'mailbox' })).toMatchObject({ is: 'trouble' });
    const known = new SMTPServer({
      ...{ authMethods: ['PLAIN'], allowInsecureAuth: true },
      onAuth: (auth, _session, done) =>
        auth.password === 'slow down'
          ? done(Object.assign(new Error('4.7.0 try later'), { responseCode: 454 }))
          : done(new Error('who are you?')),
    });
    known.on('error', () => {});
    await new Promise<void>((resolve) => known.listen(0, '127.0.0.1', () => resolve()));
    const { port } = known.server.address() as AddressInfo;
    // Its certificate is made for nobody.
    expect(await probe({ security: 'starttls', port, host: 'localhost' })).toMatchObject({
      what: 'certificate',
    });
    const login = { port, userName: 'ada', password: 'wrong' };
    expect(await probe(login)).toMatchObject({ what: 'login refused' });
    expect(await probe({ ...login, password: 'slow down' })).toMatchObject({ what: 'later' });
    await new Promise<void>((resolve) => known.close(() => resolve()));
    const gone = await startScriptedSmtp();
    await gone.close();
    expect(await probe({ port: gone.port })).toMatchObject({ what: 'unreachable' });
  });
});
