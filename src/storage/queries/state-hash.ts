import { createHash } from 'node:crypto';
import type { CompiledRule } from '../../rules/sql/compile.ts';
import { stateOf, type Writes } from './write-counters.ts';

/**
 * A hash of all that a rule's members depend on: its statement, whose parameters hold the moments of its
 * timeframes, and what was written. While it stays the same, so do the members.
 */
export const stateHash = ({ sql, params, topics }: CompiledRule, writes: Writes): string =>
  createHash('sha256')
    .update(JSON.stringify([sql, params, stateOf(writes, topics)]))
    .digest('base64url')
    .slice(0, 22);

/** A short hash of a text. */
export const hashOfText = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22);
