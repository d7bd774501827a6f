import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A mail server that misbehaves at random, and whose mails it took: that is the truth about each person. */
export interface UnrulySmtp {
  port: number;
  /** How many mails each address got. */
  taken: Map<string, number>;
  close(): Promise<void>;
}

/** What it does at a command instead of answering as usual. `twice`: the usual answer, two times. */
const instead = {
  greeting: ['421 busy', '554 no', 'hang up', 'silence'],
  EHLO: ['hang up', '421 busy'],
  MAIL: ['421 too many', '450 not now', '550 no', '530 log in', 'hang up', 'silence', 'late'],
  RCPT: [
    '421 no',
    '450 grey',
    '451 no',
    '550 5.1.1 no such user',
    '550 5.7.1 no',
    '452 4.2.2 full',
    'hang up',
    'silence',
    'twice',
  ],
  DATA: ['421 no', '451 no', '550 no', 'hang up', 'silence'],
  refused: [
    '450 no',
    '451 grey',
    '550 spam',
    '552 big',
    '421 bye',
    '454 Daily quota exceeded',
    '554 Sender not allowed',
    'hang up',
    'silence',
  ],
  taken: ['hang up', 'silence', 'twice', 'late', '354 go on', 'queued'],
  RSET: ['hang up', 'silence', '421 bye', '500 what'],
} as const;

/**
 * @param options.seed the same seed, the same misbehavior (but for the order in which connections come)
 * @param options.pipelining it takes commands before it answered the last one
 * @param options.lateMs longer than its client waits
 */
export async function startUnrulySmtp(options: {
  seed: number;
  pipelining: boolean;
  lateMs: number;
}): Promise<UnrulySmtp> {
  const taken = new Map<string, number>();
  const sockets = new Set<Socket>();
  const { chance, oneOf } = createDice(options.seed);
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let [left, to, inText, mails] = ['', '', false, 0];
    const most = oneOf([1, 3, 7, 50]);
    const write = (line: string) => void (socket.writable && socket.write(`${line}\r\n`));
    const act = (what: string, usual: string): void => {
      if (what === 'hang up') socket.destroy();
      else if (what === 'twice') write(`${usual}\r\n${usual}`);
      else if (what === 'late') setTimeout(() => write(usual), options.lateMs);
      else if (what !== 'silence') write(what);
      if (what.startsWith('421')) socket.end();
    };
    /** True if it answered as usual. */
    const answer = (at: keyof typeof instead, usual: string): boolean => {
      if (!chance(0.15)) {
        write(usual);
        return true;
      }
      const what = oneOf(instead[at]);
      act(what, usual);
      return what === 'twice';
    };
    const end = (): void => {
      mails += 1;
      if (chance(0.1)) {
        act(oneOf(instead.refused), '');
        return;
      }
      taken.set(to, (taken.get(to) ?? 0) + 1);
      const isClear = answer('taken', '250 taken');
      if (isClear && mails >= most) act('421 4.7.0 too many mails', '');
    };
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') answer('EHLO', options.pipelining ? '250-here\r\n250 PIPELINING' : '250 here');
      else if (verb === 'MAIL') {
        to = '';
        answer('MAIL', '250 fine');
      } else if (verb === 'RCPT') to = answer('RCPT', '250 fine') ? (/<(.*)>/.exec(line)?.[1] ?? '') : '';
      else if (verb === 'DATA') {
        if (to === '') write(oneOf(['503 no', '554 no recipients']));
        else inText = answer('DATA', '354 go on');
      } else if (verb === 'RSET') answer('RSET', '250 forgotten');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else write('502 what?');
    };
    answer('greeting', '220 here');
    socket.on('data', (bytes) => {
      left += bytes.toString('latin1');
      for (;;) {
        const sign = inText ? '\r\n.\r\n' : '\r\n';
        const at = left.indexOf(sign);
        if (at < 0) return;
        const line = left.slice(0, at);
        left = left.slice(at + sign.length);
        if (!inText) command(line);
        else {
          inText = false;
          end();
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Chance that comes again with the same seed. */
function createDice(seed: number): { chance(share: number): boolean; oneOf<T>(all: readonly T[]): T } {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  return {
    chance: (share) => next() < share,
    oneOf: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T,
  };
}
