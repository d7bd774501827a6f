import { RollcallError } from '../../errors.ts';
import { emailKey } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { countTests, findTestAddresses, saveTestAddresses } from '../../storage/campaigns/tests.ts';
import { findSuppressions } from '../../storage/contacts/suppressions.ts';
import { type OpenedSender, openSender } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { sampleMail } from './content.ts';
import { lookUpCampaign } from './lookup.ts';
import type { HandOver } from './sending/port.ts';
import { shownLinks } from './tracking/links.ts';

/** How many addresses besides those of teammates an admin can allow. */
export const MOST_ADDRESSES = 5;
/** How many test mails a workspace sends in an hour. */
const MOST_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/** Who a test mail goes to. */
export interface Tester {
  email: string;
  name: string | null;
}

/** The result of one test mail. */
export interface TestSent {
  to: string;
  is: HandOver['is'];
  reply: string;
}

/** Addresses that tests may go to, besides those of teammates. @throws RollcallError `not-allowed` */
export async function listTestAddresses({ storage }: AudienceDeps, caller: Caller): Promise<string[]> {
  requireRole(caller, 'editor', 'send tests');
  return findTestAddresses(storage.pool, caller.workspaceId);
}

/**
 * Replaces the addresses that tests may go to.
 *
 * @param text addresses between blanks, commas or line breaks
 * @throws RollcallError `invalid-input`, about `allowed`; `not-allowed`
 */
