import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWebhook } from '../../src/audience/events/webhooks.ts';
import { messageText } from '../../src/playground/slack-server/plain-text.ts';
import { providerList } from '../../src/slack/workspace/messages-providers.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';
import type { SlackPerson } from '../support/slack-person.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', {
    now: () => new Date('2026-11-23T10:00:00Z'),
    publicUrl: 'https://rollcall.example.org',
  });
});
afterAll(() => rollcall?.close());

const [key, other] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_c2Vjb25kLWtleS1mb3ItdGVzdHM='];
const opened = (path: string) =>
  openWebhook({ storage: rollcall.database.storage, now: () => new Date() }, { provider: 'resend', path });
/** All that a person's newest message holds, with the choices in its menus. */
const newestBlocks = (person: SlackPerson) => JSON.stringify(person.messages().at(-1)?.blocks);

it('connects a provider, replaces its key, disconnects it, and shows the key to no one', async () => {
  const { ada, yuki } = rollcall;
  await ada.types('/audience');
  expect(newestBlocks(ada)).toContain('Email providers');
  await ada.clicks('Email providers');
  for (const name of ['Resend', 'SendGrid', 'Postmark', 'Mailgun', 'Amazon SES'])
    await ada.sees(`*${name}*  not connected`);

  await ada.types('/audience providers');
  await ada.clicks('Connect');
  const modal = await ada.seesModal('Connect Resend');
  expect(modal.text).toContain('the signing secret (whsec_…)');
  await ada.fills({ Key: 'not-a-key' });
  expect(await ada.submits()).toEqual({
    ok: false,
    errors: { Key: 'That isn’t what Resend needs: enter the signing secret (whsec_…).' },
  });
  await ada.fills({ Key: key });
  expect(await ada.submits()).toEqual({ ok: true });
  const listed = await ada.sees('Resend is connected.');
  const path = /\/webhooks\/resend\/(\d+-[0-9a-f]{32})/.exec(listed)?.[1] ?? '';
  expect(listed).toContain('nothing received yet');
  expect(listed).toContain(`https://rollcall.example.org/webhooks/resend/${path}`);
  expect((await opened(path))?.secret).toBe(key);

  await ada.clicks('Replace key');
  await ada.seesModal('New key for Resend');
  await ada.fills({ Key: other });
  expect(await ada.submits()).toEqual({ ok: true });
  const replaced = await ada.sees('Replaced the key of Resend.');
  // The address that was entered at the provider stays.
  expect(replaced).toContain(path);
  expect((await opened(path))?.secret).toBe(other);

  await ada.clicks('Disconnect');
  await ada.sees('Disconnected Resend');
  expect(await opened(path)).toBeUndefined();
  const changes = await ada.types('/audience history');
  for (const words of ['connected Resend', 'replaced the key for Resend', 'disconnected Resend'])
    expect(changes).toContain(words);

  expect(await yuki.types('/audience providers')).toContain('role to see connected email providers');
  await yuki.types('/audience');
  expect(newestBlocks(yuki)).toContain('/audience help');
  expect(newestBlocks(yuki)).not.toContain('Email providers');
  const said = JSON.stringify([ada.messages(), yuki.messages(), rollcall.log]);
  for (const secret of [key, other]) expect(said).not.toContain(secret);
});

it('connects one provider, even if the form is delivered several times', async () => {
  const { ada, database } = rollcall;
  await ada.types('/audience providers');
  await ada.clicks('Connect');
  await ada.seesModal('Connect Resend');
  await ada.fills({ Key: key });
  // A double click, and another.
  const answers = await Promise.all([1, 2, 3].map(() => ada.submits()));
  expect(answers).toContainEqual({ ok: true });
  await ada.sees('Resend is connected.');
  const { prisma } = database.storage;
  expect(await prisma.webhook.count()).toBe(1);
  expect(await prisma.auditEntry.count({ where: { action: 'webhook.created' } })).toBe(2);
  await prisma.webhook.deleteMany();
});

