import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/errors.ts';
import { openStorage } from '../../../src/storage/database/client.ts';
import { readDatabaseUrl } from '../../../src/storage/database/server.ts';
import { databases } from '../../support/database.ts';
import { requestPostgres } from '../../support/postgres.ts';

const refusal = async (databaseUrl: string): Promise<RollcallError> => {
  const error = await openStorage({ databaseUrl, dataDir: 'unused' }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(RollcallError);
  return error as RollcallError;
};

describe('a DATABASE_URL', () => {
  it.each([
    'rollcall',
    'mysql://ada:secret@localhost/rollcall',
    'postgresql://ada:secret@localhost',
    'postgresql://ada:sec#ret@localhost/rollcall',
  ])('that isn’t the address of a database is refused without showing it: %s', async (url) => {
    const error = await refusal(url);
    expect(error).toMatchObject({
      code: 'misconfigured',
      message: 'DATABASE_URL is not the address of a PostgreSQL database.',
    });
    expect(error.message + error.hint).not.toContain('sec');
  });

  it('with its own schema is refused: half of Rollcall wouldn’t find it', async () => {
    expect(await refusal('postgresql://ada@localhost/rollcall?schema=app')).toMatchObject({
      code: 'misconfigured',
      message: 'DATABASE_URL names the schema "app"; Rollcall uses "public".',
    });
  });

  it.each([
    ['postgresql://ada:s%40crt@db.example.com/rollcall', 'ada@db.example.com/rollcall', null],
    ['postgres://db:6432/rollcall?schema=public', 'db:6432/rollcall', null],
    ['postgres://db/r?options=-c%20work_mem%3D8MB&sslmode=require', 'db/r', '-c work_mem=8MB'],
    ['postgres://ada@%2Frun%2Fpostgresql/rollcall', 'ada@/run/postgresql/rollcall', null],
  ])('is shown without its password, and needs nothing that is not in it: %s', (url, shown, options) => {
    const read = readDatabaseUrl(url);
    expect(read.shown).toBe(shown);
    expect(new URL(read.connectionString).searchParams.get('options')).toBe(options);
    expect(read.connectionString).not.toContain('+');
  });
});

describe.runIf(databases.includes('server'))('a server', () => {
  const changed = async (change: (url: URL) => void): Promise<string> => {
    const url = new URL(await requestPostgres());
    change(url);
    return url.href;
  };

  it('that refuses the password is recognized', async () => {
    const error = await refusal(await changed((url) => (url.password = 'not-the-password')));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toMatch(
      /^The database rejected this user or password \(DATABASE_URL: postgres@127/,
    );
    expect(error.message + error.hint).not.toContain('not-the-password');
  });

  it('without the database is recognized', async () => {
    const error = await refusal(await changed((url) => (url.pathname = 'nowhere')));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toMatch(
      /^The server has no database with this name \(DATABASE_URL: .*\/nowhere\)\.$/,
    );
    expect(error.hint).toContain('createdb');
  });
});

describe('an address', () => {
  it('at which nothing listens is reported', async () => {
    expect(await refusal('postgresql://ada:secret@127.0.0.1:1/rollcall')).toMatchObject({
      code: 'unavailable',
      message: 'Nothing answers at this address (DATABASE_URL: ada@127.0.0.1:1/rollcall).',
    });
  });

  it('without a host is reported', async () => {
    expect(await refusal('postgresql://ada:secret@db.invalid/rollcall')).toMatchObject({
      code: 'unavailable',
      message: 'No such host (DATABASE_URL: ada@db.invalid/rollcall).',
    });
  });

  it('at which something else listens is reported', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    try {
      const error = await refusal(`postgresql://ada:secret@127.0.0.1:${port}/rollcall`);
      expect(error.code).toBe('unavailable');
      expect(error.message).not.toContain('secret');
    } finally {
      other.close();
    }
  });
});
