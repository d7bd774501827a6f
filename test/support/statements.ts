import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import { PrismaClient } from '../../src/storage/generated/client.ts';

// Every statement that the code in src sends during the tests, each text once per worker. They are checked
// when a test's database is closed (test/support/statement-rules.ts).

/** A statement as the code sends it, and the line that sends it. */
export interface Statement {
  sql: string;
  from: string;
}

/** How often each text was checked: one that a test sends may also be the code's. */
const looks = new Map<string, number>();
const MOST_LOOKS = 10;
let fresh: Statement[] = [];
let isRecording = false;
let isWatching = false;

/** Statements since the last call. */
export function takeStatements(): Statement[] {
  const taken = fresh;
  fresh = [];
  return taken;
}

/** Checks texts again that were seen before: for the test of these rules. */
export function forgetStatements(): void {
  looks.clear();
  fresh = [];
}

/** Records what is sent from now on, or not. A known text costs one lookup in a map. */
export function recordStatements(isOn: boolean): void {
  isRecording = isOn;
  if (isWatching) return;
  isWatching = true;
  watch(pg.Pool.prototype);
  watch(pg.Client.prototype);
  keepCallers();
  watchPrisma();
}

function watch(target: { query(...given: never[]): unknown }): void {
  const query = target.query as (this: unknown, ...given: unknown[]) => unknown;
  target.query = function (this: unknown, ...given: unknown[]) {
    const sql = isRecording ? textOf(given[0]) : undefined;
    if (sql !== undefined && (looks.get(sql) ?? 0) < MOST_LOOKS) note(sql);
    return query.apply(this, given);
  } as typeof target.query;
}

/**
 * A caller that waits for a connection gets it from the one that returns it. Without this, what the first sends then
 * would seem to come from the second.
 */
function keepCallers(): void {
  const pool = pg.Pool.prototype as unknown as { connect(callback?: (...given: unknown[]) => void): unknown };
  const { connect } = pool;
  pool.connect = function (this: unknown, callback) {
    return connect.call(this, callback && AsyncResource.bind(callback));
  };
}

/** The origin of a Prisma call. It sends its statements later, when the stack no longer shows it. */
const calls = new AsyncLocalStorage<string>();

interface PrismaCall {
  callsite?: { _error?: Error };
}

function watchPrisma(): void {
  const client = PrismaClient.prototype as unknown as { _request(call: PrismaCall): unknown };
  const request = client._request;
  client._request = function (this: unknown, call) {
    const from = isRecording ? lineIn(call.callsite?._error?.stack) : '';
    return calls.run(from, () => request.call(this, call));
  };
}

function textOf(given: unknown): string | undefined {
  const text = typeof given === 'object' && given !== null && 'text' in given ? given.text : given;
  return typeof text === 'string' ? text : undefined;
}

function note(sql: string): void {
  const from = sender();
  const isOurs = from.startsWith('src/');
  looks.set(sql, isOurs ? MOST_LOOKS : (looks.get(sql) ?? 0) + 1);
  if (isOurs) fresh.push({ sql, from });
}

/** The line that sends a statement, behind the driver: `src/storage/tags/tags.ts:12`. */
function sender(): string {
  const called = calls.getStore();
  if (called !== undefined && called !== '') return called;
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const { stack } = new Error();
  Error.stackTraceLimit = before;
  return lineIn(stack);
}

function lineIn(stack = ''): string {
  const line = stack.split('\n').find((each) => /\/(?:src|test)\//.test(each) && !notTheSender.test(each));
  return /((?:src|test)\/[^:)]*:\d+)/.exec(line ?? '')?.[1] ?? '';
}

const notTheSender = /node_modules|generated|support\/statements|database\/named|queries\/run-sql/;
