import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/provider.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { keepItems } from '../../src/storage/events/kept-items.ts';
import { insertWebhook } from '../../src/storage/events/webhooks.ts';
import { runHere } from '../support/command-here.ts';
import { withAudience } from '../support/with-audience.ts';

describe('npm run provider', () => {
  const audience = withAudience({ on: 'embedded' });
  let webhookId: number;
  beforeAll(async () => {
    const { storage } = audience;
    const { prisma } = storage;
    const { id: workspaceId } = await prisma.workspace.create({ data: { teamId: playgroundTeam.id } });
    await prisma.contact.create({
      data: {
        ...{ workspaceId, email: 'ada@x.org', emailKey: 'ada@x.org', status: 'subscribed' },
        ...{ statusSource: 'import', source: 'import' },
      },
    });
    const at = new Date();
    const given = { workspaceId, provider: 'sendgrid' as const, secret: 'x', createdBy: 'U0ADA', now: at };
    const { webhook } = await insertWebhook(prisma, storage.hash, given);
    webhookId = webhook.id;
    // As a version stored them that knew none of these.
    const items = [{ event: 'unsubscribe', email: 'ada@x.org' }, { event: 'farewell' }].map((item) => ({
      ...{ item, deliveryId: undefined, reason: 'unknown event' },
    }));
    await keepItems(prisma, storage, { workspaceId, webhookId: webhook.id, provider: 'sendgrid', at, items });
  });
  afterEach(() => vi.restoreAllMocks());

  async function ask(...args: string[]) {
    const { code, out, err } = await runHere(run, args, { DATA_DIR: audience.dataDir });
    return { code, said: `${out}${err}` };
  }

  it.each([
    [['add', 'mailchimp'], 'Rollcall can’t connect that email provider.\nThese can be connected: resend', 2],
    [['add'], 'Rollcall can’t connect that email provider.', 2],
    [['remove', 'sendgrid'], 'Which provider do you want to disconnect?', 2],
    [[], 'What do you want to do: add, list, retry or remove?', 2],
  ])('refuses %j before it reads a secret or opens the database', async (args, message, code) => {
    const read = vi.spyOn(process.stdin, 'on');
    expect(await ask(...args)).toEqual({ code, said: expect.stringContaining(message) });
    expect(read).not.toHaveBeenCalled();
  });

  it('shows what could not be read, and reads it again', async () => {
    const before = await ask('list');
    expect(before.code).toBe(0);
    expect(before.said).toContain(
      '0 events, 0 for unknown addresses (0 opt-outs remembered), 0 ignored, 2 unread',
    );
    expect(before.said).toContain('npm run provider -- retry');
    const after = await ask('retry');
    expect(after.code).toBe(0);
    expect(after.said).toContain(
      'Read 1 item: 1 events stored, 0 for unknown addresses. 1 item can’t be read yet.\n',
    );
    expect((await ask('list')).said).toContain(
      '1 events, 0 for unknown addresses (0 opt-outs remembered), 0 ignored, 1 unread',
    );
    expect((await ask('retry')).said).toMatch(/^1 item can’t be read yet\.\n/);
    // What is kept outlives its provider.
    expect((await ask('remove', String(webhookId))).code).toBe(0);
    expect((await ask('list')).said).toContain(
      '1 item from providers that are now disconnected can’t be read yet.',
    );
    expect(await audience.storage.prisma.contact.findMany({ select: { status: true } })).toEqual([
      { status: 'unsubscribed' },
    ]);
  });
});
