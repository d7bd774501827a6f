import { RollcallError } from './errors.ts';

/** The properties of errors from PostgreSQL, Prisma or Node. */
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
  /** Codes of PostgreSQL (or their prefixes), Prisma and Node, and the adapter's kinds. */
  codes: RegExp;
  /** Matches errors without a code. */
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

/** Each with the words that people read. The first match wins. */
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
    // Lock waits, a statement's time limit, conflicting concurrent changes; Prisma's transaction limits.
    codes: /^(?:40001|40P01|55P03|57014|P2028|P2034|TransactionWriteConflict)$/,
  },
  away,
];

/**
 * The message for people if the database failed; undefined for any other error, and for one that already says
 * so. Errors from elsewhere (Slack, a file) have codes like these, so only what a driver threw counts.
 *
 * @param options.nothingChanged it is certain that nothing was written
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

/** Prepares an error for display: database trouble in words, any other error unchanged. */
export const orTrouble = (error: unknown): unknown => databaseTrouble(error) ?? error;

/**
 * Whether the error is from the driver: from PostgreSQL, from Prisma or pg, or a bare socket error. Errors of
 * other sockets are never bare: fetch and Slack's client wrap theirs.
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

/** The error, its causes, and the errors that Prisma wraps. */
function chainOf(error: unknown): Thrown[] {
  const chain: Thrown[] = [];
  for (let next = error; typeof next === 'object' && next !== null && chain.length < 8; ) {
    const thrown = next as Thrown;
    chain.push(thrown);
    next = thrown.meta?.driverAdapterError ?? thrown.cause;
  }
  return chain;
}
