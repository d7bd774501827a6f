import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { breaksKey } from '../../../src/storage/database/database.ts';

const key = 'contacts_workspace_id_email_key_key';
const errorOf = (code: string, constraint?: string): pg.DatabaseError =>
  Object.assign(new pg.DatabaseError('duplicate key', 1, 'error'), { code, constraint });

it.each([
  ['the key', errorOf('23505', key), true],
  ['a part of a spread table', errorOf('23505', `${key}_102008`), true],
  ['no name, as a spread database may say it', errorOf('23505'), true],
  ['another key', errorOf('23505', 'contacts_pkey'), false],
  ['another part of another key', errorOf('23505', 'contacts_pkey_102008'), false],
  ['a foreign key of that name', errorOf('23503', key), false],
  ['anything else', new Error(key), false],
])('breaksKey recognizes %s', (_, error, breaks) => {
  expect(breaksKey(error, key)).toBe(breaks);
});

it('is the only place that reads which constraint was broken', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('generated'),
  );
  const found = files.filter((file) =>
    /\berror\.constraint\b|\{[^}]*\bconstraint\b[^}]*\} = /.test(readFileSync(join('src', file), 'utf8')),
  );
  expect(found).toEqual([join('storage', 'database', 'database.ts')]);
});
