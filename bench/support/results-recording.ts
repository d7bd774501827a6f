import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { foldHits } from '../../src/audience/campaigns/tracking/fold.ts';
import { createRecorder } from '../../src/audience/campaigns/tracking/recorder.ts';
import { recordEvents } from '../../src/audience/events/events.ts';
import { settleRecipients } from '../../src/storage/campaigns/settle.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { ensureWorkspace } from '../../src/storage/workspace/workspaces.ts';
import { addTrackedCampaign } from '../../test/support/tracked-rows.ts';
import { times } from './measure.ts';
import type { verdicts } from './verdicts.ts';

const BATCH = 5_000;
const LINKS = 5;

/** Clicks a second: as a provider reports them, and over links of our own. The same rows are the result. */
export async function measureRecording(given: {
  databaseUrl: string;
  clicks: number;
  contacts: number;
  found: ReturnType<typeof verdicts>;
}): Promise<void> {
  const { databaseUrl, clicks, contacts, found } = given;
  const storage = await openStorage({ databaseUrl, dataDir: 'unused', secret: 'x'.repeat(32) });
  try {
    const rates = { reported: [] as number[], tracked: [] as number[], stored: [] as number[] };
    // In turns, each in a new workspace, so that all find the same.
    for (let round = 0; round < 3; round++) {
      for (const way of round % 2 === 0
        ? (['reported', 'tracked'] as const)
        : (['tracked', 'reported'] as const)) {
        const { id: workspaceId } = await ensureWorkspace(storage, `T0RECORDING${round}${way}`);
        const { campaignId, contactIds } = await addTrackedCampaign(storage, workspaceId, {
          ...{ people: contacts, links: LINKS },
        });
        await storage.pool.query('VACUUM ANALYZE campaign_recipients, contacts, tracked_hits, events');
        const click = (n: number) => ({
          contactId: contactIds[(n * 48_271) % contacts] as number,
          link: (n % LINKS) + 1,
          at: new Date(start + n * 10),
        });
        const made = Array.from({ length: clicks }, (_, n) => click(n));
        const place = { storage, workspaceId, campaignId };
        if (way === 'reported') rates.reported.push(clicks / (await report(place, made)));
        else {
          const seconds = await track(place, made);
          rates.tracked.push(clicks / seconds.whole);
          rates.stored.push(clicks / seconds.stored);
        }
        const { rows } = await storage.pool.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM events WHERE workspace_id = $1 AND properties ->> 'url' IS NOT NULL`,
          [workspaceId],
        );
        found.check('every click is an event', rows[0]?.n === clicks, `${way}: ${rows[0]?.n} of ${clicks}`);
      }
    }
    const [reported, tracked, stored] = [rates.reported, rates.tracked, rates.stored].map(fastest) as [
      number,
      number,
      number,
    ];
    console.log(
      `clicks a second: ${Math.round(reported)} in batches of events, ${Math.round(tracked)} over links (${times(tracked / reported)}); until they are stored ${Math.round(stored)} (${times(stored / reported)})`,
    );
    found.check(
      'clicks are stored at ≥ 0.8 × the rate of recordEvents',
      stored >= 0.8 * reported,
      times(stored / reported),
    );
    found.check(
      'clicks become events at ≥ 0.8 × the rate of recordEvents',
      tracked >= 0.8 * reported,
      times(tracked / reported),
    );
  } finally {
    await storage.close();
  }
}

const start = Date.parse('2026-11-23T12:00:00Z');
const now = () => new Date(start + 86_400_000);

interface Place {
  storage: Storage;
  workspaceId: number;
  campaignId: number;
}

type Click = { contactId: number; link: number; at: Date };

/** As a provider's deliveries are stored. Returns seconds. */
async function report({ storage, workspaceId, campaignId }: Place, made: readonly Click[]): Promise<number> {
  const deps: AudienceDeps = { storage, now };
  const caller: Caller = { workspaceId, actor: 'bench', role: 'editor' };
  const began = performance.now();
  for (let from = 0; from < made.length; from += BATCH) {
    const some = made.slice(from, from + BATCH);
    const events = some.map(({ contactId, link, at }, index) => ({
      ...{ id: `click-${from + index}`, contactId, kind: 'clicked', at, campaign: 'Sale' },
      properties: { url: `https://shop.example/${link}` },
    }));
    const settled = some.map(({ contactId }) => ({
      ...{ campaignId, contactId, kind: 'clicked' as const, isHard: false },
    }));
    await recordEvents(deps, caller, {
      ...{ source: 'webhook', events },
      also: (client) => settleRecipients(client, { workspaceId, settled, at: now() }),
    });
  }
  return (performance.now() - began) / 1_000;
}

/** From the request to the event. Returns seconds: until they are stored, and in all. */
async function track(
  { storage, workspaceId, campaignId }: Place,
  made: readonly Click[],
): Promise<{ stored: number; whole: number }> {
  const recorder = createRecorder({ storage }, { most: made.length });
  const began = performance.now();
  for (const { contactId, link: linkId, at } of made)
    recorder.record({ workspaceId, campaignId, contactId, kind: 'clicked', linkId, at, machine: false });
  await recorder.stop();
  const stored = (performance.now() - began) / 1_000;
  while ((await foldHits({ storage, now }, now())) > 0);
  return { stored, whole: (performance.now() - began) / 1_000 };
}

/** Of some rounds: other work on the machine only makes them slower. */
const fastest = (rates: readonly number[]): number => Math.max(...rates);
