import { readFileSync } from 'node:fs';
import { RollcallError } from './errors.ts';

/** With fewer open files than this, connections would break one by one, so the start is refused. */
const fewestFiles = 128;

/** Describes what the operating system refuses, whatever the app was doing; undefined for any other error. */
export function systemTrouble(error: unknown): RollcallError | undefined {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code === 'EMFILE' || code === 'ENFILE') return tooFewFiles(mostOpenFiles(), error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RollcallError('unavailable', `The disk is full (${String(message)}).`, {
      hint: 'Free up some space, then start again.',
      cause: error,
    });
  }
  return undefined;
}

/**
 * @throws RollcallError `misconfigured` if the limit on open files is too low for this process to serve
 * anyone
 */
export function checkOpenFiles(): void {
  const most = mostOpenFiles();
  if (most !== undefined && most < fewestFiles) throw tooFewFiles(most);
}

function tooFewFiles(most: number | undefined, cause?: unknown): RollcallError {
  const limit = most === undefined ? '' : `: at most ${most}`;
  return new RollcallError(
    'misconfigured',
    `Rollcall isn’t allowed to open enough files and connections${limit}.`,
    {
      hint: 'Raise the limit to 1024 or more: "ulimit -n 1024" in the shell that starts it, LimitNOFILE=1024 for systemd, --ulimit nofile=1024 for a container.',
      cause,
    },
  );
}

/** The limit that Linux sets for this process; unknown elsewhere. */
function mostOpenFiles(): number | undefined {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}
