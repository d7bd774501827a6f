import type { RuleContext } from '../context.ts';
import type { Rule } from '../schema.ts';
import type { Param } from '../sql/compile-values.ts';

/** Something that people can be broken down by: a field, an attribute, a date's months, tags. */
export interface BreakdownKey {
  /** Its name in buttons: `field:country`, `attribute:7`, `month:signup date`, `tags`. */
  id: string;
  /** What a heading calls it: "country", "sign-up month". */
  label: string;
  /** Everything that people may call it. */
  words: readonly string[];
  /**
   * `times` follow one another; `tags` are links, of which a contact may have several; all others are one value
   * of a contact.
   */
  kind: 'values' | 'times' | 'tags';
  /** Values that someone typed, so a rare one may tell who someone is. */
  isTyped: boolean;
  sql: (param: Param, timeZone: string) => BreakdownSql;
  /** Selects exactly the contacts with this value; null if no rule does. */
  ruleOf: (value: BreakdownValue, context: RuleContext) => Rule | null;
  /** Selects those without a value; null if everyone has one. */
  none: Rule | null;
  /** A value in people's words. */
  show: (value: BreakdownValue) => string;
}

/**
 * The value in SQL, in two steps: contacts are counted by what is stored, which is cheap, and only the few counts
 * by what a rule makes of it.
 */
export interface BreakdownSql {
  /** What decides the value, of a contact `c` or a link `t`. */
  stored: string;
  /**
   * From that: equal for values that a rule takes for the same, with `=` before it, `?` for a value that no rule of
   * this key selects, and null if there is none.
   */
  key: (stored: string) => string;
  /** From that: the value as stored. */
  shown: (stored: string) => string;
}

/** A value that some contacts have. */
export interface BreakdownValue {
  /** As `sql` makes it, without its first character. */
  key: string;
  shown: string;
}
