import type { HandOver } from '../audience/campaigns/sending/port.ts';
import { shownReply } from './texts.ts';

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
  if (error === undefined) return { is: 'sent', reply: shownReply(response) };
  const { responseCode: code } = error;
  const reply = shownReply(error.response ?? error.message);
  const isRefusal = code !== undefined && code >= 400;
  if (isRefusal && isOverLimit(reply)) return { is: 'sender refused', reply };
  if (isRefusal && code < 500)
    return { is: 'later', reply, isBusy: code === 421 || code === 450 || asksForLess(reply) };
  if (phase === 'connecting') return { is: 'unreachable', reply };
  // Commands out of order: server and client are at different places, and the answer may be to another one.
  const isAstray = code !== undefined && [500, 502, 503].includes(code);
  if (isRefusal && !isAstray) return refusal(error, { code, reply });
  // It is larger than the server takes: nothing was sent, and nothing will be.
  if (error.code === 'EMESSAGE' && !isBegun) return { is: 'refused', reply, isNobody: false };
  // An answer to the text that is neither yes nor no may belong to something else: it settles nothing.
  return isBegun ? { is: 'uncertain', reply } : { is: 'unreachable', reply };
}

function refusal({ command }: SmtpError, { code, reply }: { code: number; reply: string }): HandOver {
  const status = statusIn(reply);
  const isTooLarge = code === 552 || status === '5.3.4';
  if ((command === 'MAIL FROM' && !isTooLarge) || loginCodes.has(code) || isAboutSender(status, reply))
    return { is: 'sender refused', reply };
  const isNobody = command === 'RCPT TO' && (/^5\.1\./.test(status) || nobody.test(reply));
  return { is: 'refused', reply, isNobody };
}

/** The status with which a reply begins, or the first one inside it, like 5.1.1: not the address of a server. */
const statusIn = (reply: string): string =>
  /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/.exec(reply)?.[0] ?? '';

/** The sender has sent what it may for now, often until tomorrow. */
const isOverLimit = (reply: string): boolean => /\.4\.5$/.test(statusIn(reply)) || overLimit.test(reply);

const overLimit =
  /\b(?:daily|hourly|monthly|per (?:day|hour)|24.?hours?)\b.*\b(?:limit|quota)|(?:sending|submission|sender|message) ?(?:limit|quota).*exceed|maximum credits exceeded/i;

/** The server doesn't know the login, or wants one. */
const loginCodes = new Set([530, 534, 535, 538]);

/** What servers say, to RCPT and to the text too, about who sends: it is as true of the next recipient. */
const isAboutSender = (status: string, reply: string): boolean =>
  status === '5.1.7' ||
  status === '5.1.8' ||
  /\bsenders?\b|send ?as\b|sendas|address is not verified|\brelay(?:ing)?\b(?! recipient table)|authentication (?:is )?required/i.test(
    reply,
  );

/** 4.2.x is about one mailbox: it is full, or gets too much. */
const asksForLess = (reply: string): boolean =>
  !statusIn(reply).startsWith('4.2.') &&
  /too (?:many|fast|quick|much)|\brate\b|rate.?limit|limit exceeded|throttl|\bbusy\b|slow down/i.test(reply);

const nobody =
  /user (?:is )?unknown|unknown user|no such (?:user|recipient|mailbox|person)|(?:mailbox|recipient|user) (?:not found|does(?:n.t| not) exist)/i;
