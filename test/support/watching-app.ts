// A small app that reads sizes, looks at watches and sends digests, for a test that runs two of them on one database. Its
// parent moves the clock and does the posting's part of Slack: it hears of every message, and orders what to wait for.
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { OutgoingPost } from '../../src/audience/watches/posting.ts';
import { openStorage } from '../../src/storage/database/client.ts';

/** What its parent orders: another clock, or nothing left to do. Answered with `{ done }`. */
export type WatchingOrder = { id: number } & ({ aheadMs: number } | { settle: true });

/** What it says: a message for Slack, or that an order is done. */
export type WatchingSaid =
  | { said: Pick<OutgoingPost, 'workspaceId' | 'postId' | 'content'> }
  | { done: number };

const [target = '{}'] = process.argv.slice(2);
const storage = await openStorage(JSON.parse(target));
let aheadMs = storage.clock.aheadMs();
const tell = (message: WatchingSaid): void => void process.send?.(message);
const runner = startJobRunner(
  { storage, now: () => new Date(Date.now() + aheadMs) },
  {
    pollMs: 15,
    log: (line) => process.stderr.write(`${line}\n`),
    async post({ workspaceId, postId, content }) {
      tell({ said: { workspaceId, postId, content } });
      return { is: 'posted', channel: 'C0', ts: String(postId) };
    },
  },
);
process.on('message', async (order: WatchingOrder) => {
  if ('aheadMs' in order) aheadMs = order.aheadMs;
  else await runner.idle();
  tell({ done: order.id });
});
process.on('disconnect', () => process.exit(0));
tell({ done: 0 });
