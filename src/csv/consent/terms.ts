import type { Status } from '../../lib/consent.ts';

/**
 * How a column says who gets mail: by the word for a status, by yes for consent ("Accepts Email Marketing"),
 * or by yes or a moment for its end ("Unsubscribed", UNSUB_TIME) or for a dead address (CLEAN_TIME). `end`
 * and `going` are names of an end ("Deleted at") and of something ongoing ("Active", "Digest"), about mail or
 * something else: only a person knows what their cells mean.
 */
export const statusWays = ['words', 'consent', 'opt-out', 'bounce', 'end', 'going'] as const;
export type StatusWay = (typeof statusWays)[number];

/** What a column's name says about mail. */
export interface ConsentName {
  /** Null if the name doesn't say what a yes means. */
  way: StatusWay | null;
  /**
   * When to ask a person about cells that can't be read: `always`; only if one of its cells is a word for a
   * status (`words`) or also a yes or no (`answers`), because such names mostly mean something else; `detail`
   * for a column that explains an answer (a reason, an IP, a count), which says nothing unless a person wants
   * it to; `never` for consent to something other than mail ("SMS opt-out"). `unless-no` and `if-no` are for
   * the ways `end` and `going`: ask unless all its cells are a no; and ask if one is, or if all say yes and
   * some are blank.
   */
  asks: 'always' | 'words' | 'telling-words' | 'answers' | 'unless-no' | 'if-no' | 'detail' | 'never';
}

/** What a cell says about mail. */
export const meanings = [
  'subscribed',
  'non-subscribed',
  'unsubscribed',
  'bounced',
  'nothing',
] as const satisfies readonly (Status | 'nothing')[];
export type Meaning = (typeof meanings)[number];
