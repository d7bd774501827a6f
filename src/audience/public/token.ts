import type { KeyedHashes } from '../../storage/database/secret.ts';

/**
 * What a token is for. `mailed`: it was sent to the person's own mailbox, so its holder is that person.
 * `copied`: a teammate copied it, so it may only lower. `join`: the link in a confirmation mail; its `id` is
 * the request to join. `send`: the key of one mail of a campaign, which the provider returns. `workspace`:
 * identifies a workspace in the URLs of its public forms. `view`: shows a mail of a campaign as a web page.
 * `link`: leads to the address of a link in a mail; `pixel`: tells that a mail was opened; both with the
 * contact 0 if people aren't recorded. Only append to this list: existing tokens contain the positions.
 */
const kinds = ['mailed', 'copied', 'join', 'send', 'workspace', 'view', 'link', 'pixel'] as const;
export type TokenKind = (typeof kinds)[number];

/** The content of a token. It isn't stored anywhere, and has no address. */
export interface TokenContent {
  kind: TokenKind;
  workspaceId: number;
  /** 0: no campaign. */
  campaignId: number;
  /** The contact's id; for a request to join, the request's. */
  id: number;
  /** When it was made, in months since January 2020 (UTC). */
  month: number;
  /** When the person had got the address that it was mailed to, as `addressOf` says it; 0: it is their first. */
  address: number;
  /** Of a link in a mail, its number; 0: the token isn't of one. */
  link: number;
}

/** Bytes of the seal: no one can guess 80 bits over a network. */
const SEAL_BYTES = 10;

/** For how many months a token can do more than unsubscribe. */
const MONTHS_OF_TRUST = 12;

/**
 * Makes a token with the installation's current secret. About 22 characters: mail programs fold long header
 * lines.
 */
export function makeToken(
  hashes: Pick<KeyedHashes, 'hash'>,
  content: Pick<TokenContent, 'kind' | 'workspaceId' | 'id'> & {
    campaignId?: number;
    emailChangedAt?: Date | null;
    link?: number;
  } & ({ now: Date } | { month: number }),
): string {
  const { kind, workspaceId, campaignId = 0, id, emailChangedAt = null, link = 0 } = content;
  const month = 'month' in content ? content.month : monthOf(content.now);
  const numbers = [kinds.indexOf(kind), workspaceId, campaignId, id, month];
  const address = addressOf(emailChangedAt);
  // Left out for nearly all of them: they stay as short as before there were these.
  const rest = link > 0 ? [address, link] : address === 0 ? [] : [address];
  const body = Buffer.from([...numbers, ...rest].flatMap(inBytes));
  return Buffer.concat([body, sealOf(hashes.hash, body)]).toString('base64url');
}

/**
 * Reads a token made with any of the installation's secrets. Undefined if it was forged, cut or made by
 * another installation. Takes equally long for all of them.
 */
export function readToken(hashes: Pick<KeyedHashes, 'hashes'>, token: string): TokenContent | undefined {
  const bytes = Buffer.from(token.slice(0, MOST_CHARACTERS), 'base64url');
  const body = bytes.subarray(0, Math.max(0, bytes.length - SEAL_BYTES));
  const given = bytes.subarray(body.length);
  const seals = hashes.hashes(sealedText(body)).map(cutSeal);
  // Compares all of them, each to its end: the time must not reveal how much of a guess was right.
  const isSealed = seals.filter((seal) => isSame(seal, given)).length > 0;
  const content = contentOf(body);
  // Decoders of base64 ignore invalid characters; this check allows only one spelling per content.
  const isPlain = bytes.toString('base64url') === token;
  return isSealed && isPlain ? content : undefined;
}

/** Whether a token may pause: it was made within the last year. An older one can still unsubscribe. */
export const isRecent = ({ month }: TokenContent, now: Date): boolean =>
  monthOf(now) - month <= MONTHS_OF_TRUST;

/**
 * Whether a token may also raise: it is recent, and was sent to the person's mailbox. A link that went to an
 * address that was corrected since may be in a stranger's.
 */
export const isTrusted = (
  content: TokenContent,
  { now, emailChangedAt }: { now: Date; emailChangedAt: Date | null },
): boolean =>
  content.kind === 'mailed' && isRecent(content, now) && content.address === addressOf(emailChangedAt);

/** Tells addresses of one person apart: when they got this one, in ms since January 2020. */
const addressOf = (emailChangedAt: Date | null): number =>
  emailChangedAt === null ? 0 : emailChangedAt.getTime() - Date.UTC(2020, 0);

/** Longer than any token: the rest is not read. */
const MOST_CHARACTERS = 64;

const sealedText = (body: Uint8Array): string => `token ${Buffer.from(body).toString('base64url')}`;
const cutSeal = (hex: string): Buffer => Buffer.from(hex, 'hex').subarray(0, SEAL_BYTES);
const sealOf = (hash: KeyedHashes['hash'], body: Uint8Array): Buffer => cutSeal(hash(sealedText(body)));

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let differs = one.length ^ other.length;
  for (const [index, byte] of one.entries()) differs |= byte ^ (other[index] ?? 0);
  return differs === 0;
}

/** A whole number in groups of seven bits, lowest first; every group but the last has a flag. */
function inBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function contentOf(body: Uint8Array): TokenContent | undefined {
  const numbers: number[] = [];
  let value = 0;
  let weight = 1;
  for (const byte of body) {
    value += (byte & 127) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    numbers.push(value);
    value = 0;
    weight = 1;
  }
  const [kindIndex = -1, workspaceId, campaignId, id, month, address = 0, link = 0] = numbers;
  const kind = kinds[kindIndex];
  if (kind === undefined || numbers.length > 7 || weight !== 1) return undefined;
  if (workspaceId === undefined || campaignId === undefined || id === undefined || month === undefined)
    return;
  return { kind, workspaceId, campaignId, id, month, address, link };
}

/** Months since January 2020 (UTC). */
export const monthOf = (at: Date): number => (at.getUTCFullYear() - 2020) * 12 + at.getUTCMonth();
