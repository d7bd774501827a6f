import { describe, expect, it } from 'vitest';
import type { Watch } from '../../../src/audience/watches/watches.ts';
import type { WatchCondition } from '../../../src/lib/watches/condition.ts';
import { conditionIn } from '../../../src/slack/watches/form-condition.ts';
import { watchModal } from '../../../src/slack/watches/forms.ts';

const values = (when: string, number: string, span = '7') =>
  ({
    when: { when: { selected_option: { value: when } } },
    number: { number: { value: number } },
    span: { span: { selected_option: { value: span } } },
  }) as never;

describe('the form of a watch', () => {
  it.each<[string, string, WatchCondition]>([
    ['above', '1.5k', { when: 'above', n: 1500 }],
    ['below', ' 100 ', { when: 'below', n: 100 }],
    ['people', '50', { when: 'changes', by: 50, unit: 'people', days: 7 }],
    ['percent', '20 %', { when: 'changes', by: 20, unit: 'percent', days: 7 }],
    ['joins', '', { when: 'joins' }],
    ['joins', 'whatever', { when: 'joins' }],
  ])('reads %s %s', (when, number, condition) => {
    expect(conditionIn(values(when, number))).toEqual(condition);
  });

  it.each([
    ['above', '', 'Type a number.'],
    ['above', '20%', '"above 20%" is a share, and a size is a number of people.'],
    ['people', '20%', '"20%" is a share, and you chose a change in people.'],
    ['percent', '101', 'A change can be watched up to 100%, not 101%.'],
    ['people', '1.000', '"1.000" can mean 1 or 1,000: type 1 or 1000.'],
    ['above', 'many', '"many" isn’t a whole number of people.'],
    ['above', '500 every Monday', 'A limit is about the size at any moment, so "every Monday" doesn’t fit.'],
  ])('refuses %s %s', (when, number, problem) => {
    expect(() => conditionIn(values(when, number))).toThrow(problem);
  });

  it.each([1, 3, 7, 10, 14, 30, 31])('keeps a span of %i days when it is edited', (days) => {
    const condition: WatchCondition = { when: 'changes', by: 5, unit: 'people', days };
    const watch: Watch = {
      ...{ id: 1, name: 'All', segmentId: 1, condition, owner: 'U0ADA', channel: 'C0GENERAL', state: 'on' },
      ...{ snoozedUntil: null, members: 1, lookedAt: null, trouble: null, broken: null, mayChange: true },
    };
    const { blocks } = watchModal({} as never, { watch });
    const [span] = blocks.filter(({ block_id }) => block_id === 'span');
    const { initial_option: chosen, options } = (span as unknown as { element: Record<string, never> })
      .element as {
      initial_option?: { value: string };
      options?: { value: string }[];
    };
    expect(chosen?.value).toBe(String(days));
    expect(options).toContainEqual(chosen);
  });
});
