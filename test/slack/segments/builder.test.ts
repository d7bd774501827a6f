import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkView } from '../../../src/playground/slack-server/checks/check.ts';
import { limits } from '../../../src/playground/slack-server/checks/limits.ts';
import { statesOf } from '../../../src/playground/slack-server/elements.ts';
import type { AnyBlock } from '../../../src/playground/slack-server/protocol.ts';
import type { Row } from '../../../src/rules/form/row.ts';
import { rowsOfRule } from '../../../src/rules/form/rows-of-rule.ts';
import { ruleOfRows } from '../../../src/rules/form/rule-of-rows.ts';
import { anyTimes, pastTimes } from '../../../src/rules/form/times.ts';
import { emptyDraft, type Live, newRow, segmentBuilder } from '../../../src/slack/segments/forms-builder.ts';
import { confirmEditModal, fitsModal } from '../../../src/slack/segments/forms-edit.ts';
import {
  type FormState,
  fieldErrors,
  readDraft,
  type SegmentDraft,
} from '../../../src/slack/segments/forms-rule.ts';
import { dateSettings, names, rules } from '../../support/random-audience.ts';

const nasty = ['&', '<', '>', '"', '`', '🎉', '\\', ',', 'x'];
const text = (most: number) =>
  fc
    .array(fc.constantFrom(...nasty), { minLength: 1, maxLength: most })
    .map((parts) => `x${parts.join('')}`.slice(0, most));

/** The same workspace with the longest names that it may have. */
const longNames = {
  ...names,
  tags: names.tags.map((tag) => ({ ...tag, name: `${tag.id}${'&'.repeat(59)}` })),
  segments: names.segments.map((each) => ({ ...each, name: `${each.id}${'<'.repeat(79)}` })),
  attributes: names.attributes.map((each) => ({ ...each, name: `${each.id}${'>'.repeat(200)}` })),
  campaigns: names.campaigns.map((each) => ({ ...each, name: `${each.id}${'🎉'.repeat(100)}` })),
};

const to = { url: `https://hooks.slack.com/commands/${'x'.repeat(200)}`, replace: true };
const size = {
  members: 1_234_567,
  reachable: 1_234_567,
  at: new Date('2026-11-23T10:00:00Z'),
  sentence: '&'.repeat(4000),
  namesPeople: true,
  readBack: '<'.repeat(9000),
};
const member = { id: 1, email: `${'a'.repeat(240)}@x.org`, name: '&'.repeat(500), status: 'subscribed' };
const live: Live[] = [
  { type: 'counting' },
  { type: 'incomplete', message: '&'.repeat(5000) },
  { type: 'counted', preview: { size, examples: [member, member, member] } },
];

/** A timeframe that the form doesn't offer appears as typed. */
const typed = ({ time }: Row) => (time === '' || isOffered(time) ? {} : { typesTime: true });
const isOffered = (time: string) => [...pastTimes, ...anyTimes].some(({ value }) => value === time);

const drafts = dateSettings.chain((dates) =>
  fc
    .tuple(rules(dates, { seed: 7 }), text(80), text(500), fc.constantFrom(...live))
    .map(([rule, name, description, shown]) => ({ rule, dates, name, description, shown })),
);

it('stays inside Slack’s limits, and reads back what it shows', () => {
  let asRows = 0;
  fc.assert(
    fc.property(drafts, fc.boolean(), ({ rule, dates, name, description, shown }, long) => {
      const rows = rowsOfRule(rule);
      const draft: SegmentDraft = {
        ...emptyDraft({ to, seed: 7, segment: { id: 2_147_483_647, version: 2_147_483_647 } }),
        name,
        description,
      };
      if (rows.ok) {
        asRows += 1;
        // Two or more conditions are joined in a way that the form shows.
        const { match } = rows.form;
        draft.form = { match, rows: rows.form.rows.map((row) => ({ ...row, seed: 7, ...typed(row) })) };
        draft.metadata = {
          ...draft.metadata,
          rows: rows.form.rows.map((_, index) => index + 1),
          next: rows.form.rows.length + 1,
        };
      } else {
        draft.metadata = { ...draft.metadata, mode: 'text' };
        draft.text = '&'.repeat(3000);
      }
      const context = { names: long ? longNames : names, dates, seed: 7 };
      const view = segmentBuilder(draft, context, shown, 'x'.repeat(200));
      expect(checkView(view)).toEqual([]);
      expect(JSON.stringify(view).length).toBeLessThanOrEqual(limits.view.size);
      const state = statesOf(view.blocks as AnyBlock[], {}) as FormState;
      const read = readDraft(state, draft.metadata);
      if (rows.ok && rows.form.match !== 'everyone') {
        expect(read.form).toEqual(draft.form);
        expect(ruleOfRows(read.form, context)).toEqual({ ok: true, rule });
      }
      expect(read).toMatchObject({ name, description });
    }),
    { numRuns: 300 },
  );
  expect(asRows).toBeGreaterThan(80);
});

it('shows a change with the longest names and rules', () => {
  fc.assert(
    fc.property(text(80), text(500), fc.constantFrom(0, 1, 1_000_000), (name, description, count) => {
      const edit = {
        ...{ to, id: 1, version: 3, name, description, seed: 2_147_483_647 },
        sentence: '"&<'.repeat(400),
      };
      const side = { count, examples: count === 0 ? [] : [member, member, member] };
      const preview = {
        difference: { entering: side, leaving: side, at: size.at },
        size,
        before: { sentence: '<'.repeat(4000), version: 3 },
      };
      for (const changed of [undefined, { by: 'U0GRACE', at: size.at }]) {
        const view = confirmEditModal(edit, preview, changed);
        expect(checkView(view).length === 0).toBe(fitsModal(edit));
      }
    }),
    { numRuns: 200 },
  );
});

it('puts what is wrong with a row under an input that exists', () => {
  const dates = { now: size.at, timeZone: 'Europe/London', weekStart: 'monday' } as const;
  const context = { names, dates };
  const started = emptyDraft({ to, seed: 7 });
  const wrong: SegmentDraft['form']['rows'] = [
    { ...emptyRowOf(), what: 'tags', how: 'any' },
    { ...emptyRowOf(), what: 'date:signup date', how: 'time', time: 'some time' },
    { ...emptyRowOf(), what: 'event:opened', how: 'at least', count: 'many' },
    { ...emptyRowOf() },
  ];
  const draft: SegmentDraft = {
    ...started,
    metadata: { ...started.metadata, rows: [1, 2, 3, 4], next: 5 },
    form: { match: 'all', rows: wrong },
  };
  const read = ruleOfRows(draft.form, context);
  if (read.ok) throw new Error('a form with holes was read');
  const errors = fieldErrors(draft, read.problems, names);
  const inputs = segmentBuilder(draft, context, { type: 'counting' }).blocks.filter(
    ({ type }) => type === 'input',
  );
  for (const block of Object.keys(errors)) expect(inputs.map(({ block_id }) => block_id)).toContain(block);
  expect(Object.values(errors)).toEqual([
    'Choose a tag.',
    expect.any(String),
    'Use a whole number up to 1,000,000.',
    'Condition 4: Choose what this condition is about.',
  ]);
});

const emptyRowOf = () => newRow(7);
