import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProviderEvent } from '../../audience/events/provider-event.ts';

/** What is known about a request before its body is read. */
export interface Arrival {
  headers: Headers;
  /** The secrets that verify its requests. */
  secret: string;
  now: Date;
}

/** One request of a provider, as it arrived. */
export interface Delivery extends Arrival {
  /** The raw bytes: signatures cover them. */
  body: Buffer;
  /** Fetches what the provider publishes at its own address. */
  fetchText(url: string): Promise<string>;
}

/** What was verified: the request as data; a token that is valid with this body only; an address to visit. */
export interface Verified {
  payload: unknown;
  token?: string;
  visit?: string;
}

/** What an item needs and doesn't contain. */
export interface Context {
  /** When it arrived: the moment of events that don't give their own. */
  now: Date;
  /** The provider's id of the whole delivery, the same if it's sent again. */
  deliveryId: string | undefined;
}

/** What one item says: events, none if its kind means nothing here; or why it isn't understood. */
export type Said = { events: ProviderEvent[] } | { unread: string };

/** How one provider signs, and how to read it. */
export interface Adapter {
  /** The most bytes that a request may have. */
  most: number;
  /**
   * Whether a request is worth reading: its signature may still be wrong. Never throws for anything that
   * anyone could send.
   */
  admits(arrival: Arrival): boolean;
  /** Null if the signature is wrong or too old. Never throws for anything that anyone could send. */
  verify(delivery: Delivery): Promise<Verified | null>;
  /** The provider's id of the delivery, if it has one outside the items. */
  deliveryId?(headers: Headers): string | undefined;
  /** The items of a verified request: each is read, stored or kept separately. */
  items(payload: unknown): unknown[];
  /** What one of them says. Never throws, whatever the item is. */
  read(item: unknown, context: Context): Said;
}

/** A request that is signed but isn't JSON. */
export const notJson = Symbol('not JSON');

/** How long providers without a stated limit keep sending the same request; older ones are refused. */
export const RETRIES_MS = 26 * 3_600_000;

/** Whether a time in seconds is within the span of retries, or at most five minutes ahead. */
export function isRecent(seconds: number, now: Date, retries = RETRIES_MS): boolean {
  const age = now.getTime() - seconds * 1000;
  return age <= retries && age >= -5 * 60_000;
}

/** Compares in constant time. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** The body as JSON; `notJson` if it isn't JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return notJson;
  }
}

const KB = 1024;
/** One event, and its envelope. SNS takes messages of 256 KB, and writes them as JSON in JSON. */
export const ONE_EVENT = 1024 * KB;
export const MANY_EVENTS = 5 * 1024 * KB;
