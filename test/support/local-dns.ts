import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

/** What a local DNS server says: by name, then by type. */
export type Zone = Record<string, Partial<Record<'A' | 'AAAA' | 'MX' | 'TXT', string[]>>>;

const types = { A: 1, MX: 15, TXT: 16, AAAA: 28 } as const;

/** A DNS server on this machine that knows a few names, and says of all others that they don't exist. */
export async function startLocalDns(zone: Zone): Promise<{ server: string; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const name = nameAt(question, 12);
    const end = 12 + name.length + 2;
    const type = question.readUInt16BE(end);
    const known = zone[name.toLowerCase()];
    const kind = (Object.keys(types) as (keyof typeof types)[]).find((each) => types[each] === type);
    const answers = (kind && known?.[kind]) ?? [];
    const head = Buffer.from(question.subarray(0, end + 4));
    // An answer, recursion available; 3: no such name.
    head.writeUInt16BE(0x8180 | (known === undefined ? 3 : 0), 2);
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    const records = answers.map((value) => record(kind ?? 'A', value));
    socket.send(Buffer.concat([head, ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    server: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function nameAt(message: Buffer, at: number): string {
  const labels: string[] = [];
  for (let from = at; (message[from] ?? 0) > 0; from += (message[from] ?? 0) + 1)
    labels.push(message.toString('latin1', from + 1, from + 1 + (message[from] ?? 0)));
  return labels.join('.');
}

function record(kind: keyof typeof types, value: string): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(types[kind], 2);
  head.writeUInt16BE(1, 4);
  const data = dataOf(kind, value);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(kind: keyof typeof types, value: string): Buffer {
  switch (kind) {
    case 'A':
      return Buffer.from(value.split('.').map(Number));
    case 'AAAA':
      return Buffer.from(
        value.split(':').flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]),
      );
    case 'MX':
      return Buffer.concat([
        Buffer.from([0, 10]),
        ...value.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
        Buffer.from([0]),
      ]);
    case 'TXT': {
      // In strings of at most 255 bytes.
      const parts = value.match(/.{1,255}/gs) ?? [''];
      return Buffer.concat(
        parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])),
      );
    }
    default:
      return kind satisfies never;
  }
}
