import type pg from 'pg';
import { RollcallError } from '../../errors.ts';
import { checkZone } from './session.ts';

/** The oldest PostgreSQL that Rollcall is tested with. */
const oldestVersion = 15;

export interface ServerAddress {
  /** For pg. Holds the password. */
  connectionString: string;
  /** For people and logs: user, host and database, without the password. */
  shown: string;
}

/**
 * Reads DATABASE_URL.
 *
 * @throws RollcallError `misconfigured` if it isn't the URL of a PostgreSQL database
 * @example
 * readDatabaseUrl('postgresql://ada:secret@db.example.com/rollcall').shown
 * // 'ada@db.example.com/rollcall'
 */
export function readDatabaseUrl(text: string): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2) {
    throw new RollcallError('misconfigured', 'DATABASE_URL is not the address of a PostgreSQL database.', {
      hint: 'It looks like postgresql://user:password@host:5432/database; write characters like @ : / # in the password as %40 %3A %2F %23. Without it, Rollcall uses its embedded database.',
    });
  }
  const schema = url.searchParams.get('schema');
  if (schema !== null && schema !== 'public') {
    throw new RollcallError(
      'misconfigured',
      `DATABASE_URL names the schema "${schema}"; Rollcall uses "public".`,
      {
        hint: 'Remove ?schema=, and give Rollcall its own database.',
      },
    );
  }
  url.searchParams.delete('schema');
  // URLSearchParams writes a space as +, which pg reads as a plus.
  const connectionString = url.href.replace(/\?.*/, (query) => query.replaceAll('+', '%20'));
  const host = url.host || url.searchParams.get('host') || 'localhost';
  return {
    connectionString,
    shown: `${url.username ? `${decodeURIComponent(url.username)}@` : ''}${decodeURIComponent(host)}${url.pathname}`,
  };
}

/**
 * @throws RollcallError `misconfigured` if the server is too old or its sessions aren't in UTC; pg's own
 *   error if no server answers
 */
export async function checkServer(pool: pg.Pool, shown: string): Promise<void> {
  const { rows } = await pool.query<{ server_version_num: string }>('SHOW server_version_num');
  const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (version >= oldestVersion) return checkZone(pool, shown);
  throw new RollcallError(
    'misconfigured',
    `The database ${shown} is PostgreSQL ${version}; Rollcall needs ${oldestVersion} or later.`,
  );
}

/** pg's connection error as a sentence that says what to do. Other errors are returned unchanged. */
export function explainConnectError(error: unknown, shown: string): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const found = explanations.find(({ codes }) => codes.includes(String(code)));
  if (found && !(error instanceof RollcallError)) {
    return new RollcallError(found.error, `${found.says} (DATABASE_URL: ${shown}).`, {
      hint: found.hint,
      cause: error,
    });
  }
  if (/timeout|terminated/i.test(String(message)) && !(error instanceof RollcallError)) {
    return new RollcallError('unavailable', `The database doesn't answer (DATABASE_URL: ${shown}).`, {
      hint: unreachable,
      cause: error,
    });
  }
  if (/SSL|certificate/i.test(String(message)) && !(error instanceof RollcallError)) {
    return new RollcallError(
      'misconfigured',
      `No secure connection to the database: ${message} (DATABASE_URL: ${shown}).`,
      {
        hint: 'See sslmode at https://node-postgres.com/features/ssl, and add it to DATABASE_URL.',
        cause: error,
      },
    );
  }
  return error;
}

const unreachable = 'Check that the server is running, and that host and port in DATABASE_URL are right.';

const explanations: {
  codes: string[];
  error: 'misconfigured' | 'unavailable';
  says: string;
  hint: string;
}[] = [
  {
    codes: ['28P01', '28000'],
    error: 'misconfigured',
    says: 'The database rejected this user or password',
    hint: 'Check both in DATABASE_URL; write characters like @ : / # in a password as %40 %3A %2F %23.',
  },
  {
    codes: ['3D000'],
    error: 'misconfigured',
    says: 'The server has no database with this name',
    hint: 'Create it first, with "createdb" or CREATE DATABASE; Rollcall creates the tables.',
  },
  {
    codes: ['42501'],
    error: 'misconfigured',
    says: 'The database user isn’t allowed to create tables',
    hint: 'Make the user the owner of the database: ALTER DATABASE … OWNER TO ….',
  },
  {
    codes: ['ECONNREFUSED', 'ENOENT'],
    error: 'unavailable',
    says: 'Nothing answers at this address',
    hint: unreachable,
  },
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    error: 'unavailable',
    says: 'No such host',
    hint: unreachable,
  },
  {
    codes: ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET'],
    error: 'unavailable',
    says: "The database doesn't answer",
    hint: unreachable,
  },
  {
    codes: ['53300', '57P03'],
    error: 'unavailable',
    says: 'The database isn’t accepting more connections right now',
    hint: 'Try again in a moment.',
  },
] as const satisfies {
  codes: string[];
  error: 'misconfigured' | 'unavailable';
  says: string;
  hint: string;
}[];
