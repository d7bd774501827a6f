import type pg from 'pg';
import { expect } from 'vitest';
import { recordStatements, type Statement, takeStatements } from './statements.ts';

// The rules of statements, so that the database can be spread over several servers by workspace (Citus), and
// so that a forgotten condition never reaches another workspace. The planner says what a statement reads,
// whatever its text looks like.

/**
 * Statements that read the rows of several workspaces, each with its reason. Even these may lock the rows of
 * only one.
 */
export const allowedStatements: readonly { from: string; sql: string; why: string }[] = [
  {
    from: 'src/storage/jobs/jobs.ts',
    sql: 'SELECT workspace_id AS "workspaceId", id, kind FROM jobs',
    why: 'a runner works for all workspaces: it looks for jobs without a lock, and takes each by workspace and id',
  },
  {
    from: 'src/storage/jobs/jobs.ts',
    sql: "UPDATE jobs SET leased_until = NULL WHERE state = 'running' AND leased_until > now()",
    why: 'the start of the only app on an embedded database, which is never spread',
  },
  {
    from: 'src/storage/jobs/jobs.ts',
    sql: "UPDATE campaign_recipients SET leased_until = now() WHERE state IN ('claimed', 'handing over')",
    why: 'the start of the one app of an embedded database, which is never spread',
  },
  {
    from: 'src/storage/campaigns/going-out.ts',
    sql: "FROM campaign_mails WHERE state = 'sending'",
    why: 'a process sends for all workspaces: it looks for campaigns without a lock, and claims recipients of each by its keys',
  },
  {
    from: 'src/storage/campaigns/going-out.ts',
    sql: "WHERE state IN ('claimed', 'handing over') AND (leased_until <= now() OR leased_until > now() + interval '1 hour') LIMIT 200",
    why: 'the same: leases that ended are found without a lock, and settled campaign by campaign',
  },
  {
    from: 'src/storage/campaigns/hits.ts',
    sql: 'FROM tracked_hits WHERE at < $1 ORDER BY at LIMIT 1000',
    why: 'the workspaces with requests that are due, without a lock: each is then folded by its id',
  },
  {
    from: 'src/storage/watches/schedule.ts',
    sql: 'SELECT w.id FROM workspaces w WHERE NOT EXISTS',
    why: 'the workspaces that lack a recurring job, without a lock: each job is then added by its keys',
  },
  {
    from: 'src/storage/watches/schedule.ts',
    sql: 'SELECT workspace_id AS "workspaceId", kind, key FROM jobs',
    why: 'jobs that a wrong clock planned too far ahead, without a lock: each is then planned again by its keys',
  },
  {
    from: 'src/storage/watches/restored.ts',
    sql: 'SELECT id FROM workspaces ORDER BY id',
    why: 'a restore quiets the watches of all workspaces, one by one',
  },
  {
    from: 'src/storage/campaigns/restored.ts',
    sql: 'SELECT id FROM workspaces ORDER BY id',
    why: 'a restore holds the campaigns of all workspaces, one by one',
  },
  {
    from: 'src/storage/workspace/retention.ts',
    sql: 'ORDER BY swept_at NULLS FIRST, id LIMIT 20',
    why: 'the workspaces that are due, without a lock: each is then taken by its id',
  },
  {
    from: 'src/storage/events/kept-items.ts',
    sql: 'DELETE FROM kept_items WHERE kept_at < $1',
    why: 'the age is the same in every workspace, and each gets its own audit entry',
  },
  {
    from: 'src/storage/database/reseal.ts',
    sql: 'SELECT id FROM workspaces ORDER BY id',
    why: 'a command goes through all workspaces, one by one',
  },
  {
    from: 'src/storage/database/secret-marks.ts',
    sql: 'SELECT secret FROM webhooks',
    why: 'the start, on a database from before there were marks: can this secret read anything that is stored?',
  },
  {
    from: 'src/storage/workspace/workspaces.ts',
    sql: 'FROM "public"."workspaces" WHERE 1=1',
    why: 'commands ask which workspace is meant',
  },
  ...['id', 'team_id'].map((key) => ({
    from: 'src/storage/workspace/workspaces.ts',
    sql: `FROM "public"."workspaces" WHERE "public"."workspaces"."${key}" IN (`,
    why: 'Prisma combines lookups by key that are made at the same moment',
  })),
  {
    from: 'src/storage/contacts/contacts.ts',
    sql: 'FROM "public"."tags" WHERE ("public"."tags"."workspace_id" IN (',
    why: 'the tags of one contact, whose keys Prisma repeats one by one: all of them name its workspace',
  },
  {
    from: 'src/storage/tags/tags.ts',
    sql: 'FROM "public"."contacts" WHERE ("public"."contacts"."workspace_id" IN (',
    why: 'the contacts of one tag, in the same way',
  },
];

