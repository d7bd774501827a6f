import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Linux allows 107 bytes for the path of a Unix socket, macOS 103. */
const longestSocketPath = 100;

/** A new name each time, so nobody ever has to remove a socket that may be in use. */
export function newSocketPath(folder: string): string {
  const name = `.s.PGSQL.${randomInt(1, 2 ** 31)}`;
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= longestSocketPath) return path;
  return join(mkdtempSync(join(tmpdir(), 'rollcall-')), name);
}

export function removeSocket(folder: string, socket: string): void {
  rmSync(socket, { force: true });
  if (dirname(socket) !== folder) rmSync(dirname(socket), { recursive: true, force: true });
}
