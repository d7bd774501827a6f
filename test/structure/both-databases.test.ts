import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';

/**
 * Which suites run on both databases besides those in `storage/`, and why: what they test differs between the
 * two. All others run on one.
 */
const onBoth: Record<string, string> = {
  'audience/contacts/card.test.ts': 'a slow question holds up those behind it only if there is one session',
  'audience/imports/imports-killed.test.ts': 'the embedded database ends with its process, a server does not',
  'audience/imports/imports-runner.test.ts': 'a server writes a batch while the next one is prepared',
  'journeys/main-job.test.ts': 'what every user does first, from a file to a size',
  'process/killed-campaign.test.ts':
    'a kill leaves another state in each: processes share a server, and the embedded database dies along',
  'process/three-weeks.test.ts': 'two processes on a server, two runners on the embedded database',
  'process/killed-undo.test.ts': 'the embedded database ends with its process, a server does not',
  'properties/rollups.test.ts': 'triggers, on two versions of PostgreSQL',
  'properties/rules-sql.test.ts': 'rules as SQL, on two versions of PostgreSQL',
  'structure/statement-rules.test.ts':
    'what a statement binds is read from its plan, on two versions of PostgreSQL',
};

it('only suites with a reason run on both databases', () => {
  const folder = join(import.meta.dirname, '..');
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== import.meta.filename)
    .filter((file) => readFileSync(file, 'utf8').includes('describe.each(databases)('))
    .map((file) => relative(folder, file))
    .filter((file) => !file.startsWith('storage/'));
  expect(found.sort()).toEqual(Object.keys(onBoth).sort());
});
