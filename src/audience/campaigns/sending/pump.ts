import { RollcallError } from '../../../errors.ts';
import { brokenGuard, type Trouble } from '../../../lib/campaigns/bound.ts';
import { withoutAddresses } from '../../../lib/emails.ts';
import { writeAudit } from '../../../storage/audit.ts';
import { findCampaign } from '../../../storage/campaigns/campaigns.ts';
import { ensureBucket } from '../../../storage/campaigns/claim.ts';
import {
  beat,
  type CampaignKey,
  finish,
  type GoingOut,
  guardCounts,
  lastBeat,
  listGoingOut,
  listLapsed,
  settleLapsed,
} from '../../../storage/campaigns/going-out.ts';
import { findCampaignSettings } from '../../../storage/campaigns/settings.ts';
import { openSender } from '../../../storage/senders/senders.ts';
import type { AudienceDeps } from '../../caller.ts';
import { createNap } from '../../jobs/nap.ts';
import { brandOf } from '../../public/brand.ts';
import { topicOf } from '../asked.ts';
import { campaignChanged } from '../changes.ts';
import { mailWriter } from '../content.ts';
import { guardCampaign, holdCampaign } from '../hold.ts';
import { sentLinks, trackedLinks } from '../tracking/links.ts';
import { type Line, type LineLeases, startLine } from './line.ts';

export interface PumpOptions {
  log?: (line: string) => void;
  /** How often it looks for campaigns. Default 500. */
  pollMs?: number;
  leases?: LineLeases;
}