it('says how to see the whole address if it is unknown', () => {
  const at = { provider: 'resend' as const, path: '1-6f2c' };
  const counts = { recorded: 0, unknown: 0, remembered: 0, ignored: 0, kept: 0, lastAt: null };
  const webhook = { ...at, ...counts, id: 1, createdBy: 'U0ADA', createdAt: new Date(0) };
  const shown = JSON.stringify(providerList([webhook], { publicUrl: undefined }));
  expect(shown).toContain('https://&lt;your address&gt;/webhooks/resend/1-6f2c');
  expect(shown).toContain('Set `ROLLCALL_URL` to it and restart to see it here.');
});

it('shows what arrived, and what couldn’t be read', () => {
  const at = {
    provider: 'resend' as const,
    path: '1-6f2c',
    id: 1,
    createdBy: 'U0ADA',
    createdAt: new Date(0),
  };
  const counts = { recorded: 12, unknown: 3, remembered: 1, ignored: 40, kept: 2, lastAt: new Date(0) };
  const shown = (given: typeof counts, orphans: number) =>
    JSON.stringify(providerList([{ ...at, ...given }], { publicUrl: undefined, orphans }));
  const all = shown(counts, 1);
  expect(all).toContain('12 events, 3 events skipped');
  expect(all).toContain('1 opt-out remembered for addresses that aren’t contacts');
  expect(all).toContain('40 items ignored');
  expect(all).toContain('*2 unread items*');
  expect(all).toContain('1 unread item from providers that are now disconnected');
  expect(all).toContain('`npm run provider -- retry`');
  // Zero isn't mentioned.
  const few = shown({ ...counts, remembered: 0, ignored: 0, kept: 0 }, 0);
  for (const words of ['remembered', 'ignored', 'unread', 'retry']) expect(few).not.toContain(words);
});

it('says so if another admin was faster', async () => {
  const { ada } = rollcall;
  await ada.types('/audience providers');
  await ada.clicks('Connect');
  await ada.seesModal('Connect Resend');
  await ada.fills({ Key: key });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Resend is connected.');
  await rollcall.database.storage.prisma.webhook.deleteMany();
  await ada.clicks('Replace key');
  const refusal = 'someone may have disconnected it';
  await ada.isTold(refusal);
  // Counted, because the first refusal is still there.
  const refusals = () => ada.messages().filter((said) => messageText(said).includes(refusal)).length;
  const before = refusals();
  await ada.clicks('Disconnect');
  await expect.poll(refusals, { timeout: 20_000 }).toBe(before + 1);
});

it('opens the API keys and the providers from the settings’ answer', async () => {
  const { ada } = rollcall;
  await ada.types('/audience settings');
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Nothing changed.');
  await ada.clicks('API keys');
  await ada.sees('No API keys yet.');
});

it('shows providers and keys on top of the settings, and leads back to them', async () => {
  const { ada } = rollcall;
  await ada.types('/audience settings');
  await ada.clicks('Email providers');
  await ada.seesModal('They report what happens to your mail');
  await ada.clicks('Connect');
  await ada.seesModal('Connect Resend');
  await ada.fills({ Key: key });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.seesModal('Resend is connected.');
  await ada.clicks('Disconnect');
  await ada.seesModal('Disconnected Resend');
  await ada.closes();

  await ada.seesModal('Weeks start on');
  await ada.clicks('API keys');
  await ada.seesModal('No API keys yet.');
  await ada.clicks('New key');
  await ada.seesModal('What it can do');
  await ada.fills({ Name: 'website', 'What it can do': ['contacts:read'] });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.seesModal('This is the only time it’s shown');
  await ada.closes();
  await ada.clicks('API keys');
  await ada.seesModal('website');
  await ada.clicks('Revoke');
  await ada.seesModal('No API keys yet.');
  await ada.closes();
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Nothing changed.');
  expect(rollcall.log).toEqual([]);
});
