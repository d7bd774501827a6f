import { RollcallError } from '../../errors.ts';
import { keyInDns } from '../../lib/dkim-record.ts';
import { providerFacts } from '../../lib/providers.ts';
import { presetOf, senderPreset } from '../../lib/sender-presets.ts';
import { listWebhooks } from '../../storage/events/webhooks.ts';
import { noteCheck } from '../../storage/senders/changes.ts';
import { publicKeyOf } from '../../storage/senders/dkim-key.ts';
import { type OpenedSender, openSender, type StoredSender } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { domainOf, type Finding, fromFinding, notes, problemOf, serverFinding } from './findings.ts';
import type { DomainFacts, SenderChecks } from './port.ts';

/** How long a check counts when a campaign starts. */
const FRESH_MS = 24 * 3_600_000;

/**
 * Checks a sender: connection, login, its From address in DNS, and who reports bounces. Stores what it found.
 *
 * @throws RollcallError `not-found`; `misconfigured` if its password can't be read
 */
export async function checkSender(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<StoredSender> {
  requireRole(caller, 'admin', 'check senders');
  const { workspaceId } = caller;
  const sender = await openSender(deps.storage.pool, deps.storage, { workspaceId, id });
  if (sender === undefined) throw noSender();
  return checked(deps, workspaceId, sender);
}

/**
 * Why a sender can't send a campaign now; undefined if it can. A check that is older than a day is repeated.
 */
export async function troubleNow(
  deps: AudienceDeps,
  workspaceId: number,
  sender: OpenedSender,
): Promise<string | undefined> {
  const { checkedAt } = sender;
  const isFresh = checkedAt !== null && deps.now().getTime() - checkedAt.getTime() < FRESH_MS;
  return problemOf(isFresh ? sender : await checked(deps, workspaceId, sender));
}

async function checked(deps: AudienceDeps, workspaceId: number, sender: OpenedSender): Promise<StoredSender> {
  const findings = await findingsNow(deps, workspaceId, sender);
  const problem = findings.find(({ is }) => is === 'bad')?.says ?? null;
  const at = deps.now();
  await noteCheck(deps.storage.pool, { workspaceId, id: sender.id }, { at, problem, findings });
  const { password: _password, dkimKey: _dkimKey, ...shown } = sender;
  return { ...shown, checkedAt: at, problem, findings };
}

async function findingsNow(
  deps: AudienceDeps,
  workspaceId: number,
  sender: OpenedSender,
): Promise<Finding[]> {
  const checks = deps.sending?.checks;
  if (checks === undefined)
    throw new RollcallError('misconfigured', 'This process doesn’t send mail, so it can’t check senders.');
  if (sender.way === 'mailbox') return [await mailboxFinding(checks, sender)];
  const [probe, facts] = await Promise.all([checks.probe(sender), domainOfSender(checks, sender)]);
  const reports = await reportsFinding(deps, workspaceId, sender);
  return [
    serverFinding(sender, probe),
    fromFinding(sender, facts),
    ...notes(sender, facts),
    ...(reports === undefined ? [] : [reports]),
  ];
}

async function mailboxFinding(checks: SenderChecks, sender: OpenedSender): Promise<Finding> {
  const { is } = await checks.probe(sender);
  if (is === 'fine')
    return {
      ...{ is: 'good', about: 'server' },
      says: 'Mails go to the playground’s mailbox and never leave this machine.',
    };
  return { is: 'bad', about: 'server', says: 'Its mailbox only exists in the playground.' };
}

function domainOfSender(checks: SenderChecks, sender: OpenedSender): Promise<DomainFacts> {
  const { spf, selectors } = senderPreset(presetOf(sender));
  const { dkimSelector, dkimKey, keySelector, host, provider } = sender;
  return checks.domain({
    domain: domainOf(sender.fromAddress),
    host: provider === null ? host : null,
    spf,
    selectors: dkimSelector === null ? (keySelector === null ? selectors : [keySelector]) : [dkimSelector],
    ...(dkimKey === null ? {} : { publicKey: keyInDns(publicKeyOf(dkimKey)) }),
  });
}

/** Who says what became of its mails after they were handed over. */
async function reportsFinding(
  { storage }: AudienceDeps,
  workspaceId: number,
  { provider }: OpenedSender,
): Promise<Finding | undefined> {
  const about = 'reports';
  if (provider === null)
    return {
      ...{ is: 'note', about },
      says: 'This server doesn’t report what happens later. You see what it refuses right away, but no bounces or complaints that come afterwards.',
    };
  const { name } = providerFacts[provider];
  const webhooks = await listWebhooks(storage.prisma, workspaceId);
  if (webhooks.some((webhook) => webhook.provider === provider)) return undefined;
  return {
    ...{ is: 'note', about },
    says: `${name} isn’t connected, so bounces and complaints that come later don’t reach Rollcall. Connect it with /audience providers.`,
  };
}

export const noSender = (): RollcallError =>
  new RollcallError('not-found', 'That sender no longer exists: someone removed it.');