export interface Pump {
  /** Lets the mails under way end, and gives everyone else back. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** Guards look at every recipient of a campaign: they may take a twentieth of the time. */
const GUARD_SHARE = 20;
const GUARD_MS = 2_000;
/** Leases last much longer than a round: one in so many rounds looks for those that ended. */
const LAPSED_EVERY = 4;

/** A campaign that this process sends. */
interface Running {
  key: CampaignKey;
  line: Line;
  /** How many results of the line listeners know of. */
  told: number;
  guardedAt: number;
  guardTookMs: number;
}

/**
 * Sends the campaigns that are going out. Every app process has one. They share each campaign's recipients by
 * leases in the database, so that any of them can continue what another left, even after `kill -9`.
 */
export function startPump(deps: AudienceDeps, options: PumpOptions = {}): Pump {
  const { log = () => {}, pollMs = 500 } = options;
  const { pool } = deps.storage;
  const runner = crypto.randomUUID();
  const running = new Map<string, Running>();
  /** Campaigns that are being paused because of trouble. */
  const pausing = new Set<string>();
  let stopping = false;
  let silent = false;
  let round = 0;
  const nap = createNap();

  async function look(): Promise<void> {
    const lapsed = round % LAPSED_EVERY === 0 ? await listLapsed(pool) : [];
    round += 1;
    for (const key of lapsed)
      if ((await settleLapsed(pool, key)) > 0) campaignChanged(deps, { ...key, kind: 'progress' });
    const going =
      deps.sending === undefined || deps.sending.isPaused === true ? [] : await listGoingOut(pool);
    const wanted = new Set(going.map(nameOf));
    for (const [name, { key, line }] of running) {
      if (wanted.has(name)) continue;
      // It was paused, held or stopped, or another process ended it.
      running.delete(name);
      void line.end().then(() => campaignChanged(deps, { ...key, kind: 'state' }));
    }
    const failures: unknown[] = [];
    for (const each of going) {
      if (stopping) return;
      // What is wrong with one campaign must not keep the others from going out.
      await tend(each).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Looks after one campaign: begins to send it, checks it, or ends it. */
  async function tend(going: GoingOut): Promise<void> {
    const { workspaceId, campaignId } = going;
    const key = { workspaceId, campaignId };
    if (!(await beat(pool, key))) {
      const since = (await lastBeat(pool, key)) ?? new Date(0);
      return holdCampaign(deps, key, { why: 'silent', since: since.toISOString() });
    }
    if (pausing.has(keyOf(key))) return;
    const name = nameOf(going);
    const known = running.get(name);
    if (known === undefined) {
      const begun = await begin(key);
      if ('why' in begun) return holdCampaign(deps, key, begun);
      running.set(name, { key, line: begun, told: 0, guardedAt: 0, guardTookMs: 0 });
      return;
    }
    tellProgress(known);
    await guard(key, known);
    if (known.line.isIdle() && (await finish(pool, key, deps.now()))) {
      running.delete(name);
      await known.line.end();
      await auditEnd(key);
      campaignChanged(deps, { ...key, kind: 'state' });
    }
  }

  function tellProgress(known: Running): void {
    const noted = known.line.noted();
    if (noted === known.told) return;
    known.told = noted;
    campaignChanged(deps, { ...known.key, kind: 'progress' });
  }

  async function guard(key: CampaignKey, known: Running): Promise<void> {
    const began = Date.now();
    if (began - known.guardedAt < Math.max(GUARD_MS, known.guardTookMs * GUARD_SHARE)) return;
    const campaign = await findCampaign(pool, key.workspaceId, { id: key.campaignId });
    const broken = brokenGuard(await guardCounts(pool, key), campaign?.bound?.guarded);
    known.guardTookMs = Date.now() - began;
    known.guardedAt = began;
    if (broken !== undefined) await guardCampaign(deps, key, broken);
  }

  async function begin(key: CampaignKey): Promise<Line | Trouble> {
    const { workspaceId, campaignId } = key;
    const campaign = await findCampaign(pool, workspaceId, { id: campaignId });
    const id = campaign?.senderId ?? null;
    const brand = await brandOf(deps, workspaceId);
    const sender =
      id === null
        ? undefined
        : await openSender(pool, deps.storage, { workspaceId, id }).catch(asTrouble('sender'));
    if (campaign === undefined || sender === undefined || brand === undefined || deps.sending === undefined)
      return { why: 'sender', problem: 'Its sender no longer exists.' };
    if ('why' in sender) return sender;
    const links = sentLinks(deps, campaign);
    const write = await mailWriter(deps, { workspaceId, written: campaign, brand, links }).catch(
      asTrouble('content broken'),
    );
    if ('why' in write) return write;
    const tracked = await trackedLinks(deps, { workspaceId, campaign }, write.urls);
    const transport = await deps.sending.openTransport(sender).catch(asTrouble('sender'));
    if ('why' in transport) return transport;
    await ensureBucket(pool, { workspaceId, senderId: sender.id });
    const topic = await topicOf(deps, workspaceId, campaign.topicId);
    const { mailedLatelyDays: days } = await findCampaignSettings(pool, workspaceId);
    return startLine(
      deps,
      { workspaceId, campaign, sender, brand, write, tracked },
      {
        runner,
        transport,
        limits: () => {
          const at = deps.now();
          const mailedSince = days === null ? null : new Date(at.getTime() - days * DAY_MS);
          return { campaignId, topic, at, mailedSince };
        },
        onTrouble: (trouble) => void pause(key, trouble),
        log,
        leases: options.leases,
      },
    );
  }

  /** Pauses a campaign whose line ended itself. If the database is away, the next look begins it again. */
  async function pause(key: CampaignKey, trouble: Trouble): Promise<void> {
    const name = keyOf(key);
    pausing.add(name);
    await guardCampaign(deps, key, trouble).catch((error: unknown) =>
      log(`a campaign could not be paused: ${String(error)}`),
    );
    for (const [each, { key: other }] of running) if (keyOf(other) === name) running.delete(each);
    pausing.delete(name);
  }

  async function auditEnd({ workspaceId, campaignId }: CampaignKey): Promise<void> {
    const campaign = await findCampaign(pool, workspaceId, { id: campaignId });
    const entry = { workspaceId, at: deps.now(), actor: 'Rollcall', action: 'campaign.sent' } as const;
    await writeAudit(pool, { ...entry, subject: campaign?.name ?? '' });
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      try {
        await deps.storage.clock.refresh();
        await look();
        silent = false;
      } catch (error) {
        // Logged once per outage, not twice a second.
        if (!silent && !stopping)
          log(`looking for campaigns failed: ${error instanceof Error ? error.message : String(error)}`);
        silent = true;
      }
      if (!stopping) await nap.sleep(pollMs);
    }
    await Promise.all([...running.values()].map(({ line }) => line.end()));
  }

  const ended = loop();
  return {
    async stop() {
      stopping = true;
      nap.wake();
      await ended;
    },
  };
}

const keyOf = ({ workspaceId, campaignId }: CampaignKey): string => `${workspaceId} ${campaignId}`;

/** A repaired text is sent by a new line. */
const nameOf = (going: GoingOut): string => `${keyOf(going)} ${going.contentVersion}`;

/** What people have to change before the campaign can go on. Anything else is thrown on. */
const asTrouble =
  (why: 'sender' | 'content broken') =>
  (error: unknown): Extract<Trouble, { problem: string }> => {
    if (error instanceof RollcallError && (error.code === 'invalid-input' || error.code === 'misconfigured'))
      return { why, problem: withoutAddresses(error.message) };
    throw error;
  };
