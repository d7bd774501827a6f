// How long a CSV import takes: `npm run bench -- import`, with `--rows 10000`, and `--database-url …` for a server in place
// of the embedded database. A fresh database gives the first number that a newcomer sees, so nothing is warmed up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Caller } from '../src/audience/caller.ts';
import { proposeImport } from '../src/audience/import-proposals.ts';
import { startJobRunner } from '../src/audience/import-runner.ts';
import { importState, startImport } from '../src/audience/imports.ts';
import { openStorage } from '../src/storage/client.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '10000' }, 'database-url': { type: 'string' } },
});
const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const storage = await openStorage({ dataDir, databaseUrl: values['database-url'] });
const deps = { storage, now: () => new Date() };
try {
  const { id } = await storage.prisma.workspace.create({ data: { teamId: `T0BENCH${Date.now()}` } });
  const caller: Caller = { workspaceId: id, actor: 'bench', role: 'admin' };
  // Twice: what is new, then what is there already.
  for (const title of ['new contacts', 'the same again']) {
    const bytes = new TextEncoder().encode(people(Number(values.rows)));
    const proposing = performance.now();
    const proposal = await proposeImport(deps, caller, { fileName: 'people.csv', bytes });
    const started = performance.now();
    await startImport(deps, caller, { ...proposal, newStatus: 'subscribed' });
    const running = performance.now();
    let last = running;
    let longest = 0;
    const onProgress = (): void => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    const runner = startJobRunner(deps, { onProgress });
    await runner.idle();
    const ended = performance.now();
    await runner.stop();
    const { added, unchanged } = await importState(deps, caller, proposal.importId);
    console.log(
      `${storage.kind}, ${title}: ${added} added, ${unchanged} unchanged; read and mapped in ${ms(started - proposing)}, ` +
        `written in ${ms(ended - running)} (${Math.round((1000 * (added + unchanged)) / (ended - running))} rows/s), ` +
        `longest batch ${ms(longest)}, memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    );
  }
} finally {
  await storage.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** A file of the shape that a shop exports. */
function people(rows: number): string {
  const countries = ['Norway', 'Kenya', 'United Kingdom', 'Brazil', 'Japan'];
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = String(1 + (index % 28)).padStart(2, '0');
    const country = countries[index % countries.length];
    return `${index + 1},First${index % 700},Last${index % 1000},"Company, ${index % 900}",City ${index % 500},${country},555-0100,p${index}@example.org,${day}-04-2021\n`;
  });
  return `Index,First Name,Last Name,Company,City,Country,Phone,Email,Subscription Date\n${lines.join('')}`;
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
