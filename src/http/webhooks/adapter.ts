import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProviderEvent } from '../../audience/events/provider-events.ts';

/** What can be known of a request before its body is read. */
export interface Arrival {
  headers: Headers;
  /** What its requests are verified with. */
  secret: string;
  now: Date;
}

/** One request of a provider, as it came. */
export interface Delivery extends Arrival {
  /** The bytes: what signatures are made over. */
  body: Buffer;
  /** Reads what stands at an address of the provider's own. */
  fetchText(url: string): Promise<string>;
}

/** What was verified: the request as data; a token that may come with this body only; what has to be visited. */
export interface Verified {
  payload: unknown;
  token?: string;
  visit?: string;
}

/** What goes with an item that isn't in it. */
export interface Context {
  /** When it came: the moment of events that don't say theirs. */
  now: Date;
  /** The provider's id of the whole delivery, the same when it's sent again. */
  deliveryId: string | undefined;
}

/** What one item says: events, none if it is of a kind that means nothing here; or why it can't be understood. */
export type Said = { events: ProviderEvent[] } | { unread: string };

/** How one provider signs, and what it says. */
export interface Adapter {
  /** Bytes that a request may have. */
  most: number;
  /** Whether a request is worth reading: its signature may still be wrong. Throws nothing for what anyone could send. */
  admits(arrival: Arrival): boolean;
  /** Null if the signature is wrong or too old. Throws nothing for what anyone could send. */
  verify(delivery: Delivery): Promise<Verified | null>;
  /** The provider's id of the delivery, if it has one outside of the items. */
  deliveryId?(headers: Headers): string | undefined;
  /** The items of a verified request: each is read, stored or kept by itself. */
  items(payload: unknown): unknown[];
  /** What one of them says. Throws nothing, whatever it is. */
  read(item: unknown, context: Context): Said;
}

/** A request that is signed and still no JSON. */
export const broken = Symbol('not JSON');

/** How long providers that set no limit go on sending the same request again; older ones are refused. */
export const RETRIES_MS = 26 * 3_600_000;

/** Whether a time in seconds lies within what retries may take, or no more than five minutes ahead. */
export function isRecent(seconds: number, now: Date, retries = RETRIES_MS): boolean {
  const age = now.getTime() - seconds * 1000;
  return age <= retries && age >= -5 * 60_000;
}

/** Compares in a time that tells nothing. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** The body as JSON; `broken` if it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return broken;
  }
}

const KB = 1024;
/** One event, and what surrounds it. SNS takes messages of 256 KB, and writes them as JSON in JSON. */
export const ONE_EVENT = 1024 * KB;
export const MANY_EVENTS = 5 * 1024 * KB;
