import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';

/**
 * A server that speaks the Postgres wire protocol for one PGlite. It accepts connections at once and answers
 * them when `database` is ready.
 *
 * PGlite is one session, so connections take turns: a turn is everything up to a Sync or a simple query, and
 * a whole transaction if one is open. Shorter turns break the unnamed statement: pglite-socket 0.2.17 takes
 * turns by message, and queries beside a large parameter or behind a transaction ran with each other's
 * statements (docs/decisions/004-embedded-wire.md, and test/storage/database/client.test.ts).
 *
 * All connections share what a session keeps: settings, named statements (use none), session-level advisory
 * locks. Not supported: canceling a query, `COPY … FROM STDIN` (it ends PGlite), LISTEN.
 *
 * @param onBroken called when PGlite itself fails, which only a restart fixes
 */
export function createWireServer(database: Promise<PGlite>, onBroken: (error: unknown) => void): Server {
  const waiting: Turn[] = [];
  let owner: Connection | undefined;
  let running = false;

  const submit = (turn: Turn) => {
    waiting.push(turn);
    if (!running) run();
  };

  const run = async () => {
    running = true;
    try {
      const db = await database;
      for (let turn = next(); turn !== undefined; turn = next()) {
        const { socket } = turn.connection;
        socket.cork();
        // The bytes are in PGlite's memory: copy them before it continues.
        let end: Buffer = Buffer.alloc(0);
        const onRawData = (data: Uint8Array) => {
          const copy = Buffer.from(data);
          end = copy.length >= kept ? copy.subarray(-kept) : Buffer.concat([end, copy]).subarray(-kept);
          if (socket.writable) socket.write(copy);
        };
        await db.execProtocolRawStream(turn.bytes, { onRawData });
        socket.uncork();
        // After a panic (no room for its log, say) PGlite returns as if nothing had happened, and never
        // answers again.
        if (turn.isAnswered && end.subarray(-6, -1).compare(readyForQuery) !== 0) throw broken(end);
        owner = turn.unfinished || db.isInTransaction() ? turn.connection : undefined;
        // Lets sockets be read between two turns.
        await new Promise(setImmediate);
      }
    } catch (error) {
      onBroken(error);
    } finally {
      running = false;
    }
  };

  const next = (): Turn | undefined => {
    if (owner === undefined) return waiting.shift();
    if (owner.closed) return { connection: owner, bytes: rollback, unfinished: false, isAnswered: true };
    const index = waiting.findIndex((turn) => turn.connection === owner);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };

  return createServer((socket) => {
    const connection: Connection = { socket, closed: false };
    socket.setNoDelay(true);
    socket.on('error', () => {}); // 'close' follows
    socket.on('data', readTurns(connection, submit));
    socket.on('close', () => {
      connection.closed = true;
      for (let i = waiting.length - 1; i >= 0; i--) {
        if (waiting[i]?.connection === connection) waiting.splice(i, 1);
      }
      // Roll back its transaction, or nobody else gets a turn.
      if (owner === connection && !running) run();
    });
  });
}

interface Connection {
  socket: Socket;
  closed: boolean;
}

interface Turn {
  connection: Connection;
  bytes: Buffer;
  /** The client continues the same message sequence: it flushed, and will send its Sync later. */
  unfinished: boolean;
  /** It ends in a Sync or a simple query: the answer ends in ReadyForQuery. */
  isAnswered: boolean;
}

/** ReadyForQuery, without the transaction state that follows it. */
const readyForQuery = Buffer.from('Z\0\0\0\x05', 'latin1');

/** How much of the end of an answer is kept: enough to hold the reason why it is the last one. */
const kept = 2_000;

function broken(end: Buffer): Error {
  const why = /\0M([^\0]+)\0/.exec(end.toString('utf8'))?.[1];
  return new Error(why ?? 'it stopped in the middle of a response');
}

const code = (letter: string) => letter.charCodeAt(0);
const query = code('Q');
const sync = code('S');
const flush = code('H');
const terminate = code('X');

const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;

/** Sync, then the simple query ROLLBACK. */
const rollback = Buffer.from(`S\0\0\0\x04Q\0\0\0\x0dROLLBACK\0`, 'latin1');

/** Cuts what a client sends into turns. */
function readTurns(connection: Connection, submit: (turn: Turn) => void): (data: Buffer) => void {
  let chunks: Buffer[] = [];
  let received = 0;
  let wanted = 8;
  let started = false;
  let turn: Buffer[] = [];

  return (data) => {
    chunks.push(data);
    received += data.length;
    // Joining only once a message is complete avoids copying a large one with every piece.
    if (received < wanted) return;
    let bytes = Buffer.concat(chunks);
    for (;;) {
      // A start-up message has no type: length and code are its first 8 bytes.
      const head = started ? 5 : 8;
      const length = bytes.length < head ? head : started ? 1 + bytes.readInt32BE(1) : bytes.readInt32BE(0);
      if (length < head) {
        connection.socket.destroy();
        return;
      }
      if (bytes.length < length || bytes.length < head) {
        chunks = [bytes];
        received = bytes.length;
        wanted = length;
        return;
      }
      const message = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      if (started) readMessage(message);
      else readStart(message);
    }
  };

  function readStart(message: Buffer) {
    const request = message.readInt32BE(4);
    if (request === sslRequest || request === gssRequest) connection.socket.write('N');
    // A WebAssembly build can't be interrupted.
    else if (request === cancelRequest) connection.socket.end();
    else {
      started = true;
      submit({ connection, bytes: message, unfinished: false, isAnswered: false });
    }
  }

  function readMessage(message: Buffer) {
    const type = message[0];
    if (type === terminate) {
      connection.socket.end();
      return;
    }
    turn.push(message);
    if (type !== query && type !== sync && type !== flush) return;
    submit({
      connection,
      bytes: Buffer.concat(turn),
      unfinished: type === flush,
      isAnswered: type !== flush,
    });
    turn = [];
  }
}
