import type { HandOver } from '../audience/campaigns/sending/port.ts';
import { shown } from './texts.ts';

/** What nodemailer throws. */
export interface SmtpError extends Error {
  code?: string;
  /** The command that the server refused: RCPT TO, DATA. */
  command?: string;
  responseCode?: number;
  response?: string;
}

/** How far a mail had got. */
export interface Progress {
  phase: 'connecting' | 'sending';
  /** Its text was begun: it may have gone out. */
  isBegun?: boolean;
  /** The server's reply to the final dot. */
  response?: string;
}

/**
 * How an attempt ended. nodemailer's errors don't tell whether the text went out: a server that hangs up
 * causes the same error at RCPT and after the final dot, so the caller says how far it got.
 */
export function answerTo(
  error: SmtpError | undefined,
  { phase, isBegun = false, response = '' }: Progress,
): HandOver {
  if (error === undefined) return { is: 'sent', reply: shown(response) };
  const { responseCode: code, command = '' } = error;
  const reply = shown(error.response ?? error.message);
  if (code !== undefined && code >= 400 && code < 500)
    return { is: 'later', reply, isBusy: code === 421 || code === 450 || tooMany.test(reply) };
  if (phase === 'connecting') return { is: 'unreachable', reply };
  if (code !== undefined && code >= 500)
    return { is: 'refused', reply, isNobody: command === 'RCPT TO' && isNobody(reply) };
  // It is larger than the server takes: nothing was sent, and nothing will be.
  if (error.code === 'EMESSAGE') return { is: 'refused', reply, isNobody: false };
  return isBegun ? { is: 'uncertain', reply } : { is: 'unreachable', reply };
}

const tooMany = /too many|rate.?limit|throttl/i;

/** 5.1.x is about an address. 5.1.7 and 5.1.8 are about the sender’s: that says nothing about this mailbox. */
function isNobody(reply: string): boolean {
  const status = /\b5\.1\.(\d{1,3})\b/.exec(reply)?.[1];
  if (status !== undefined) return status !== '7' && status !== '8';
  return /user (?:is )?unknown|unknown user|no such (?:user|recipient|mailbox|person)|(?:mailbox|recipient|user) (?:not found|does(?:n.t| not) exist)/i.test(
    reply,
  );
}
