import { createHash } from 'node:crypto';
import type { ProviderEvent } from '../../audience/events/provider-events.ts';
import { emailKey, findEmails } from '../../lib/emails.ts';
import { cut } from '../../lib/words.ts';

// Providers leave fields out, write null into them, and change their types from one event to the next. What is read here is
// read by itself: a field that makes no sense is as good as missing, and never spoils what stands beside it.

/** What an item says of somebody. */
export type What = Pick<ProviderEvent, 'kind' | 'bounce'>;

export type Fields = Record<string, unknown>;

/** The fields of an object; none if it isn't one. */
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** A list as it is; one value as a list of one; nothing as an empty list. */
export const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** A text that says something, without what a database can't hold; a number as a text. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.replaceAll('\u0000', '').toWellFormed().trim() || undefined;
}

/** The same in lower case, for words of a list: "Permanent", "permanent". */
export const word = (value: unknown): string => text(value)?.toLowerCase() ?? '';

/** Yes, no, or neither. */
export function flag(value: unknown): boolean | undefined {
  const said = typeof value === 'boolean' ? String(value) : word(value);
  return said === 'true' || said === '1' ? true : said === 'false' || said === '0' ? false : undefined;
}

/** Before any of these providers was there: no moment, and an opt-out then would count for nothing. */
const EARLIEST = Date.UTC(2005, 0);
const LATEST = Date.UTC(2200, 0);

/** A moment as ISO 8601 or RFC 2822 write it, or in seconds or milliseconds since 1970, also as a text; undefined if it's none. */
export function moment(value: unknown): Date | undefined {
  const said = text(value);
  if (said === undefined) return undefined;
  const number = /^\d+(?:\.\d+)?$/.test(said) ? Number(said) : undefined;
  // Date.parse would make some day of "-1" and of "may 5" too.
  const isWritten = /^(?:\d{4}-\d\d-\d\d(?:$|[T ])|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} )/.test(said);
  // A time without a zone is UTC, wherever this machine stands.
  const written = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(said) ? `${said.replace(' ', 'T')}Z` : said;
  const parsed = isWritten ? Date.parse(written) : Number.NaN;
  // Seconds reach the year 5138 before they could be taken for milliseconds.
  const at = number === undefined ? parsed : number < 1e11 ? number * 1000 : number;
  return at >= EARLIEST && at < LATEST ? new Date(at) : undefined;
}

/** Addresses that a value holds: as they are, as "Name <address>", in objects under a key. What is no address stays as it is. */
export function addresses(value: unknown, key?: string): string[] {
  return list(value).flatMap((each) => {
    const said = text(key === undefined || typeof each === 'string' ? each : fields(each)[key]);
    if (said === undefined) return [];
    const found = findEmails(cut(said, 10_000)).flatMap((piece) => ('key' in piece ? [piece.email] : []));
    return found.length > 0 ? found : [said];
  });
}

/** The people that addresses name, each once. */
export const people = (emails: readonly string[]): string[] => [
  ...new Map(emails.map((email) => [email.trim().toLowerCase(), email])).values(),
];

/** Of several places, the first that holds an address; if none does, the first that holds anything. */
export const firstOf = (...places: string[][]): string[] =>
  places.find((place) => place.some((each) => emailKey(each) !== null)) ??
  places.find((place) => place.length > 0) ??
  [];

/** A campaign's name, from the first value that is one. */
export function campaignOf(...names: unknown[]): { campaign?: string } {
  for (const name of names) {
    const said = text(name)?.normalize('NFC').replace(/\s+/g, ' ');
    if (said !== undefined) return { campaign: cut(said, 200).trimEnd() };
  }
  return {};
}

/** Where a click went. */
export function linkOf(url: unknown): { properties?: Record<string, string> } {
  const said = text(url);
  return said === undefined ? {} : { properties: { url: cut(said, 1000) } };
}

/** A short name for an address inside an id, which must not hold the address itself. */
export const nameOf = (email: string): string => digest(email.trim().toLowerCase());

/** The provider's own id of an event, if it can be kept as it is; a digest of it if it's too long. */
export function idOf(id: unknown): string | undefined {
  const said = text(id);
  return said === undefined || said.length <= 150 ? said : digest(said);
}

/** The same for one of several people whom an item is about: with a name of theirs in it. */
export const idFor = (own: string, email: string, among: readonly string[]): string =>
  among.length === 1 ? own : `${own}:${nameOf(email)}`;

/**
 * An id for an event that came without one, or whose id changes when it is sent again: made of what tells it from others. If
 * it has no moment, the whole item and the day on which it came do that: taking two opt-outs for one could lose the later.
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
