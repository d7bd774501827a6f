import { RollcallError } from '../../errors.ts';
import { emailKey } from '../../lib/emails.ts';
import { type PresetName, senderPreset, smtpPorts } from '../../lib/sender-presets.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import type { SenderFields } from '../../storage/senders/senders.ts';

/** What an admin enters, as typed. */
export interface SenderInput {
  name: string;
  fromName: string;
  fromAddress: string;
  replyTo: string;
  host: string;
  /** One of smtpPorts; how it is encrypted follows from it. */
  port: number;
  userName: string;
  /** Empty: for a new sender none, for an existing one it stays. */
  password: string;
  perSecond: string;
  perDay: string;
  /** The name in DNS of the service's DKIM key; the whole name of its record is fine, too. */
  selector: string;
}

const MOST = { name: 60, fromName: 100, host: 253, userName: 320, password: 1000 } as const;
const MOST_PER_SECOND = 1_000;
const MOST_PER_DAY = 10_000_000;

/**
 * Checks what an admin entered.
 *
 * @throws RollcallError `invalid-input`, with the field in `about`
 */
export function checkedInput(preset: PresetName, input: SenderInput): SenderFields {
  const { way, provider, host: usualHost, port: usualPort, security: usual } = senderPreset(preset);
  const isSmtp = way === 'smtp';
  const name = line('name', input.name);
  if (name === '') throw wrong('name', 'A sender needs a name.');
  const fromName = line('fromName', input.fromName);
  if (fromName === '')
    throw wrong('fromName', 'People see this name next to the subject, so it can’t be empty.');
  const place = smtpPorts.find(({ port }) => port === input.port);
  if (isSmtp && place === undefined)
    throw wrong('port', `Mail can be sent to these ports: ${smtpPorts.map(({ port }) => port).join(', ')}.`);
  const userName = isSmtp ? line('userName', input.userName) || null : null;
  const password = input.password.trim();
  if (password.length > MOST.password) throw tooLong('password');
  return {
    ...{ name, fromName, way, provider },
    fromAddress: address('fromAddress', input.fromAddress),
    replyTo: input.replyTo.trim() === '' ? null : address('replyTo', input.replyTo),
    host: isSmtp ? hostIn(input.host) : usualHost,
    ...(isSmtp && place !== undefined ? place : { port: usualPort, security: usual }),
    ...{ userName, password: password === '' ? null : password },
    perSecond: rate('perSecond', input.perSecond, MOST_PER_SECOND) ?? senderPreset(preset).perSecond,
    perDay: rate('perDay', input.perDay, MOST_PER_DAY) ?? null,
    keySelector: selectorIn(preset, input.selector),
  };
}

function line(about: keyof typeof MOST, typed: string): string {
  const text = tidy(withoutInvisible(typed)).replace(/\p{Cc}/gu, '');
  if (text.length > MOST[about]) throw tooLong(about);
  return text;
}

function address(about: 'fromAddress' | 'replyTo', typed: string): string {
  const key = emailKey(typed);
  if (key !== null) return key;
  throw wrong(about, 'That’s not an email address.');
}

function hostIn(typed: string): string {
  const host = line('host', typed).toLowerCase().replace(/\.$/, '');
  // A name with a dot, or an IPv4 address. Which ones may be used is checked when Rollcall connects.
  if (/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}$/.test(host) || host === 'localhost')
    return host;
  throw wrong(
    'host',
    'That’s not the name of a server. Enter something like smtp.example.com, without a port.',
  );
}

function selectorIn(preset: PresetName, typed: string): string | null {
  const { name, selectorFits, selectorHint } = senderPreset(preset);
  const selector = typed.trim().toLowerCase().split('._domainkey')[0] ?? '';
  if (selector === '') return null;
  if (selector.length > 63 || !/^[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?$/.test(selector))
    throw wrong('selector', 'That’s not a selector: it’s the part of a DNS name before ._domainkey.');
  if (selectorFits !== undefined && !selectorFits.test(selector))
    throw wrong('selector', `That’s not a selector of ${name}. ${selectorHint}`);
  return selector;
}

function rate(about: 'perSecond' | 'perDay', typed: string, most: number): number | undefined {
  const text = typed.trim().replaceAll(',', '');
  if (text === '') return undefined;
  const value = Number(text);
  const isWhole = about === 'perSecond' || Number.isInteger(value);
  if (/^\d+(?:\.\d+)?$/.test(text) && value > 0 && value <= most && isWhole) return value;
  throw wrong(about, `Enter a number from 1 to ${most.toLocaleString('en-US')}, or leave it empty.`);
}

const wrong = (about: keyof SenderInput, message: string): RollcallError =>
  new RollcallError('invalid-input', message, { about });

const tooLong = (about: keyof typeof MOST): RollcallError =>
  wrong(about, `That’s longer than ${MOST[about]} characters.`);