/** What distinguishes workspaces: Slack’s id of the team is as good as ours. */
const keysOf = (table: string): readonly string[] =>
  table === 'workspaces' ? ['id', 'team_id'] : ['workspace_id'];

/** A step of a plan, as EXPLAIN (FORMAT JSON) has it. */
interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  Alias?: string;
  Operation?: string;
  'Subplan Name'?: string;
  'CTE Name'?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  Filter?: string;
  Output?: string[];
  Plans?: Step[];
}

/** What the database says once, for all statements. */
interface Catalog {
  /** Tables whose rows belong to a workspace. */
  tables: ReadonlySet<string>;
  /** Functions that can return another result for the same arguments. */
  unstable: ReadonlySet<string>;
}

let catalog: Promise<Catalog> | undefined;

/**
 * Records what the code sends during this test file, but not in properties: random rules are the same pieces
 * in thousands of orders.
 */
export const recordThisFile = (): void =>
  recordStatements(!expect.getState().testPath?.includes('/properties/'));

/**
 * Checks the statements since the last call: each text once per test process, about 3 ms. If the database is
 * away or busy, its statements wait for the next one.
 *
 * @returns throws what is wrong with them: later, when the database is returned
 */
export async function statementsSince(pool: pg.Pool): Promise<() => void> {
  const isFree = pool.totalCount === pool.idleCount;
  const client = isFree ? await pool.connect().catch(() => undefined) : undefined;
  if (client === undefined) return () => {};
  const broken = await brokenRules(client, takeStatements()).finally(() => client.release());
  return () => {
    if (broken.length > 0)
      throw new Error(`Statements break rules (test/support/statement-rules.ts):\n${broken.join('\n')}`);
  };
}

/**
 * The rules that these statements break, each as a sentence with the statement; none if they keep all of
 * them.
 */
export async function brokenRules(
  client: pg.ClientBase,
  statements: readonly Statement[],
): Promise<string[]> {
  const looked = statements.filter(({ sql }) =>
    /^(?:\s|--.*\n)*(?:WITH|SELECT|INSERT|UPDATE|DELETE)\b/i.test(sql),
  );
  if (looked.length === 0) return [];
  catalog ??= readCatalog(client);
  const known = await catalog;
  await client.query(
    `SELECT ${settings.map(([name, value]) => `set_config('${name}', '${value}', false)`).join(', ')}`,
  );
  const broken: string[] = [];
  for (const statement of looked) {
    const found = await planOf(client, statement.sql).then(
      (plan) => rulesBrokenBy(statement, plan, known),
      (error: unknown) => [`has no plan: ${String(error)}`],
    );
    broken.push(...found.map((rule) => `${rule}\n  ${statement.from}\n${statement.sql}\n`));
  }
  for (const [name] of settings) await client.query(`RESET ${name}`);
  return broken;
}

/**
 * What the planner may use. In a nested loop, it passes the workspace from one table to the next, and whether
 * it chooses one depends on how many rows it expects. Without nested loops and merges, the conditions of each
 * table have to bind its workspace.
 */
const settings = [
  ['plan_cache_mode', 'force_generic_plan'],
  ['enable_nestloop', 'off'],
  ['enable_mergejoin', 'off'],
] as const;

