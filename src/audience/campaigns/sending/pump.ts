import { RollcallError } from '../../../errors.ts';
import { brokenGuard, type Trouble } from '../../../lib/campaigns/bound.ts';
import { writeAudit } from '../../../storage/audit.ts';
import { findCampaign } from '../../../storage/campaigns/campaigns.ts';
import { ensureBucket } from '../../../storage/campaigns/claim.ts';
import {
  beat,
  type CampaignKey,
  finish,
  guardCounts,
  lastBeat,
  listGoingOut,
  listLapsed,
  settleLapsed,
} from '../../../storage/campaigns/going-out.ts';
import { findCampaignSettings } from '../../../storage/campaigns/settings.ts';
import { openSender } from '../../../storage/senders/senders.ts';
import type { AudienceDeps } from '../../caller.ts';
import { brandOf } from '../../public/brand.ts';
import { topicOf } from '../asked.ts';
import { mailWriter } from '../content.ts';
import { type CampaignListener, guardCampaign, holdCampaign } from '../hold.ts';
import { type Line, type LineLeases, startLine } from './line.ts';

export interface PumpOptions {
  /** Called when Rollcall itself changed the state of a campaign. */
  onCampaign?: CampaignListener;
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

/** A campaign that this process sends. */
interface Running {
  line: Line;
  guardedAt: number;
  guardTookMs: number;
}

/**
 * Sends the campaigns that are going out. Every app process has one. They share each campaign's recipients by
 * leases in the database, so that any of them can continue what another left, even after `kill -9`.
 */
export function startPump(deps: AudienceDeps, options: PumpOptions = {}): Pump {
  const { log = () => {}, onCampaign = () => {}, pollMs = 500 } = options;
  const { pool } = deps.storage;
  const runner = crypto.randomUUID();
  const running = new Map<string, Running>();
  let stopping = false;
  let silent = false;
  let endSleep = (): void => {};

  async function look(): Promise<void> {
    for (const key of await listLapsed(pool)) await settleLapsed(pool, key);
    const going =
      deps.sending === undefined || deps.sending.isPaused === true ? [] : await listGoingOut(pool);
    const wanted = new Set(going.map(nameOf));
    for (const [name, { line }] of running) {
      if (wanted.has(name)) continue;
      // It was paused, held or stopped.
      running.delete(name);
      void line.end();
    }
    for (const key of going) {
      if (stopping) return;
      await tend(key);
    }
  }

  /** Looks after one campaign: begins to send it, checks it, or ends it. */
  async function tend(key: CampaignKey): Promise<void> {
    if (!(await beat(pool, key))) {
      const since = (await lastBeat(pool, key)) ?? new Date(0);
      return holdCampaign(deps, key, { why: 'silent', since: since.toISOString() }, onCampaign);
    }
    const name = nameOf(key);
    const known = running.get(name);
    if (known === undefined) {
      const begun = await begin(key);
      if ('why' in begun) return holdCampaign(deps, key, begun, onCampaign);
      running.set(name, { line: begun, guardedAt: 0, guardTookMs: 0 });
      return;
    }
    await guard(key, known);
    if (known.line.isIdle() && (await finish(pool, key, deps.now()))) {
      running.delete(name);
      await known.line.end();
      await auditEnd(key);
      onCampaign(key);
    }
  }

  async function guard(key: CampaignKey, known: Running): Promise<void> {
    const began = Date.now();
    if (began - known.guardedAt < Math.max(GUARD_MS, known.guardTookMs * GUARD_SHARE)) return;
    const broken = brokenGuard(await guardCounts(pool, key));
    known.guardTookMs = Date.now() - began;
    known.guardedAt = began;
    if (broken !== undefined) await guardCampaign(deps, key, broken, onCampaign);
  }

  async function begin(key: CampaignKey): Promise<Line | Trouble> {
    const { workspaceId, campaignId } = key;
    const campaign = await findCampaign(pool, workspaceId, { id: campaignId });
    const id = campaign?.senderId ?? null;
    const sender = id === null ? undefined : await openSender(pool, deps.storage, { workspaceId, id });
    const brand = await brandOf(deps, workspaceId);
    if (campaign === undefined || sender === undefined || brand === undefined || deps.sending === undefined)
      return { why: 'sender', problem: 'Its sender no longer exists.' };
    const write = await mailWriter(deps, { workspaceId, written: campaign, brand }).catch(asTrouble);
    if ('why' in write) return write;
    await ensureBucket(pool, { workspaceId, senderId: sender.id });
    const topic = await topicOf(deps, workspaceId, campaign.topicId);
    const { mailedLatelyDays: days } = await findCampaignSettings(pool, workspaceId);
    return startLine(
      deps,
      { workspaceId, campaign, sender, brand, write },
      {
        runner,
        transport: await deps.sending.openTransport(sender),
        limits: () => {
          const at = deps.now();
          const mailedSince = days === null ? null : new Date(at.getTime() - days * DAY_MS);
          return { campaignId, topic, at, mailedSince };
        },
        onTrouble: (trouble) => {
          guardCampaign(deps, key, trouble, onCampaign).catch((error: unknown) =>
            log(`a campaign could not be paused: ${String(error)}`),
          );
        },
        log,
        leases: options.leases,
      },
    );
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
      if (!stopping) await sleep();
    }
    await Promise.all([...running.values()].map(({ line }) => line.end()));
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const ended = loop();
  return {
    async stop() {
      stopping = true;
      endSleep();
      await ended;
    },
  };
}

const nameOf = ({ workspaceId, campaignId }: CampaignKey): string => `${workspaceId} ${campaignId}`;

/** Why a mail can't be written. Anything but what its author can change is thrown on. */
function asTrouble(error: unknown): Trouble {
  if (error instanceof RollcallError && error.code === 'invalid-input')
    return { why: 'content broken', problem: error.message };
  throw error;
}
