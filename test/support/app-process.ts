import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Message, OpenView, PlaygroundEvent } from '../../src/playground/slack-server/protocol.ts';
import { bareEnv } from './bare-env.ts';

/** The built app as `npm start` runs it: its own process, on its own data folder and port. */
export interface AppProcess {
  child: ChildProcess;
  /** The playground's address that it printed. */
  url: string;
  /** Everything it wrote so far. */
  output(): string;
  /** Resolves with the exit code when it ends, asked to or not. */
  ended: Promise<number | null>;
  /** Sends a signal and waits for the end; resolves with the exit code. */
  end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts dist/main.js on a data folder, without waiting for anything. */
export function spawnApp(dataDir: string, env: Record<string, string>): Omit<AppProcess, 'url'> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: bareEnv({ DATA_DIR: dataDir, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    output: () => output,
    ended,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the playground; rejects with its output if it ends before it is ready. */
export async function startApp(dataDir: string, env: Record<string, string> = {}): Promise<AppProcess> {
  const app = spawnApp(dataDir, { PORT: String(await freePort()), ...env });
  const ready = new Promise<string>((resolve) => {
    app.child.stdout?.on('data', () => {
      const url = /playground: (http:\S+)/.exec(app.output())?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([ready, app.ended.then(() => undefined)]);
  if (url === undefined) throw new Error(app.output());
  return { ...app, url };
}

/** Process ids of a process's children. */
export function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .map(Number)
      .filter(Boolean);
  } catch {
    return [];
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves as soon as `look` is true; rejects after `timeout` milliseconds. */
export async function until(look: () => boolean | Promise<boolean>, timeout = 60_000): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`not within ${timeout} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What a browser's page sends to the playground, without a browser. */
export function pageClient(url: string, person = 'U0ADA') {
  const post = async <T>(path: string, body: object | Uint8Array, type = 'application/json'): Promise<T> => {
    const response = await fetch(`${url}/playground/${path}`, {
      method: 'POST',
      headers: { 'content-type': type, origin: url },
      body:
        body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify({ person, ...body }),
    });
    return (await response.json()) as T;
  };

  return {
    say: (text: string, channel = 'C0GENERAL') => post<{ ok: boolean }>('say', { channel, text }),
    submit: (viewId: string, states: object) => post<{ ok: boolean }>('submit', { viewId, states }),
    upload: (name: string, bytes: Uint8Array) =>
      post<{ id: string }>(
        `upload?person=${person}&name=${encodeURIComponent(name)}&type=text/csv`,
        bytes,
        'text/csv',
      ),

    /** What is shown after a reload: messages except ephemeral ones, and open modals. */
    async snapshot(): Promise<{ messages: Message[]; views: OpenView[] }> {
      const response = await fetch(`${url}/playground/events?person=${person}`);
      let text = '';
      // Leaving the loop ends the request.
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString('utf8');
        const data = /^data: (.*)\n/m.exec(text)?.[1];
        if (data === undefined) continue;
        const event = JSON.parse(data) as PlaygroundEvent;
        if (event.type === 'snapshot') return { messages: event.messages, views: event.views };
      }
      throw new Error('the stand-in sent no snapshot');
    },
  };
}
