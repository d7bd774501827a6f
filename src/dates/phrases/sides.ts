import type { Rule } from '../grammar.ts';
import { alt, map, opt, seq, word, words } from '../grammar.ts';

/** Words before and after a period that leave one side of it open: "since", "no later than", "onwards". */
export type Side = 'since' | 'after' | 'before' | 'until';

const any = (text: string): Rule<string> => alt(...text.split('|').map((each) => words(each)));

/** "on or after", "later than or at", "greater than or equal to": the day and beyond, in either order. */
const including = (...beyond: string[]): Rule<string> => {
  const itself = alt<string>(any('on|in|at|during|from|equal to|equals|equal|the same as'), word('='));
  const either = word('or', 'and', '/');
  const other = alt(...beyond.map((each) => words(each)));
  return map(alt(seq(itself, either, other), seq(other, either, itself)), ([a]) => a);
};

/** From the beginning of the period. */
export const sinceWords: Rule<Side> = map(
  alt<string>(
    any('since|≥|starting|as of|as from|as early as|ever since|effective|effective from|with effect from'),
    any('no earlier than|not earlier than|no sooner than|not sooner than|not before'),
    including('after', 'later than', 'newer than', 'greater than', 'more recent than', 'since', 'later'),
    map(seq(word('starting', 'beginning'), word('on', 'from', 'in', 'with')), () => 'starting'),
  ),
  () => 'since',
);

/** From the end of the period. */
export const afterWords: Rule<Side> = map(
  alt<string>(
    any('after|>|later than|newer than|greater than|more recent than|more recently than'),
    map(seq(word('post'), opt(word('-'))), () => 'post'),
  ),
  () => 'after',
);

/** Up to the beginning of the period. */
export const beforeWords: Rule<Side> = map(
  alt<string>(
    any('before|<|prior to|earlier than|older than|less than|sooner than|ahead of'),
    any('up to but not including|until but not including|to but not including'),
    map(seq(word('pre'), opt(word('-'))), () => 'pre'),
  ),
  () => 'before',
);

/** Up to the end of the period. */
export const untilWords: Rule<Side> = map(
  alt<string>(
    any('until|by|≤|up to|up until|no later than|not later than|not after|as late as|at the latest'),
    including('before', 'earlier than', 'older than', 'less than', 'prior to', 'sooner than', 'earlier'),
    including('until', 'by', 'up to'),
    any('to and including|up to and including'),
  ),
  () => 'until',
);

export const side: Rule<Side> = alt(sinceWords, afterWords, beforeWords, untilWords);

/** What may come between such a word and its period. */
export const article = opt(alt(word('the', 'in', 'on', 'at', 'and'), words('and including')));

/** The same words, after the period. */
export const behind: Rule<Side> = alt<Side>(
  map(
    any(
      'and later|or later|and after|or after|and greater|and up|and beyond|or beyond|onward|onwards|and onward|and onwards|and newer|or newer|at the earliest',
    ),
    () => 'since',
  ),
  map(any('and earlier|or earlier|and before|or before|and older|or older|at the latest'), () => 'until'),
);