export async function allowTestAddresses(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<string[]> {
  requireRole(caller, 'admin', 'allow addresses for tests');
  const { workspaceId, actor } = caller;
  const typed = [...new Set(text.split(/[\s,;]+/).filter((each) => each !== ''))];
  const wrong = typed.find((address) => emailKey(address) === null);
  const problem =
    wrong !== undefined
      ? `"${clip(wrong, 100)}" is not an email address.`
      : typed.length > MOST_ADDRESSES
        ? `At most ${MOST_ADDRESSES} addresses; this is ${typed.length}.`
        : undefined;
  if (problem !== undefined) throw new RollcallError('invalid-input', problem, { about: 'allowed' });
  const { storage } = deps;
  const before = await findTestAddresses(storage.pool, workspaceId);
  if (before.join() === typed.join()) return typed;
  await storage.prisma.$transaction(async (database) => {
    await saveTestAddresses(database, workspaceId, typed);
    const entry = { workspaceId, actor, action: 'settings.changed', at: deps.now() } as const;
    await writeAudit(database, { ...entry, subject: 'addresses for tests' });
  });
  return typed;
}

/**
 * Sends a campaign as a test: "[Test]" in its subject, links to preferences that lead nowhere, and the fallbacks of
 * its fields. To teammates, or to addresses that an admin allowed.
 *
 * @param options.teammates as Slack says who they are
 * @param options.addresses any of those that were allowed
 * @throws RollcallError `invalid-input` if it can't be written or no one was chosen; `busy` over 20 mails an hour
 */
export async function sendTests(
  deps: AudienceDeps,
  caller: Caller,
  { id, teammates, addresses }: { id: number; teammates: Tester[]; addresses: string[] },
): Promise<{ campaign: StoredCampaign; tests: TestSent[] }> {
  requireRole(caller, 'editor', 'send tests');
  const { workspaceId } = caller;
  const campaign = await lookUpCampaign(deps, caller, { id });
  const allowed = await findTestAddresses(deps.storage.pool, workspaceId);
  const refused = addresses.find((address) => !allowed.includes(address));
  if (refused !== undefined)
    throw new RollcallError('not-allowed', `No admin has allowed tests to ${refused}.`, {
      about: 'addresses',
    });
  const testers = [...teammates, ...addresses.map((email) => ({ email, name: null }))];
  if (testers.length === 0)
    throw new RollcallError('invalid-input', 'Choose someone to send the test to.', { about: 'teammates' });
  await refuseSuppressed(deps, workspaceId, testers);
  const sender = await senderOf(deps, workspaceId, campaign);
  const mails = await Promise.all(
    testers.map((tester) => testMail(deps, workspaceId, { campaign, sender, tester })),
  );
  await takeFromLimit(deps, caller, { campaign, mails: mails.length });
  return { campaign, tests: await handOver(deps, sender, mails) };
}

/** People who must not get mail don't get tests either. */
async function refuseSuppressed(
  { storage }: AudienceDeps,
  workspaceId: number,
  testers: Tester[],
): Promise<void> {
  const keys = testers.flatMap(({ email }) => emailKey(email) ?? []);
  const found = await findSuppressions(storage.pool, workspaceId, { keys, hashes: storage.hashes });
  const [first] = testers.filter(({ email }) => found.has(emailKey(email) ?? ''));
  if (first === undefined) return;
  throw new RollcallError('not-allowed', `${first.email} is suppressed or erased, so no mail goes there.`, {
    about: 'teammates',
  });
}

async function senderOf(
  { storage, sending }: AudienceDeps,
  workspaceId: number,
  { senderId }: StoredCampaign,
): Promise<OpenedSender> {
  const missing = (message: string) => new RollcallError('invalid-input', message, { about: 'teammates' });
  if (sending === undefined) throw missing('This installation doesn’t send campaigns.');
  const sender =
    senderId === null ? undefined : await openSender(storage.pool, storage, { workspaceId, id: senderId });
  if (sender === undefined || sender.archivedAt !== null)
    throw missing('The campaign has no sender yet: edit it first.');
  return sender;
}

async function testMail(
  deps: AudienceDeps,
  workspaceId: number,
  { campaign, sender, tester }: { campaign: StoredCampaign; sender: OpenedSender; tester: Tester },
) {
  const url = deps.pages?.url ?? 'https://example.org';
  const own = { preferencesUrl: `${url}/p/test`, viewUrl: `${url}/view/test` };
  const links = await shownLinks(deps, workspaceId, campaign);
  const { subject, html, text } = await sampleMail(
    deps,
    { workspaceId, written: campaign, links },
    { ...tester, own },
  );
  return {
    ...{ html, text, subject: `[Test] ${subject}`, headers: {} },
    from: { name: sender.fromName, address: sender.fromAddress },
    replyTo: sender.replyTo,
    to: { name: tester.name ?? '', address: tester.email },
    key: `test-${crypto.randomUUID()}`,
  };
}

/** Counts the mails before they go out. @throws RollcallError `busy` */
async function takeFromLimit(
  { storage, now }: AudienceDeps,
  { workspaceId, actor }: Caller,
  { campaign, mails }: { campaign: StoredCampaign; mails: number },
): Promise<void> {
  const at = now();
  await storage.prisma.$transaction(async (database) => {
    const before = await countTests(database, workspaceId, new Date(at.getTime() - HOUR_MS));
    if (before + mails > MOST_AN_HOUR)
      throw new RollcallError('busy', `At most ${MOST_AN_HOUR} tests go out in an hour; ${before} did.`, {
        about: 'teammates',
        hint: 'Try again later, or with fewer people.',
      });
    const entry = { workspaceId, actor, at, action: 'campaign.tested' } as const;
    await writeAudit(database, { ...entry, subject: campaign.name, details: { mails } });
  });
}

/** One after the other, over one connection. */
async function handOver(
  { sending }: AudienceDeps,
  sender: OpenedSender,
  mails: Awaited<ReturnType<typeof testMail>>[],
): Promise<TestSent[]> {
  if (sending === undefined) return [];
  const transport = await sending.openTransport(sender);
  try {
    const sent: TestSent[] = [];
    for (const mail of mails) {
      const { is, reply } = await transport.send(mail);
      sent.push({ to: mail.to.address, is, reply });
    }
    return sent;
  } finally {
    await transport.close();
  }
}
