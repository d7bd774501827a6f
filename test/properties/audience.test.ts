import fc from 'fast-check';
import { expect, it } from 'vitest';
import { audienceOf, audienceParts, printAudience } from '../../src/rules/audience.ts';
import { parseAudience } from '../../src/rules/language/parse-audience.ts';
import { dateSettings, names, rules } from '../support/random-audience.ts';

const cases = fc.tuple(dateSettings, fc.constantFrom(0, 7)).chain(([dates, seed]) => {
  const some = (minLength: number) => fc.array(rules(dates, { seed }), { minLength, maxLength: 3 });
  return fc.record({ targets: some(1), exclusions: some(0), context: fc.constant({ names, dates, seed }) });
});

it('reads back every audience that it prints, with the same targets and exclusions', () => {
  fc.assert(
    fc.property(cases, ({ targets, exclusions, context }) => {
      const rule = audienceOf({ targets, exclusions });
      if (rule === null) throw new Error('targets gave no audience');
      expect(parseAudience(printAudience(rule, names), context)).toEqual({ ok: true, rule });
      expect(audienceOf(audienceParts(rule))).toEqual(rule);
    }),
    { numRuns: 40 },
  );
});
