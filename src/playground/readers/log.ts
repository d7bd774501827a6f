import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deed } from './behavior.ts';

/** Something that someone did, as the log has it. */
export interface Logged {
  /** By the app's clock, ISO. */
  at: string;
  did: Deed;
  campaign: string;
  key: string;
  to: string;
  link?: string | undefined;
}

/** What the readers did, kept in a file of the data folder: to compare with what the app counts. */
export interface ReadersLog {
  path: string;
  add(lines: readonly Logged[]): Promise<void>;
  /** Whether someone already read the mail with this key. */
  has(key: string): boolean;
  /** How many people did each deed, for one campaign or all. */
  counts(campaign?: string): Partial<Record<Deed, number>>;
}

/** Opens the log of a folder; skips a line that was cut off by a crash. */
export async function openReadersLog(folder: string): Promise<ReadersLog> {
  const path = join(folder, 'readers.jsonl');
  const lines = linesIn(await readFile(path, 'utf8').catch(() => ''));
  const keys = new Set(lines.map(({ key }) => key));
  return {
    path,
    async add(more) {
      if (more.length === 0) return;
      await mkdir(folder, { recursive: true });
      await appendFile(path, more.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
      for (const line of more) {
        lines.push(line);
        keys.add(line.key);
      }
    },
    has: (key) => keys.has(key),
    counts(campaign) {
      const people = new Map<Deed, Set<string>>();
      for (const line of lines) {
        if (campaign !== undefined && line.campaign !== campaign) continue;
        const known = people.get(line.did) ?? new Set();
        people.set(line.did, known.add(line.key));
      }
      return Object.fromEntries([...people].map(([did, known]) => [did, known.size]));
    },
  };
}

function linesIn(text: string): Logged[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as Logged];
    } catch {
      return [];
    }
  });
}
