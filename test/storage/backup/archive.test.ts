import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ArchiveEntry, tarOf, unpacked } from '../../../src/storage/backup/archive.ts';
import { packedBefore } from '../../support/archive-before.ts';
import { refused } from '../../support/refused.ts';

const file = (path: string, text: string): ArchiveEntry => ({
  path,
  content: { size: Buffer.byteLength(text), chunks: [Buffer.from(text)] },
});
const long = 'x'.repeat(70_000);
const deep = `postgres/${'a'.repeat(90)}/${'b'.repeat(90)}/c`;
const entries = [
  file('notes.json', '{}'),
  { path: 'postgres' },
  file('postgres/empty', ''),
  file('postgres/é', long),
];

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}
const pack = (given: ArchiveEntry[]) => bytesOf(tarOf(Readable.from(given)));
/** What is in an archive: path and text of each entry. */
async function listed(
  archive: AsyncIterable<Uint8Array>,
): Promise<[path: string, text: string | undefined][]> {
  const found: [string, string | undefined][] = [];
  for await (const { path, content } of unpacked(archive))
    found.push([path, content && (await bytesOf(Readable.from(content.chunks))).toString()]);
  return found;
}
const wanted = [
  ['notes.json', '{}'],
  ['postgres', undefined],
  ['postgres/empty', ''],
  ['postgres/é', long],
];

describe('the archive of a backup', () => {
  it('returns what was packed, and has the same bytes for the same entries', async () => {
    const archive = await pack(entries);
    expect(await listed(Readable.from([archive]))).toEqual(wanted);
    // In pieces of a size that divides nothing.
    const pieces = Array.from({ length: Math.ceil(archive.length / 777) }, (_, n) =>
      archive.subarray(n * 777, n * 777 + 777),
    );
    expect(await listed(Readable.from(pieces))).toEqual(wanted);
    expect((await pack(entries)).equals(archive)).toBe(true);
    expect(await listed(Readable.from([await pack([file(deep, 'x')])]))).toEqual([[deep, 'x']]);
  });

  it('reads what was written before it used tar-stream', async () => {
    const before = await packedBefore(Readable.from(entries));
    expect(await listed(Readable.from([before]))).toEqual(wanted);
  });

  it('can be listed by tar', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-archive-'));
    writeFileSync(join(folder, 'a.tar'), await pack([...entries.slice(0, 3), file('postgres/e', long)]));
    const { stdout } = spawnSync('tar', ['-tf', join(folder, 'a.tar')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout.trim().split('\n')).toEqual(['notes.json', 'postgres/', 'postgres/empty', 'postgres/e']);
  });

  it('holds files of more than 8 GB, without holding them in memory', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 7);
    const size = 8 * 1024 ** 3 + 5;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
    }
    let [read, most] = [0, 0];
    const before = process.memoryUsage().rss;
    for await (const { content } of unpacked(
      tarOf(Readable.from([{ path: 'large', content: { size, chunks: chunks() } }])),
    )) {
      for await (const { length } of content?.chunks ?? []) {
        read += length;
        if (read % (512 * chunk.length) === 0) most = Math.max(most, process.memoryUsage().rss - before);
      }
    }
    expect(read).toBe(size);
    expect(most).toBeLessThan(200 * 1024 * 1024);
  }, 60_000);

  it.each([
    ['text', Buffer.from('Email,Name\n'.repeat(100))],
    ['a line', Buffer.from('Email\n')],
  ])('is refused if it is %s', async (_, bytes) => {
    expect(await refused(listed(Readable.from([bytes])))).toMatch(/^invalid-input: It is not an archive/);
  });

  it('is refused if it ends too soon, or a byte of a header changed', async () => {
    const archive = await pack(entries);
    const changed = Buffer.from(archive);
    changed[3] = 0x58;
    for (const bytes of [archive.subarray(0, 40_000), archive.subarray(0, -1), changed])
      expect(await refused(listed(Readable.from([bytes])))).toMatch(/^invalid-input: It is not an archive/);
    const zipped = gzipSync(archive);
    const cut = Readable.from([zipped.subarray(0, zipped.length - 1)]).pipe(createGunzip());
    await expect(listed(cut)).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
  });

  it('is refused if it contains a link', async () => {
    const archive = await pack([file('postgres/a', '')]);
    archive.write('2', 156);
    const sum = archive
      .subarray(0, 512)
      .reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(await refused(listed(Readable.from([archive])))).toMatch(/^invalid-input: It is not an archive/);
  });

  it('fails if one of its entries fails, or if a size is wrong', async () => {
    const failing = async function* () {
      yield Buffer.from('h');
      throw new Error('the disk broke');
    };
    await expect(pack([{ path: 'a', content: { size: 9, chunks: failing() } }])).rejects.toThrow(
      'the disk broke',
    );
    await expect(pack([{ path: 'a', content: { size: 9, chunks: [Buffer.from('h')] } }])).rejects.toThrow();
    await expect(pack([{ path: 'a', content: { size: 1, chunks: [Buffer.from('ho')] } }])).rejects.toThrow();
  });

  it('can be closed before its end', async () => {
    const archive = await pack(entries);
    for await (const { path } of unpacked(Readable.from([archive]))) {
      expect(path).toBe('notes.json');
      break;
    }
  });
});
