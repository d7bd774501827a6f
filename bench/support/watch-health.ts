// A load balancer in a separate process, so that sending the load doesn't slow it down: asks /healthz of a
// port ten times a second until it is told to stop, and then reports what it saw, plus the app's memory in
// MB.
import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Seen {
  /** How long each answer took, in ms. */
  took: number[];
  /** How many of them were 200. */
  well: number;
  peakMb: number;
}

const [port, pid] = process.argv.slice(2).map(Number) as [number, number];
const seen: Seen = { took: [], well: 0, peakMb: 0 };
let isOver = false;
process.on('message', () => {
  isOver = true;
});

/** Whether the app is healthy; each time over a new connection, like a first-time client. */
const ask = (): Promise<boolean> =>
  new Promise((resolve) => {
    request({ port, path: '/healthz', agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200));
    })
      .on('error', () => resolve(false))
      .end();
  });

while (!isOver) {
  const started = performance.now();
  if (await ask()) seen.well += 1;
  seen.took.push(performance.now() - started);
  const rss = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  seen.peakMb = Math.max(seen.peakMb, Number(rss) / 1024);
  await sleep(100);
}
process.send?.(seen, () => process.exit());
