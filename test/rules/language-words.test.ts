import { expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { languageWords } from '../../src/rules/language/words.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { context as plain } from './context.ts';

const seven: Rule = { type: 'attribute', attribute: 1, test: { is: 'number', operator: 'is', values: [7] } };
const recent = { type: 'event', event: 'opened', count: { operator: 'at least', n: 2 } } as const;

it('reads back names and values that are words of the language', () => {
  for (const word of languageWords) {
    if (!/^[a-z-]+$/.test(word)) continue;
    const names: RuleContext['names'] = {
      tags: [{ id: 1, name: word }],
      segments: [{ id: 1, name: word, rule: { type: 'everyone' } }],
      attributes: [
        { id: 1, name: word, type: 'number', yearly: false },
        { id: 2, name: 'Plan', type: 'text', yearly: false },
      ],
      campaigns: [],
      topics: [],
      imports: [],
      events: [],
    };
    const context = { ...plain, names };
    const rules: Rule[] = [
      seven,
      { type: 'attribute', attribute: 1, test: { is: 'known' } },
      { type: 'attribute', attribute: 2, test: { is: 'text', operator: 'is', values: [word, 'zebra'] } },
      { type: 'text', field: 'company', operator: 'contains', values: [word] },
      { type: 'tagged', match: 'any', tags: [1] },
      { type: 'segment', match: 'any', segments: [1] },
    ];
    const asked = rules.flatMap((rule): Rule[] => [
      rule,
      { type: 'not', rule },
      { type: 'all', rules: [recent, rule] },
    ]);
    for (const rule of asked) {
      const printed = printRule(rule, names);
      expect({ printed, ...parseRule(printed, context) }).toEqual({ printed, ok: true, rule });
    }
  }
});
