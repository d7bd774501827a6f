import { RollcallError } from './errors.ts';

/** What a driver's error has, PostgreSQL's own, Prisma's, or Node's. */
interface Thrown {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  originalCode?: unknown;
  kind?: unknown;
  severity?: unknown;
  syscall?: unknown;
  errors?: readonly { syscall?: unknown }[];
  meta?: { driverAdapterError?: unknown };
}

interface Trouble {
  message: string;
  hint: string;
  /** PostgreSQL's codes (or their beginnings), Prisma's, Node's, and the adapter's kinds. */
  codes: RegExp;
  /** For those that have none. */
  words?: RegExp;
}

const again = 'Try again in a minute.';

const away: Trouble = {
  message: "The database isn't answering right now.",
  hint: `${again} If you were changing something, check first whether it was saved.`,
  codes:
    /^(?:08...|53...|57P0.|58030|P10(?:01|02|08|11|17)|P2024|P2037|E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|HOSTDOWN|AI_AGAIN|NOTFOUND)|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/,
  words:
    /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|query read timeout|database stopped answering|cannot use a pool after calling end|timeout expired/i,
};

/** Each in the words that a person gets. The first that fits counts. */
const troubles: readonly Trouble[] = [
  {
    message: 'The database is out of disk space, so nothing can be saved.',
    hint: 'Ask the person who runs Rollcall to free up some space.',
    codes: /^53100$/,
    words: /no space left on device/i,
  },
  {
    message: 'The database is read-only right now, so nothing can be saved.',
    hint: `${again} If it stays read-only, DATABASE_URL may point at a replica.`,
    codes: /^25006$/,
  },
  {
    message: 'The database took too long: someone else is changing the same data, or it’s very busy.',
    hint: again,
    // Waiting for a lock, a statement's limit, changes at once that can't both be; Prisma's limits of a transaction.
    codes: /^(?:40001|40P01|55P03|57014|P2028|P2034|TransactionWriteConflict)$/,
  },
  away,
];

/**
 * What a person is told when the database is what failed; undefined for any other error, and for one that says so already.
 * Errors of other things (Slack's, a file's) have codes like these: only what a driver threw counts.
 *
 * @param options.nothingChanged it is certain: nothing had been begun yet
 * @example databaseTrouble(error)?.message // 'The database isn't answering right now.'
 */
export function databaseTrouble(
  error: unknown,
  options: { nothingChanged?: boolean } = {},
): RollcallError | undefined {
  if (error instanceof RollcallError) return undefined;
  const chain = chainOf(error);
  const [first] = chain;
  if (first === undefined || !isOfDriver(first)) return undefined;
  const found = troubles.find(({ codes, words }) =>
    chain.some(
      ({ code, originalCode, kind, message }) =>
        [code, originalCode, kind].some((one) => typeof one === 'string' && codes.test(one)) ||
        (typeof message === 'string' && words?.test(message) === true),
    ),
  );
  if (found === undefined) return undefined;
  const hint = options.nothingChanged === true ? `Nothing changed. ${again}` : found.hint;
  return new RollcallError('database-unavailable', found.message, { hint, cause: error });
}

/** An error as it is shown: the database's trouble in words, any other as it is. */
export const orTrouble = (error: unknown): unknown => databaseTrouble(error) ?? error;

/**
 * Whether it comes from the driver: what PostgreSQL said, what Prisma or pg throw, or a socket's own error. Other sockets' errors
 * never come bare: fetch and Slack's client wrap theirs.
 */
function isOfDriver({ name, code, message, severity, syscall, errors }: Thrown): boolean {
  const isSocket = [syscall, errors?.[0]?.syscall].some(
    (one) => typeof one === 'string' && /^(?:connect|read|write|getaddrinfo)$/.test(one),
  );
  const isWords = name === 'Error' && typeof message === 'string' && away.words?.test(message) === true;
  return (
    (typeof name === 'string' && /^(?:PrismaClient|DriverAdapterError)/.test(name)) ||
    (typeof severity === 'string' && typeof code === 'string') ||
    (isSocket && typeof code === 'string' && away.codes.test(code)) ||
    isWords
  );
}

/** The error, what it was caused by, and what Prisma wraps. */
function chainOf(error: unknown): Thrown[] {
  const chain: Thrown[] = [];
  for (let next = error; typeof next === 'object' && next !== null && chain.length < 8; ) {
    const thrown = next as Thrown;
    chain.push(thrown);
    next = thrown.meta?.driverAdapterError ?? thrown.cause;
  }
  return chain;
}
