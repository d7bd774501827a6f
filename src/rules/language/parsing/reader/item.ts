import type { Rule } from '../../../schema.ts';
import type { Spoken } from './spoken.ts';

/** A condition as it was read. */
export interface ReadCondition {
  rule: Rule;
  spoken?: Spoken;
  /** It has no verb, like "in Germany": "tagged" may follow without "and". */
  phrase?: true;
  /**
   * Several conditions in a row without a joining word, to be added to the others: "subscribed vips in
   * Norway".
   */
  flat?: true;
}

/** A condition or bracket of a list, and its tokens. */
export interface Item extends ReadCondition {
  from: number;
  to: number;
  /** Excluded: "except" comes before it, and its rule is negated. */
  excepted?: true;
}
