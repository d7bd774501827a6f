import { RollcallError } from '../../errors.ts';
import { html } from '../../lib/html.ts';
import { saveCode, takeCode } from '../../storage/senders/changes.ts';
import { type OpenedSender, openSender } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import type { HandOver } from '../campaigns/sending/port.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { checkSender, noSender } from './check.ts';

const MINUTE_MS = 60_000;
/** How long a code counts. */
const VALID_MS = 30 * MINUTE_MS;
const MOST_TRIES = 5;

/**
 * Mails a code to a sender's From address, through the sender itself. The person who reads it there may
 * use the address.
 *
 * @throws RollcallError `busy` if one was just mailed, `unavailable` with what the server said
 */
export async function mailCode(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ fromAddress: string }> {
  requireRole(caller, 'admin', 'confirm From addresses');
  const { workspaceId } = caller;
  const sender = await opened(deps, caller, id);
  const code = sixDigits();
  const until = new Date(deps.now().getTime() + VALID_MS);
  const isSaved = await saveCode(
    deps.storage.pool,
    { workspaceId, id },
    {
      ...{ hash: deps.storage.hash(codeText(caller, sender, code)), until },
      unlessAfter: new Date(until.getTime() - MINUTE_MS),
    },
  );
  if (!isSaved) throw new RollcallError('busy', 'A code was mailed less than a minute ago. Wait a moment.');
  const answer = await handOver(deps, sender, code);
  if (answer.is === 'sent' || answer.is === 'uncertain') return { fromAddress: sender.fromAddress };
  throw new RollcallError('unavailable', notMailed(answer));
}

/**
 * Takes the code that someone read at the From address, and checks the sender again.
 *
 * @throws RollcallError `invalid-input` for another code, or one that has expired
 */
export async function confirmCode(
  deps: AudienceDeps,
  caller: Caller,
  { id, code }: { id: number; code: string },
): Promise<{ name: string }> {
  requireRole(caller, 'admin', 'confirm From addresses');
  const { workspaceId } = caller;
  const sender = await opened(deps, caller, id);
  const hashes = deps.storage.hashes(codeText(caller, sender, code.replace(/\D/g, '')));
  const result = await asOneChange(deps, caller, async ({ database, audit }) => {
    const taken = await takeCode(database, { workspaceId, id }, { hashes, at: deps.now(), most: MOST_TRIES });
    if (taken === 'confirmed') await audit('sender.confirmed', sender.name);
    return taken;
  });
  const about = 'code';
  if (result === 'wrong')
    throw new RollcallError('invalid-input', 'That’s not the code that was mailed.', { about });
  if (result === 'expired')
    throw new RollcallError('invalid-input', 'That code has expired, or was tried too often.', {
      about,
      hint: 'Have a new one mailed.',
    });
  await checkSender(deps, caller, { id });
  return { name: sender.name };
}

async function opened({ storage }: AudienceDeps, { workspaceId }: Caller, id: number): Promise<OpenedSender> {
  const sender = await openSender(storage.pool, storage, { workspaceId, id });
  if (sender === undefined) throw noSender();
  return sender;
}

async function handOver(deps: AudienceDeps, sender: OpenedSender, code: string): Promise<HandOver> {
  if (deps.sending === undefined) throw new RollcallError('misconfigured', 'This process doesn’t send mail.');
  const { fromName, fromAddress } = sender;
  const text = `Someone wants to send mail from this address with Rollcall. If that’s you, enter this code in Slack within 30 minutes:\n\n${code}\n\nIf it isn’t, ignore this mail: nothing is sent from your address without the code.`;
  const paragraphs = text.split('\n\n').map((part) => html`<p>${part}</p>`);
  const transport = await deps.sending.openTransport(sender);
  try {
    return await transport.send({
      ...{ from: { name: fromName, address: fromAddress }, to: { name: '', address: fromAddress } },
      ...{ replyTo: null, subject: `${code} is your code for Rollcall`, text },
      html: html`<!doctype html><html lang="en"><body>${paragraphs}</body></html>`.html,
      headers: { 'Auto-Submitted': 'auto-generated' },
      key: `code-${crypto.randomUUID()}`,
    });
  } finally {
    await transport.close();
  }
}

function notMailed(answer: Exclude<HandOver, { is: 'sent' | 'uncertain' }>): string {
  switch (answer.is) {
    case 'later':
      return `The server doesn’t take the mail yet. Servers do this with senders they don’t know (greylisting). Try again in a few minutes. It said: ${answer.reply}`;
    case 'refused':
    case 'sender refused':
      return `The server refused the mail, so this login may not send from that address. It said: ${answer.reply}`;
    case 'unreachable':
      return `The mail couldn’t be handed over. It said: ${answer.reply}`;
    default:
      return answer satisfies never;
  }
}

/** The address is part of it: a code for another one doesn’t count. */
const codeText = (
  { workspaceId }: Caller,
  { id, fromAddress }: Pick<OpenedSender, 'id' | 'fromAddress'>,
  code: string,
): string => `sender code ${workspaceId} ${id} ${fromAddress} ${code}`;

function sixDigits(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(number % 1_000_000).padStart(6, '0');
}
