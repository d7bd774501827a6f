import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How far Slack's timestamp may differ from our clock, either way. */
const MOST_APART_MS = 5 * 60_000;

/** Slack's signature of a request, checked before the body is read. */
export interface Stamp {
  timestamp: string;
  /** 64 hexadecimal digits. */
  signature: string;
}

/** The headers that Slack signs with; undefined if they are missing, malformed, or too far from `now`. */
export function readStamp(headers: IncomingHttpHeaders, now: number): Stamp | undefined {
  const timestamp = String(headers['x-slack-request-timestamp'] ?? '');
  const signature = /^v0=([0-9a-f]{64})$/.exec(String(headers['x-slack-signature'] ?? ''))?.[1];
  if (signature === undefined || !/^\d{1,12}$/.test(timestamp)) return undefined;
  return Math.abs(now - Number(timestamp) * 1000) > MOST_APART_MS ? undefined : { timestamp, signature };
}

/** Whether Slack signed these bytes. */
export function isSigned(body: Buffer, { timestamp, signature }: Stamp, signingSecret: string): boolean {
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
