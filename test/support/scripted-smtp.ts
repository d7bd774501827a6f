import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** What a mail server says at a stage: a reply, at once, later, or once and then the usual; that it hangs up; or nothing. */
type Say =
  | string
  | 'hang up'
  | 'silence'
  | { say: string; afterMs: number }
  | { say: string; onceOnly: true }
  /** One letter after the other, without an end. */
  | 'drip';

/** Stages of sending one mail. `middle`: in the middle of its text. */
export type Stage =
  | 'greeting'
  | 'EHLO'
  | 'HELO'
  | 'STAR'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'middle'
  | 'end'
  | 'RSET';

const usual: Record<Stage, Say> = {
  greeting: '220 here',
  EHLO: '250 here',
  HELO: '250 here',
  STAR: '502 no such command',
  AUTH: '535 wrong password',
  MAIL: '250 fine',
  RCPT: '250 fine',
  DATA: '354 go on',
  middle: '',
  end: '250 taken as 1',
  RSET: '250 forgotten',
};

/** A mail server that follows a script, and what it received. */
export interface ScriptedSmtp {
  port: number;
  /** Texts of mails that reached their final dot. */
  mails: string[];
  /** The commands it got, besides texts. */
  commands: string[];
  /** How many connections were made. */
  connections(): number;
  /** Changes what it says from now on. */
  say(changes: Partial<Record<Stage, Say>>): void;
  close(): Promise<void>;
}

export async function startScriptedSmtp(script: Partial<Record<Stage, Say>> = {}): Promise<ScriptedSmtp> {
  let says = { ...usual, ...script };
  const mails: string[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    connections += 1;
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    let inData = false;
    const reply = (stage: Stage): void => {
      // Commands without a stage aren't known.
      const said = says[stage] ?? '502 what?';
      if (typeof said !== 'string' && 'onceOnly' in said) {
        says = { ...says, [stage]: usual[stage] };
        socket.write(`${said.say}\r\n`);
      } else if (typeof said !== 'string')
        setTimeout(() => socket.writable && socket.write(`${said.say}\r\n`), said.afterMs);
      else if (said === 'hang up') socket.destroy();
      else if (said === 'drip') {
        socket.write('250-');
        const dripping = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(dripping));
      } else if (said !== 'silence' && said !== '') socket.write(`${said}\r\n`);
    };
    reply('greeting');
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (inData) {
        if (says.middle !== '' && text.length > 200) return reply('middle');
        // An empty text: its only line is the dot.
        if (text.startsWith('.\r\n')) text = `\r\n${text}`;
        const end = text.indexOf('\r\n.\r\n');
        if (end < 0) return;
        // A dot at the start of a line is doubled on the wire.
        mails.push(text.slice(0, end).replaceAll('\r\n..', '\r\n.'));
        text = text.slice(end + 5);
        inData = false;
        return reply('end');
      }
      for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n')) {
        const verb = text.slice(0, 4).toUpperCase();
        commands.push(text.slice(0, at));
        text = text.slice(at + 2);
        if (verb === 'QUIT') return void socket.end('221 bye\r\n');
        if (verb === 'DATA') inData = typeof says.DATA === 'string' && says.DATA.startsWith('3');
        reply(verb as Stage);
        if (inData) return;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    commands,
    connections: () => connections,
    say: (changes) => {
      says = { ...usual, ...changes };
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
