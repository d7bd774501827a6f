import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../src/places.ts';

const script = '../../scripts/columns.mjs';
const { columnsWithoutMigration }: { columnsWithoutMigration: (schema?: string) => string[] } = await import(
  script
);
const schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8');

describe('the columns of prisma/schema.prisma', () => {
  it('are created by migrations', () => {
    expect(columnsWithoutMigration()).toEqual([]);
  });

  it.each([
    ['  shoeSize String? @map("shoe_size")', ['contacts.shoe_size']],
    ['  shoeSize Int', ['contacts.shoeSize']],
    // A word in another table's statements.
    ['  kind String', ['contacts.kind']],
    // What belongs to it in another table isn't a column of its own.
    ['  others ContactTag[]', []],
  ])('are reported if no migration creates them: %s', (line, missing) => {
    const planted = schema.replace(/^model Contact \{$/m, `model Contact {\n${line}`);
    expect(columnsWithoutMigration(planted)).toEqual(missing);
  });
});
