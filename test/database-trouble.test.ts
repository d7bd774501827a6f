import { describe, expect, it } from 'vitest';
import { databaseTrouble } from '../src/database-trouble.ts';
import { RollcallError } from '../src/errors.ts';
import { problemOfError } from '../src/http/problem.ts';
import { showError } from '../src/slack/core/show-error.ts';

const postgres = (code: string, severity = 'ERROR', message = 'as PostgreSQL says it') =>
  Object.assign(new Error(message), { name: 'error', severity, code });
const socket = (code: string, syscall: string) =>
  Object.assign(new Error(`${syscall} ${code} 127.0.0.1:5432`), { code, syscall, errno: -111 });
/** As Prisma 7 throws it with adapter-pg. */
const prisma = (code: string, cause?: object) =>
  Object.assign(new Error(`Invalid \`prisma.workspace.findMany()\` invocation: ${code}`), {
    name: 'PrismaClientKnownRequestError',
    code,
    meta: cause && {
      driverAdapterError: Object.assign(new Error('x'), { name: 'DriverAdapterError', cause }),
    },
  });
const away = "The database isn't answering right now.";
const busy = /^The database took too long/;

describe('trouble with the database', () => {
  it.each([
    ['a server that is not running', socket('ECONNREFUSED', 'connect'), away],
    [
      'one with two addresses',
      Object.assign(new AggregateError([socket('ECONNREFUSED', 'connect')], ''), { code: 'ECONNREFUSED' }),
      away,
    ],
    ['a connection that is reset', socket('ECONNRESET', 'read'), away],
    ['a host without an address', socket('ENOTFOUND', 'getaddrinfo'), away],
    ['a server that is shut down', postgres('57P01', 'FATAL'), away],
    ['a server that starts', postgres('57P03', 'FATAL'), away],
    ['too many connections', postgres('53300', 'FATAL'), away],
    ['a connection failure', postgres('08006', 'FATAL'), away],
    ['a connection that ends', new Error('Connection terminated unexpectedly'), away],
    ['a pool that has none', new Error('timeout exceeded when trying to connect'), away],
    [
      'a connection that broke before',
      new Error('Client has encountered a connection error and is not queryable'),
      away,
    ],
    ['Prisma, not reached', prisma('P1001', { kind: 'DatabaseNotReachable' }), away],
    ['Prisma, not reached by SQL', prisma('P2010', { kind: 'DatabaseNotReachable' }), away],
    ['Prisma, shut down under it', prisma('P2010', { originalCode: '57P01', kind: 'postgres' }), away],
    ['Prisma, no connection in time', prisma('P2024'), away],
    ['Prisma, closed', prisma('P1017'), away],
    ['a full disk', postgres('53100'), /out of disk space/],
    [
      'a full disk, embedded',
      postgres('58030', 'PANIC', 'could not write: No space left on device'),
      /out of disk space/,
    ],
    ['a replica', postgres('25006'), /read-only/],
    ['a lock', postgres('55P03'), busy],
    ['a lock, by Prisma', prisma('P2039', { originalCode: '55P03', kind: 'postgres', code: '55P03' }), busy],
    ['a deadlock', postgres('40P01'), busy],
    ['changes that exclude each other', prisma('P2034'), busy],
    ['a limit of the server', prisma('P2010', { originalCode: '57014', kind: 'postgres' }), busy],
    ['a transaction that took too long', prisma('P2028'), busy],
  ] as [string, unknown, string | RegExp][])('is put into words: %s', (_, error, words) => {
    const said = databaseTrouble(error);
    expect(said).toMatchObject({ code: 'database-unavailable', cause: error });
    expect(said?.message).toMatch(words);
    expect(said?.hint).not.toContain('Nothing changed');
    expect(databaseTrouble(error, { nothingChanged: true })?.hint).toBe(
      'Nothing changed. Try again in a minute.',
    );
  });

  it.each([
    ['a mistake in SQL', postgres('42703')],
    ['a name that is taken', prisma('P2002', { kind: 'UniqueConstraintViolation' })],
    ['a row that is not there', prisma('P2025')],
    ['a fault of ours', new TypeError("Cannot read properties of undefined (reading 'id')")],
    ['another host', new TypeError('fetch failed', { cause: socket('ECONNREFUSED', 'connect') })],
    [
      'Slack',
      Object.assign(new Error('A request error occurred: connect ECONNREFUSED'), {
        code: 'slack_webapi_request_error',
        original: socket('ECONNREFUSED', 'connect'),
      }),
    ],
    [
      'a file',
      Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        syscall: 'write',
      }),
    ],
    ['one that says so already', new RollcallError('unavailable', 'The database went away.')],
    ['nothing', undefined],
    ['a text', 'ECONNREFUSED'],
  ] as [string, unknown][])('doesn’t include %s', (_, error) => {
    expect(databaseTrouble(error)).toBeUndefined();
  });

  it('is a 503 of the API with when to try again, and not our own error', async () => {
    const lines: string[] = [];
    const context = { req: { method: 'PUT', routePath: '/contacts/:email' } } as never;
    const response = problemOfError(
      prisma('P2039', { originalCode: '55P03' }),
      context,
      (line) => void lines.push(line),
    );
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('10');
    expect(await response.json()).toMatchObject({ status: 503, detail: expect.stringMatching(busy) });
    expect(lines).toEqual([expect.stringContaining('PUT /contacts/:email: The database took too long')]);
  });

  it('is a sentence in Slack', () => {
    const lines: string[] = [];
    const shown = JSON.stringify(
      showError(socket('ECONNREFUSED', 'connect'), (line) => void lines.push(line)),
    );
    expect(shown).toContain("The database isn't answering right now.");
    expect(shown).toContain('check first whether it was saved');
    expect(shown).not.toContain('our side');
    expect(lines).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });
});
