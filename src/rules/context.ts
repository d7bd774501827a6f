import type { DateContext } from '../dates/schema.ts';
import type { Names } from './names.ts';

/** The context of a sentence: the workspace's names, and its settings for dates. */
export interface RuleContext {
  names: Names;
  dates: Omit<DateContext, 'direction'>;
  /** The seed of random shares: created once for each segment, and kept in its rule. 0 if not given. */
  seed?: number;
}