async function readCatalog(client: pg.ClientBase): Promise<Catalog> {
  const tables = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'workspace_id'`,
  );
  const unstable = await client.query<{ name: string }>(
    `SELECT DISTINCT proname AS name FROM pg_proc WHERE provolatile <> 'i' AND pronamespace = 'pg_catalog'::regnamespace`,
  );
  return {
    tables: new Set(tables.rows.map(({ name }) => name)),
    unstable: new Set(unstable.rows.map(({ name }) => name)),
  };
}

/** How a statement is executed, whatever its parameters. */
async function planOf(client: pg.ClientBase, sql: string): Promise<Step> {
  const count = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  const params = count === 0 ? '' : `(${Array.from({ length: count }, () => 'NULL').join(', ')})`;
  await client.query(`PREPARE looked_at AS ${sql}`);
  try {
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE looked_at${params}`);
    return rows[0]['QUERY PLAN'][0].Plan;
  } finally {
    await client.query('DEALLOCATE looked_at');
  }
}

function rulesBrokenBy({ sql, from }: Statement, plan: Step, { tables, unstable }: Catalog): string[] {
  const steps = stepsOf(plan);
  const open = steps.filter((step) => reads(step) && !isBound(step, tables));
  const isAllowed = allowedStatements.some(
    (allowed) => from.startsWith(allowed.from) && sql.includes(allowed.sql),
  );
  const locked = steps.filter((step) => step['Node Type'] === 'LockRows').flatMap(stepsOf);
  const inserted = /insert\s+into\s+(?:"?public"?\.)?"?(\w+)"?(?:\s+AS\s+\w+)?\s*\(([^)]*)\)/gi;
  return [
    ...(isAllowed ? [] : open.map((step) => `reads ${step['Relation Name']} of all workspaces`)),
    ...open
      .filter((step) => locked.includes(step))
      .map((step) => `locks rows of ${step['Relation Name']} in all workspaces`),
    ...[...sql.matchAll(inserted)].flatMap(([, table = '', columns = '']) =>
      tables.has(table) && !/\bworkspace_id\b/.test(columns)
        ? [`inserts into ${table} without a workspace`]
        : [],
    ),
    ...insertsBesideReads(plan),
    ...steps.flatMap((step) =>
      step['Subplan Name']?.startsWith('CTE ') && step.Output?.some((column) => column.startsWith('ROW('))
        ? [`makes a row without a name in ${step['Subplan Name']}`]
        : [],
    ),
    ...namelessRows(sql),
    ...unstableInUpdate(sql, unstable),
  ];
}

const stepsOf = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(stepsOf)];

const reads = (step: Step): boolean =>
  step['Relation Name'] !== undefined &&
  / Scan$/.test(step['Node Type']) &&
  step['Node Type'] !== 'Bitmap Index Scan';

/** Whether a read of a table is one of a single workspace's rows. */
function isBound(step: Step, tables: ReadonlySet<string>): boolean {
  const table = step['Relation Name'] ?? '';
  if (table !== 'workspaces' && !tables.has(table)) return true;
  const conditions = [step['Index Cond'], step['Recheck Cond'], step.Filter].filter(
    (each) => each !== undefined,
  );
  return conditions.some((condition) => keysOf(table).some((key) => binds(condition, key)));
}

/** Whether a condition compares a column with one value: in each of its alternatives, if it has several. */
function binds(condition: string, column: string): boolean {
  const inner = withoutBrackets(condition);
  const alternatives = split(inner, ' OR ');
  if (alternatives.length > 1) return alternatives.every((each) => binds(each, column));
  const parts = split(inner, ' AND ');
  if (parts.length > 1) return parts.some((each) => binds(each, column));
  return new RegExp(String.raw`^(?:\w+\.)?${column} = (?!ANY\b)|= (?:\w+\.)?${column}$`).test(inner);
}

function withoutBrackets(text: string): string {
  return text.startsWith('(') && closing(text, 0) === text.length - 1
    ? withoutBrackets(text.slice(1, -1))
    : text;
}

