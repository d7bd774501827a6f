import { createHash } from 'node:crypto';
import type { ProviderEvent } from '../../audience/events/provider-event.ts';
import { emailKey, findEmails } from '../../lib/emails.ts';
import { cut } from '../../lib/words.ts';

// Providers leave fields out, write null into them, and change their types from one event to the next. Each
// field is read separately: one that makes no sense counts as missing, and never spoils its neighbors.

/** What an item says about a person. */
export type What = Pick<ProviderEvent, 'kind' | 'bounce' | 'cause'>;

export type Fields = Record<string, unknown>;

/** The fields of an object; none if it isn't one. */
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** A list as it is; one value as a list of one; nothing as an empty list. */
export const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** A text with content, without characters that a database can't store; a number as a text. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.replaceAll('\u0000', '').toWellFormed().trim() || undefined;
}

/** The same in lower case, for fixed words: "Permanent", "permanent". */
export const word = (value: unknown): string => text(value)?.toLowerCase() ?? '';

/** Yes, no, or neither. */
export function flag(value: unknown): boolean | undefined {
  const said = typeof value === 'boolean' ? String(value) : word(value);
  return said === 'true' || said === '1' ? true : said === 'false' || said === '0' ? false : undefined;
}

/**
 * Before any of these providers existed: not a real moment, and an opt-out that early would have no effect.
 */
const EARLIEST = Date.UTC(2005, 0);
const LATEST = Date.UTC(2200, 0);

/**
 * A moment in ISO 8601 or RFC 2822, or in seconds or milliseconds since 1970, also as a text; undefined
 * otherwise.
 */
export function moment(value: unknown): Date | undefined {
  const said = text(value);
  if (said === undefined) return undefined;
  const number = /^\d+(?:\.\d+)?$/.test(said) ? Number(said) : undefined;
  // Date.parse would also turn "-1" and "may 5" into some day.
  const isWritten = /^(?:\d{4}-\d\d-\d\d(?:$|[T ])|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} )/.test(said);
  // A time without a zone is UTC, whatever this machine's zone.
  const written = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(said) ? `${said.replace(' ', 'T')}Z` : said;
  const parsed = isWritten ? Date.parse(written) : Number.NaN;
  // Seconds reach the year 5138 before they could look like milliseconds.
  const at = number === undefined ? parsed : number < 1e11 ? number * 1000 : number;
  return at >= EARLIEST && at < LATEST ? new Date(at) : undefined;
}

/**
 * The addresses in a value: bare, as "Name <address>", or in objects under a key. Anything else stays as is.
 */
export function addresses(value: unknown, key?: string): string[] {
  return list(value).flatMap((each) => {
    const said = text(key === undefined || typeof each === 'string' ? each : fields(each)[key]);
    if (said === undefined) return [];
    const found = findEmails(cut(said, 10_000)).flatMap((piece) => ('key' in piece ? [piece.email] : []));
    return found.length > 0 ? found : [said];
  });
}

/** The people behind some addresses, each once. */
export const people = (emails: readonly string[]): string[] => [
  ...new Map(emails.map((email) => [email.trim().toLowerCase(), email])).values(),
];

/** The first of several places that holds an address; if none does, the first that holds anything. */
export const firstOf = (...places: string[][]): string[] =>
  places.find((place) => place.some((each) => emailKey(each) !== null)) ??
  places.find((place) => place.length > 0) ??
  [];

/** A campaign's name, from the first usable value. */
export function campaignOf(...names: unknown[]): { campaign?: string } {
  for (const name of names) {
    const said = text(name)?.normalize('NFC').replace(/\s+/g, ' ');
    if (said !== undefined) return { campaign: cut(said, 200).trimEnd() };
  }
  return {};
}

/** The key of a mail that Rollcall sent, as the provider gave it back. */
export function sendKeyOf(...values: unknown[]): { sendKey?: string } {
  const key = values.map(text).find((each) => each !== undefined && /^[\w-]{16,64}$/.test(each));
  return key === undefined ? {} : { sendKey: key };
}

/** The target of a click. */
export function linkOf(url: unknown): { properties?: Record<string, string> } {
  const said = text(url);
  return said === undefined ? {} : { properties: { url: cut(said, 1000) } };
}

/** A short digest of an address for use in an id, which must not contain the address itself. */
export const nameOf = (email: string): string => digest(email.trim().toLowerCase());

/** The provider's own id of an event, if it is short enough; otherwise a digest of it. */
export function idOf(id: unknown): string | undefined {
  const said = text(id);
  return said === undefined || said.length <= 150 ? said : digest(said);
}

/** The same for one of several people in an item: then the id includes a digest of their address. */
export const idFor = (own: string, email: string, among: readonly string[]): string =>
  among.length === 1 ? own : `${own}:${nameOf(email)}`;

/**
 * An id for an event without one, or with one that changes if it is sent again: made of what distinguishes it
 * from others. If it has no moment, that is the whole item and the day it arrived: confusing two opt-outs
 * could lose the later one.
 */
export function derivedId(
  event: { kind: ProviderEvent['kind']; email: string; at: Date | undefined },
  parts: readonly unknown[],
  { item, now }: { item: unknown; now: Date },
): string {
  const when = event.at?.getTime() ?? `${digest(JSON.stringify(item))} ${now.toISOString().slice(0, 10)}`;
  return `${event.kind}:${digest(JSON.stringify([event.email.trim().toLowerCase(), when, ...parts]), 32)}`;
}

const digest = (said: string, length = 16): string =>
  createHash('sha256').update(said).digest('hex').slice(0, length);
