import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A mail as it arrived. */
export interface StoredMail {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
  /** From the envelope. */
  from: string;
  to: string[];
  subject: string;
  raw: Buffer;
}

export interface MailStore {
  add(mail: Omit<StoredMail, 'id'>): Promise<StoredMail>;
  /** Newest first. */
  all(): StoredMail[];
  find(id: number): StoredMail | undefined;
  /** Deletes all mails. */
  clear(): Promise<void>;
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
}

/** How many of the latest mails are kept, and how large they may be in total. */
export const mailLimits = { mails: 1_000, bytes: 64 * 1024 * 1024 };

/**
 * Keeps mails in memory, and in one file of the folder so that they survive a restart. The file is only
 * appended to, and rewritten when it holds twice what is kept.
 */
export async function openMailStore(
  folder: string,
  limits: typeof mailLimits = mailLimits,
): Promise<MailStore> {
  const file = join(folder, 'mailbox.jsonl');
  let mails = readLines(await readFile(file, 'utf8').catch(() => ''));
  let lines = mails.length;
  let last = mails.at(-1)?.id ?? 0;
  let writing: Promise<void> = Promise.resolve();
  trim();

  function trim(): void {
    let bytes = mails.reduce((sum, { raw }) => sum + raw.length, 0);
    let from = Math.max(0, mails.length - limits.mails);
    for (const { raw } of mails.slice(0, from)) bytes -= raw.length;
    for (; bytes > limits.bytes && from < mails.length - 1; from++) bytes -= mails[from]?.raw.length ?? 0;
    mails = mails.slice(from);
  }

  /** One write after another. A failed one doesn't prevent anyone from reading the mails. */
  function write(work: () => Promise<void>): Promise<void> {
    writing = writing.then(work).catch(() => {});
    return writing;
  }

  async function rewrite(): Promise<void> {
    const draft = `${file}.draft`;
    await writeFile(draft, mails.map(lineOf).join(''), { mode: 0o600 });
    await rename(draft, file);
    lines = mails.length;
  }

  return {
    async add(given) {
      last += 1;
      const mail = { ...given, id: last };
      mails.push(mail);
      trim();
      await write(async () => {
        await mkdir(folder, { recursive: true });
        await appendFile(file, lineOf(mail), { mode: 0o600 });
        lines += 1;
        if (lines > 2 * limits.mails) await rewrite();
      });
      return mail;
    },
    all: () => mails.toReversed(),
    find: (id) => mails.find((mail) => mail.id === id),
    async clear() {
      mails = [];
      await write(rewrite);
    },
    settled: () => writing,
  };
}

const lineOf = ({ raw, ...mail }: StoredMail): string =>
  `${JSON.stringify({ ...mail, raw: raw.toString('base64') })}\n`;

/** The mails in a file; skips a line that was cut off by a crash. */
function readLines(text: string): StoredMail[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const { raw, ...mail } = JSON.parse(line) as Omit<StoredMail, 'raw'> & { raw: string };
      return [{ ...mail, raw: Buffer.from(raw, 'base64') }];
    } catch {
      return [];
    }
  });
}
