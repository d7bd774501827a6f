// Writes the next migration: what turns the database that prisma/migrations creates into the one that
// prisma/schema.prisma describes. Works offline: Prisma's schema engine as WebAssembly, an in-memory PGlite
// as its shadow database.
//
//   node scripts/migration.mjs <name>     writes prisma/migrations/NNNN_<name>/migration.sql
//   node scripts/migration.mjs --check    prints the difference, exits with 1 if there is one
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const root = join(import.meta.dirname, '..');
const schemaPath = join(root, 'prisma/schema.prisma');
const migrationsDir = join(root, 'prisma/migrations');
const noFilters = { externalTables: [], externalEnums: [] };

/** SQL from the migrations to the schema; empty if they agree. `from: 'empty'` gives the whole schema. */
export async function migrationSql({ from = 'migrations' } = {}) {
  const { SchemaEngine } = await loadEngine();
  const schema = { files: [{ path: schemaPath, content: await readFile(schemaPath, 'utf8') }] };
  const shadow = await PGlite.create();
  try {
    const datamodels = schema.files.map((file) => [file.path, file.content]);
    const engine = await SchemaEngine.new(
      { datamodels },
      () => {},
      bindMigrationAwareSqlAdapterFactory(adapterFor(shadow)),
    );
    const { stdout } = await engine.diff({
      from: from === 'empty' ? { tag: 'empty' } : { tag: 'migrations', ...(await readMigrations()) },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return stdout.includes('This is an empty migration') ? '' : stdout;
  } finally {
    await shadow.close();
  }
}

/** The package's own entry imports its .wasm as a module, which Node supports only behind a flag. */
async function loadEngine() {
  const require = createRequire(import.meta.url);
  const gluePath = resolveEngine(require);
  const glue = await import(pathToFileURL(gluePath).href);
  const bytes = await readFile(join(dirname(gluePath), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

function resolveEngine(require) {
  try {
    return require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  } catch {
    // The same commit as the engines of the installed Prisma.
    const { version } = require('prisma/package.json');
    const engines = createRequire(require.resolve('@prisma/engines'))('@prisma/engines-version/package.json');
    throw new Error(
      `Prisma ${version}'s schema engine is missing: npm install --save-dev --save-exact @prisma/schema-engine-wasm@${engines.version}`,
    );
  }
}

async function readMigrations() {
  const names = await migrationNames();
  return {
    baseDir: migrationsDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsDir, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: await readFile(join(migrationsDir, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

async function migrationNames() {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * PGlite as a Prisma driver adapter, as far as a diff needs one: scripts, and catalog queries. Never
 * adapter-pg here: given a connection string, it used the main database as its shadow database.
 */
function adapterFor(db) {
  const adapter = {
    provider: 'postgres',
    adapterName: 'shadow',
    executeScript: async (script) => void (await db.exec(script)),
    executeRaw: async ({ sql, args }) => (await db.query(sql, args)).affectedRows ?? 0,
    queryRaw: async ({ sql, args }) => {
      const result = await db.query(corrected(sql), args, { rowMode: 'array', parsers: asText });
      return {
        columnNames: result.fields.map((field) => field.name),
        columnTypes: result.fields.map((field) => columnTypes[field.dataTypeID] ?? ColumnTypeEnum.Text),
        rows: result.rows.map((row) => row.map((cell, i) => convert(cell, result.fields[i].dataTypeID))),
      };
    },
    startTransaction: async () => ({
      ...adapter,
      options: { usePhantomQuery: true },
      commit: async () => {},
      rollback: async () => {},
    }),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  };
  const connect = async () => adapter;
  return { provider: 'postgres', adapterName: 'shadow', connect, connectToShadowDb: connect };
}

/**
 * Corrects the engine's queries. It mistakes the columns that an index INCLUDEs for columns of its key, and a
 * generated column's expression for its default, and would change both.
 */
const corrected = (sql) =>
  sql
    .replace('unnest(indkey)', 'unnest(indkey[0:indnkeyatts - 1])')
    .replace('generate_subscripts(indkey, 1)', 'generate_series(0, indnkeyatts - 1)')
    .replace('attdef.adnum = att.attnum', "attdef.adnum = att.attnum AND att.attgenerated = ''");

const [bool, char, int8, int2, int4, text, oid, float4, float8] = [16, 18, 20, 21, 23, 25, 26, 700, 701];
const [int2Array, charArray, textArray, oidArray, nameArray] = [1005, 1002, 1009, 1028, 1003];
const columnTypes = {
  [bool]: ColumnTypeEnum.Boolean,
  [char]: ColumnTypeEnum.Character,
  [int8]: ColumnTypeEnum.Int64,
  [int2]: ColumnTypeEnum.Int32,
  [int4]: ColumnTypeEnum.Int32,
  [text]: ColumnTypeEnum.Text,
  [oid]: ColumnTypeEnum.Int64,
  [float4]: ColumnTypeEnum.Float,
  [float8]: ColumnTypeEnum.Double,
  [int2Array]: ColumnTypeEnum.Int32Array,
  [charArray]: ColumnTypeEnum.CharacterArray,
  [textArray]: ColumnTypeEnum.TextArray,
  [nameArray]: ColumnTypeEnum.TextArray,
  [oidArray]: ColumnTypeEnum.Int64Array,
};
/** The engine wants 64-bit numbers as text. */
const asText = { [int8]: (value) => value, [oid]: (value) => value };

function convert(cell, typeId) {
  if (cell === null || typeId in asText) return cell;
  return typeId in columnTypes ? cell : typeof cell === 'string' ? cell : JSON.stringify(cell);
}

if (import.meta.filename === process.argv[1]) {
  const [name] = process.argv.slice(2);
  if (
    !name ||
    (name.startsWith('-') && name !== '--check') ||
    (name !== '--check' && !/^[a-z0-9_]+$/.test(name))
  ) {
    console.error('Usage: node scripts/migration.mjs <name_in_lower_case> | --check');
    process.exit(2);
  }
  const sql = await migrationSql();
  if (sql === '') console.log('The migrations and prisma/schema.prisma agree.');
  else if (name === '--check') {
    console.error(`prisma/schema.prisma says more than the migrations; missing:\n\n${sql}`);
    process.exitCode = 1;
  } else {
    const last = (await migrationNames()).at(-1) ?? '0000';
    const number = String(Number(last.slice(0, 4)) + 1).padStart(4, '0');
    const dir = join(migrationsDir, `${number}_${name}`);
    await mkdir(dir);
    await writeFile(join(dir, 'migration.sql'), sql);
    console.log(`Wrote ${join(dir, 'migration.sql')}: read it before you commit it.`);
  }
}
