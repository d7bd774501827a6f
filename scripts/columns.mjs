// Checks that a migration creates each column in prisma/schema.prisma: `npm run types` reports it at once,
// without a database. Only names; test/storage/database/schema.test.ts checks types and indexes against a
// database.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'prisma');

/** The columns of the schema that no statement creates, as `table.column`. */
export function columnsWithoutMigration(schema = readSchema(), migrations = readMigrations()) {
  return tablesIn(schema).flatMap(({ table, columns }) => {
    const words = new Set(madeOf(table, migrations).match(/\w+/g) ?? []);
    return columns.filter((column) => !words.has(column)).map((column) => `${table}.${column}`);
  });
}

const readSchema = () => readFileSync(join(folder, 'schema.prisma'), 'utf8');

function readMigrations() {
  const folders = readdirSync(join(folder, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return folders
    .map((name) => readFileSync(join(folder, 'migrations', name, 'migration.sql'), 'utf8'))
    .join('\n');
}

/** Tables with their columns, under their names in the database. */
function tablesIn(schema) {
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(models.map(([, name]) => name));
  return models.map(([, name, body]) => ({
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
    columns: body.split('\n').flatMap((line) => {
      const [, field, type] = /^\s+(\w+)\s+(\w+)/.exec(line) ?? [];
      // Not columns of the table itself: relations to other tables.
      if (field === undefined || names.has(type)) return [];
      return [/ @map\("(\w+)"\)/.exec(line)?.[1] ?? field];
    }),
  }));
}

/** Every statement that creates or changes a table. */
function madeOf(table, migrations) {
  const statements = migrations.replace(/--.*$/gm, '').split(';');
  const of = new RegExp(`(?:CREATE|ALTER) TABLE (?:IF EXISTS |ONLY )*"?${table}"?[\\s(]`, 'i');
  return statements.filter((statement) => of.test(statement)).join('\n');
}
