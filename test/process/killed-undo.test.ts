import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { undoImport } from '../../src/audience/imports/undo.ts';
import { startPlayground } from '../../src/playground/start.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { openStorage, type StorageOptions } from '../../src/storage/database/client.ts';
import { endLeases } from '../../src/storage/jobs/jobs.ts';
import { type AppProcess, childrenOf, freePort, spawnApp, until } from '../support/app-process.ts';
import { lookBeside } from '../support/beside.ts';
import { databases, openTestDatabase } from '../support/database.ts';
import { copyEmbeddedTemplate, testSecret } from '../support/database-templates.ts';
import {
  audience,
  importOver,
  type People,
  type UndoProgress,
  undoProgress,
} from '../support/running-undo.ts';
import { seeded } from '../support/seeded.ts';
import { slackPerson } from '../support/slack-person.ts';

const signingSecret = 'a secret of the tests';
const botToken = 'xoxb-of-the-tests';

let cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

/** What is stored is what the undo says: no one half undone, no one twice. */
function expectNothingByHalf(seen: UndoProgress, { here, added }: People): void {
  const { removed, restored } = seen;
  expect(seen).toMatchObject({
    kept: 0,
    contacts: here + added - removed,
    changed: here - restored,
    tagged: here + added - removed - restored,
  });
  // Every second existing contact was unsubscribed.
  expect(Math.abs(seen.resubscribed - seen.changed / 2)).toBeLessThanOrEqual(1);
}

describe.each(databases)(
  'the undo of an import whose process is killed (%s)',
  { timeout: 300_000 },
  (kind) => {
    /** A database that the app of another process can use, and the settings that point the app to it. */
    async function place(): Promise<{ options: StorageOptions; env: Record<string, string> }> {
      if (kind === 'server') {
        const database = await openTestDatabase('server');
        await database.storage.prisma.workspace.delete({ where: { id: database.workspaceId } });
        cleanups.push(() => database.close());
        const databaseUrl = database.storage.pool.options.connectionString as string;
        return {
          options: { databaseUrl, dataDir: 'unused', secret: testSecret },
          env: { DATABASE_URL: databaseUrl, ROLLCALL_SECRET: testSecret },
        };
      }
      const dataDir = await copyEmbeddedTemplate();
      cleanups.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }));
      return { options: { dataDir }, env: {} };
    }

    // Enough to be interrupted in the middle three times.
    const people: People = kind === 'server' ? { here: 4_000, added: 20_000 } : { here: 1_500, added: 7_500 };

    // The server itself going down is tested elsewhere: test/process/faults.test.ts.
    const victims: [victim: string, seed: number][] = [
      ['the app', 1],
      ...(kind === 'embedded' ? ([['its database', 3]] as [string, number][]) : []),
    ];
    it.each(victims)(
      'continues to its end if %s is killed, and says so in Slack (seed %i)',
      async (victim, seed) => {
        const { options, env } = await place();
        // Slack outlives the app, as in real life.
        const slack = await startPlayground({ port: 0, signingSecret, botToken });
        cleanups.push(() => slack.close());
        const { ok, channel, ts } = (await (
          await fetch(`${slack.apiUrl}chat.postMessage`, {
            method: 'POST',
            headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
            body: JSON.stringify({ channel: 'C0GENERAL', text: 'Imported people.csv' }),
          })
        ).json()) as { ok: boolean; channel: string; ts: string };
        expect(ok).toBe(true);
        const alone = await openStorage(options);
        const { caller, importId, before } = await importOver(alone, {
          teamId: playgroundTeam.id,
          report: { channel, ts },
          people,
        }).finally(() => alone.close());

        const beside = lookBeside(options);
        cleanups.push(() => beside.leave());
        const start = async (): Promise<Omit<AppProcess, 'url'>> => {
          const port = String(await freePort());
          const slackEnv = {
            SLACK_BOT_TOKEN: botToken,
            SLACK_SIGNING_SECRET: signingSecret,
            SLACK_API_URL: slack.apiUrl,
          };
          const app = spawnApp(options.dataDir, { PORT: port, ...slackEnv, ...env });
          const isUp = () =>
            fetch(`http://127.0.0.1:${port}/healthz`).then(
              (answer) => answer.ok,
              () => false,
            );
          await until(async () => app.child.exitCode !== null || (await isUp()), 120_000);
          expect([app.child.exitCode, app.output()]).toEqual([null, expect.any(String)]);
          return app;
        };
        const dealtWith = ({ removed, restored }: UndoProgress) => removed + restored;
        const shown = () =>
          slackPerson(slack, 'U0ADA')
            .messages()
            .find((message) => message.ts === ts)?.text ?? '';

        const next = seeded(seed);
        let app = await start();
        cleanups.push(() => app.end('SIGTERM'));
        await beside.ask((storage) => undoImport({ storage, now: () => new Date() }, caller, importId));
        const killedAt: number[] = [];
        for (let round = 0; round < 3; round++) {
          const from = killedAt.at(-1) ?? 0;
          await beside.until(async (storage) => dealtWith(await undoProgress(storage)) > from);
          await sleep(next() * 300);
          const [database] = childrenOf(app.child.pid as number);
          if (victim === 'the app' || database === undefined) await app.end('SIGKILL');
          else {
            process.kill(database, 'SIGKILL');
            expect(await app.ended).toBe(1);
          }
          app = await start();
          // Waiting for a lease is tested elsewhere: test/audience/imports/imports-killed.test.ts.
          if (kind === 'server') await beside.ask(({ pool }) => endLeases(pool));
          const seen = await beside.ask(undoProgress);
          if (seen.state === 'undone') break;
          expectNothingByHalf(seen, people);
          killedAt.push(dealtWith(seen));
        }
        await beside.until(async (storage) => (await undoProgress(storage)).state === 'undone');
        console.info(`killed with ${killedAt.join(', ')} of ${people.here + people.added} contacts undone`);
        // Otherwise nothing was interrupted.
        expect(killedAt.length).toBeGreaterThan(0);
        expect(await beside.ask(undoProgress)).toMatchObject({
          removed: people.added,
          restored: people.here,
          kept: 0,
          tagged: 0,
        });
        expect(await beside.ask(audience)).toEqual(before);
        await until(() => shown().startsWith('Undid the import of people.csv'), 60_000);
        expect(app.output()).not.toContain('@example.org');
      },
    );
  },
);
