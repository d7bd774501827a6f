import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProviderEvent } from '../../audience/webhooks.ts';

/** One request of a provider, as it came. */
export interface Delivery {
  headers: Headers;
  /** The bytes: what signatures are made over. */
  body: Buffer;
  /** What its requests are verified with. */
  secret: string;
  now: Date;
  /** Reads what stands at an address of the provider's own. */
  fetchText(url: string): Promise<string>;
}

/** What was verified: the request as data; a token that may come with this body only; what has to be visited. */
export interface Verified {
  payload: unknown;
  token?: string;
  visit?: string;
}

/** How one provider signs, and what it says. */
export interface Adapter {
  /** Null where the signature is wrong or too old. Throws nothing for what anybody could send. */
  verify(delivery: Delivery): Promise<Verified | null>;
  /** What a verified request says; kinds that mean nothing here are left out. */
  events(payload: unknown, delivery: Delivery): ProviderEvent[];
}

/** How long providers that set no limit go on sending the same request again; older ones are refused. */
export const RETRIES_MS = 26 * 3_600_000;

/** Whether a time in seconds lies within what retries may take, or no more than five minutes ahead. */
export function isRecent(seconds: number, now: Date): boolean {
  const age = now.getTime() - seconds * 1000;
  return age <= RETRIES_MS && age >= -5 * 60_000;
}

/** Compares in a time that tells nothing. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** The body as JSON; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A short name for an address inside an id, which must not hold the address itself. */
export const nameOf = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 16);

/** A campaign's name where it is one. */
export const campaignOf = (name: unknown): { campaign?: string } =>
  typeof name === 'string' && name.trim() !== '' ? { campaign: name.trim().slice(0, 200) } : {};

/** Where a click went, as far as it can be kept. */
export const linkOf = (url: unknown): { properties?: Record<string, string> } =>
  typeof url === 'string' && url !== '' && url.length <= 1000 ? { properties: { url } } : {};
