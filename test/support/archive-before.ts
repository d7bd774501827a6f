import type { ArchiveEntry } from '../../src/storage/backup/archive.ts';

const block = 512;

/**
 * A tar archive as Rollcall wrote it before it used tar-stream: backups from then have to be readable
 * forever.
 */
export async function packedBefore(entries: AsyncIterable<ArchiveEntry>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { path, content } of entries) {
    parts.push(header(path, content?.size));
    if (content === undefined) continue;
    for await (const chunk of content.chunks) parts.push(chunk);
    parts.push(Buffer.alloc((block - (content.size % block)) % block));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function header(path: string, size: number | undefined): Buffer {
  const head = Buffer.alloc(block);
  head.write(size === undefined ? `${path}/` : path, 0);
  head.write(size === undefined ? '0000700\0' : '0000600\0', 100);
  for (const at of [108, 116]) head.write('0000000\0', at);
  head.write(`${octal(size ?? 0, 11)}\0`, 124);
  head.write(`${octal(0, 11)}\0`, 136);
  head.write(size === undefined ? '5' : '0', 156);
  head.write('ustar\x0000', 257);
  const sum = head.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  head.write(`${octal(sum, 6)}\0 `, 148);
  return head;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