/** The parts of a condition between words that are outside brackets. */
function split(text: string, word: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') at = closing(text, at);
    else if (text.startsWith(word, at)) {
      parts.push(text.slice(from, at));
      from = at + word.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** Where the bracket at `at` is closed; texts in quotes are skipped. */
function closing(text: string, at: number): number {
  let depth = 0;
  for (let next = at; next < text.length; next += 1) {
    if (text[next] === "'") next = text.indexOf("'", next + 1);
    else if (text[next] === '(') depth += 1;
    else if (text[next] === ')' && --depth === 0) return next;
    if (next < 0) break;
  }
  return text.length;
}

/**
 * In a spread database, an INSERT in a CTE runs in its turn, not at the same moment as the rest: whatever
 * comes after it and reads the same table finds the new rows. CTEs before it, and its inputs, are done by
 * then.
 */
function insertsBesideReads(plan: Step): string[] {
  const steps = stepsOf(plan);
  const expressions = new Map(
    steps.flatMap((step) =>
      step['Subplan Name']?.startsWith('CTE ') ? [[step['Subplan Name'].slice(4), step] as const] : [],
    ),
  );
  /** A step with all its inputs. */
  const inputsOf = (step: Step, known = new Set<Step>()): Set<Step> => {
    for (const each of stepsOf(step)) {
      if (known.has(each)) continue;
      known.add(each);
      const expression = expressions.get(each['CTE Name'] ?? '');
      if (expression !== undefined) inputsOf(expression, known);
    }
    return known;
  };
  return [...expressions.values()].flatMap((expression, place) => {
    const before = [...expressions.values()].slice(0, place).flatMap(stepsOf);
    return stepsOf(expression)
      .filter((step) => step.Operation === 'Insert')
      .flatMap((insert) => {
        const done = new Set([...before, ...inputsOf(insert)]);
        const table = insert['Relation Name'];
        return steps.some((step) => reads(step) && step['Relation Name'] === table && !done.has(step))
          ? [`inserts into ${table} in a CTE, and reads it behind that`]
          : [];
      });
  });
}

/**
 * Rows of values without a name, as a column of a CTE: `(a, b) AS both`. Some are only in the text, because
 * the planner unfolds them.
 */
function namelessRows(sql: string): string[] {
  if (!/^(?:\s|--.*\n)*WITH\b/i.test(sql)) return [];
  return [...sql.matchAll(/\(/g)].flatMap(({ index }) => {
    const end = closing(sql, index);
    const inner = sql.slice(index + 1, end);
    const named = /^\)\s+AS\s+(\w+)/i.exec(sql.slice(end))?.[1];
    const before = /(\w+|\))\s*$/.exec(sql.slice(Math.max(0, index - 60), index))?.[1]?.toUpperCase();
    const isRow =
      named !== undefined && split(inner, ',').length > 1 && !/^\s*(?:SELECT|VALUES|WITH)\b/i.test(inner);
    return isRow && (before === undefined || before === 'SELECT')
      ? [`makes a row without a name as ${named}`]
      : [];
  });
}

/** Functions that a spread database refuses in CASE and COALESCE of an UPDATE. */
function unstableInUpdate(sql: string, unstable: ReadonlySet<string>): string[] {
  const names = [...sql.matchAll(/\bSET\b/g)].flatMap(({ index }) => {
    const changes = assignments(sql.slice(index + 3));
    const guarded = [...changes.matchAll(/\bcoalesce\s*\(/gi)]
      .map((found) => changes.slice(found.index, closing(changes, found.index + found[0].length - 1)))
      .concat([...changes.matchAll(/\bCASE\b.*?\bEND\b/gs)].map(([text]) => text));
    return guarded.flatMap((text) =>
      [...text.matchAll(/\b(\w+)\s*\(/g)].map(([, name = '']) => name.toLowerCase()),
    );
  });
  return [...new Set(names)]
    .filter((name) => unstable.has(name))
    .map((name) => `uses ${name}() in CASE or COALESCE of an UPDATE`);
}

/** What an UPDATE sets, up to the word or bracket that ends it. */
function assignments(text: string): string {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') at = closing(text, at);
    else if (text[at] === ')' || /^\b(?:WHERE|FROM|RETURNING)\b/.test(text.slice(at, at + 10)))
      return text.slice(0, at);
  }
  return text;
}
