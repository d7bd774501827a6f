import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { createCampaign } from '../../src/audience/campaigns/drafts.ts';
import { sendCampaign } from '../../src/audience/campaigns/release.ts';
import { campaignWaterfall } from '../../src/audience/campaigns/waterfall.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { Storage } from '../../src/storage/database/client.ts';
import { addSender } from '../../test/support/campaigns.ts';

/** A campaign to everyone in a workspace of a benchmark. */
export interface BenchCampaign {
  deps: AudienceDeps;
  caller: Caller;
  id: number;
}

const body = `Hi {{first name|there}}\n\n${'Everything is cheaper until Sunday, and some of it even longer. '.repeat(20)}`;

/** Drafts a campaign to an audience. */
export async function benchCampaign(
  storage: Storage,
  workspaceId: number,
  { port = 2525, audience = 'everyone' }: { port?: number; audience?: string } = {},
): Promise<BenchCampaign> {
  const caller: Caller = { workspaceId, actor: 'U0BENCH', role: 'admin' };
  const deps: AudienceDeps = {
    ...{ storage, now: storage.clock.now },
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
    sending: { openTransport: () => Promise.reject(new Error('sent by other processes')) },
  };
  const name = `Spring ${crypto.randomUUID().slice(0, 8)}`;
  const senderId = await addSender(storage, workspaceId, { port, perSecond: 100_000, name });
  const { id } = await createCampaign(deps, caller, {
    name,
    subject: 'Spring sale',
    body,
    audience,
    senderId,
  });
  return { deps, caller, id };
}

/** Approves it and writes its recipients: it goes out as soon as a process sends. */
export async function prepareAgain({ deps, caller, id }: BenchCampaign): Promise<void> {
  const { campaign, getIt } = await campaignWaterfall(deps, caller, { id });
  const release = { id, version: campaign.version, expected: getIt, when: 'now' } as const;
  await sendCampaign(deps, caller, { ...release, typed: getIt, isOnlyAdmin: true });
  const runner = startJobRunner(deps, { pollMs: 20, log: console.log });
  await runner.idle();
  await runner.stop();
}
