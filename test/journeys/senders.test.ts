import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DomainFacts, Probe } from '../../src/audience/senders/port.ts';
import { fakeServer } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

const server = fakeServer();
let probe: Probe = { is: 'fine', tls: 'TLS' };
const nothing: DomainFacts = { spf: 'none', dkim: { is: 'none' }, dmarc: { is: 'none' } };

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', {
    sending: { ...server.port, checks: { probe: async () => probe, domain: async () => nothing } },
  });
});
afterAll(() => rollcall?.close());

it('adds a sender, confirms its address with a code, changes and removes it', async () => {
  const { ada, yuki } = rollcall;
  const empty = await ada.types('/audience senders');
  expect(empty).toContain('There is none yet.');
  expect(empty).toContain('*Only tests are sent for now.* ROLLCALL_URL isn’t set.');

  await ada.clicks('SendGrid');
  expect((await ada.seesModal('Add a sender')).text).toContain('Always the word apikey.');
  await ada.closes();
  await ada.clicks('Another server');
  await ada.seesModal('Add a sender');
  await ada.fills({
    ...{ Name: 'Newsletter', 'From name': 'Acme', 'From address': 'news@acme.example' },
    ...{ 'Mail server': 'smtp.acme.example:587', 'User name': 'ada', Password: 'correct horse' },
  });
  expect(await ada.submits()).toMatchObject({
    errors: { 'Mail server': expect.stringContaining('without a port') },
  });
  await ada.fills({ 'Mail server': 'smtp.acme.example' });
  expect(await ada.submits()).toEqual({ ok: true });
  const added = await ada.sees('Added the sender "Newsletter". See below what it still needs.');
  expect(added).toContain('Connected to smtp.acme.example:587, encrypted, and logged in.');
  expect(added).toContain('acme.example has no SPF record, and it has no DKIM key that Rollcall can find.');
  expect(added).toContain('acme.example has no DMARC record.');

  await ada.clicks('Mail a code');
  await ada.seesModal('Confirm the address');
  await ada.fills({ Code: '12' });
  expect(await ada.submits()).toMatchObject({ errors: { Code: expect.stringContaining('not the code') } });
  await ada.fills({ Code: /\d{6}/.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '' });
  expect(await ada.submits()).toEqual({ ok: true });
  expect(await ada.sees('Confirmed the From address of "Newsletter".')).toContain('ready');

  await ada.clicks('Edit');
  await ada.seesModal('Edit sender');
  await ada.fills({ 'Mail server': 'smtp.other.example' });
  expect(await ada.submits()).toMatchObject({
    errors: { Password: expect.stringContaining('enter the password again') },
  });
  probe = { is: 'trouble', what: 'certificate', reply: 'expired' };
  await ada.fills({ Password: 'battery staple' });
  expect(await ada.submits()).toEqual({ ok: true });
  expect(await ada.sees('Changed the sender "Newsletter".')).toContain(
    'The certificate of smtp.other.example:587 isn’t valid for that name, or has expired.',
  );
  probe = { is: 'fine', tls: 'TLS' };
  await ada.clicks('Check again');
  await ada.sees('Checked "Newsletter": it’s ready.');
  await ada.clicks('Remove');
  await ada.sees('Removed the sender "Newsletter".');

  const changes = await ada.types('/audience history');
  for (const words of ['added the sender *Newsletter*', 'confirmed the From address', 'removed the sender'])
    expect(changes).toContain(words);
  expect(await yuki.types('/audience senders')).toContain('role to see how mail is sent');
  const said = JSON.stringify([ada.messages(), yuki.messages(), rollcall.log]);
  for (const secret of ['correct horse', 'battery staple']) expect(said).not.toContain(secret);
});
