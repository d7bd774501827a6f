import type { Hit, Rule } from '../grammar.ts';
import { lazy } from '../grammar.ts';
import { holidayWords } from '../holidays.ts';
import type { Period, Year } from '../schema.ts';
import { yearly } from './named.ts';

/** Holidays by any of their names, with or without a year: "Black Friday", "Easter 2025", "last Christmas". */
const name: Rule<(year: Year | undefined) => Period> = (phrase, at) => {
  const hits: Hit<(year: Year | undefined) => Period>[] = [];
  let key = '';
  for (let end = at; end < phrase.tokens.length && end < at + 6; end += 1) {
    const token = phrase.tokens[end];
    if (token === undefined || token.kind === 'number') break;
    if (token.text === '-') continue;
    key += key === '' ? token.text : ` ${token.text}`;
    const holiday = holidayWords.get(key);
    if (holiday !== undefined) {
      hits.push({
        value: (year) => ({ kind: 'holiday', ...(year === undefined ? {} : { year }), holiday }),
        end: end + 1,
      });
    }
  }
  return hits;
};

export const holidayPeriod: Rule<Period> = lazy(() => yearly(name));
