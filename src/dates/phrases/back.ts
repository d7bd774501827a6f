import { instantOf } from '../calendar.ts';
import type { Rule } from '../grammar.ts';
import { map, opt, seq, word } from '../grammar.ts';
import { pinTimeframe } from '../pin.ts';
import type { Period } from '../schema.ts';
import { spanOf } from '../spans.ts';
import { period } from './any.ts';

/** "back in March", "way back in 2019": the latest that has begun, whichever side the caller means. */
export const back: Rule<Period> = map(
  seq(opt(word('way')), word('back'), word('in', 'on', 'during', 'at'), opt(word('the')), period),
  ([, , , , of], phrase) => {
    const { calendar } = phrase;
    if (of.kind === 'unit' && of.offset >= 0) return undefined;
    const past = { ...calendar, context: { ...calendar.context, direction: 'past' as const } };
    const pinned = calendar.context.yearly ? of : pinTimeframe(of, past);
    const span = pinned && spanOf(pinned as Period, calendar);
    const begun = span && instantOf(span.from, calendar.zone) <= calendar.now.epochMilliseconds;
    return begun ? (pinned as Period) : undefined;
  },
);
