import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Breakdown, MOST_VALUES } from '../../src/audience/people/breakdown.ts';
import { PEOPLE_PER_PAGE, type PeoplePage } from '../../src/audience/people/list.ts';
import type { PeopleSource } from '../../src/audience/people/source.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { limits } from '../../src/playground/slack-server/checks/limits.ts';
import type { Rule } from '../../src/rules/schema.ts';
import type { Message } from '../../src/slack/kit/message.ts';
import { sayingModal } from '../../src/slack/kit/modal.ts';
import { findModal, tagListedModal } from '../../src/slack/people/forms-list.ts';
import { breakDownModal, compareModal } from '../../src/slack/people/forms-numbers.ts';
import { breakdownCard } from '../../src/slack/people/messages-breakdown.ts';
import { peopleList } from '../../src/slack/people/messages-list.ts';
import { overlapCard } from '../../src/slack/people/messages-overlap.ts';

// Lists, breakdowns and comparisons with the longest names, values and rules stay inside what Slack takes.

const nasty = fc.constantFrom('&', '<', '>', '`', '*', '🎉', 'a', ' ', '"', '\n', '<!channel>');
const long = (most: number) =>
  fc.oneof(
    fc.array(nasty, { minLength: 1, maxLength: most }).map((parts) => `x${parts.join('')}`.slice(0, most)),
    fc.constantFrom('&'.repeat(most), 'x'.repeat(most)),
  );
const at = new Date('2026-11-23T10:00:00Z');
const most = 2_147_483_647;
const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };

function expectFits({ blocks, text }: Message): void {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(limits.text);
  expect(JSON.stringify(blocks)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<!channel/);
}

/** Sources whose rule is short, and too long for any button. */
function sources(words: string): PeopleSource[] {
  const rule = (values: number): Rule => ({
    type: 'any',
    rules: Array.from({ length: values }, (_, n) => ({
      ...{
        type: 'text',
        field: 'company',
        operator: 'contains',
        values: [`${n * 7919}${words}`.slice(0, 500)],
      },
    })) as Rule[],
  });
  return [
    { of: 'everyone' },
    { of: 'segment', id: most },
    { of: 'tag', id: most },
    { of: 'search', text: words.slice(0, 200) },
    { of: 'rule', rule: rule(2) },
    { of: 'rule', rule: rule(120) },
    { of: 'import', id: most, part: 'kept' },
    { of: 'campaign', id: most, reason: null },
    { of: 'results', id: most, part: 'clicked' },
  ];
}

it('with pages of people, in a message and in a window', () => {
  fc.assert(
    fc.property(long(500), fc.constantFrom(0, 1, PEOPLE_PER_PAGE), (words, many) => {
      const person = {
        ...{ id: most, email: `${'a'.repeat(60)}@${'b'.repeat(180)}.org`, name: words, company: words },
        ...{ status: 'non-subscribed', emailValidation: 'invalid', note: 'changed' },
      };
      for (const source of sources(words)) {
        const page: PeoplePage = {
          crowd: { source, name: words, rule: source.of === 'import' ? null : { type: 'everyone' } },
          people: Array.from({ length: many }, (_, n) => ({ ...person, id: most - n })),
          ...{ first: 1_000_001, size: { people: most, reachable: most }, at },
          ...{ newer: { before: most }, older: { after: most } },
        };
        expectFits(peopleList(page));
        // The list took the place of the card.
        const back = { campaign: 'Back to who will get it', results: 'Back to results' } as Record<
          string,
          string
        >;
        expect(/Back to [a-z ]+/.exec(JSON.stringify(peopleList(page).blocks.slice(-3)))?.[0]).toBe(
          back[source.of],
        );
        expect(checkView(sayingModal('People', peopleList(page).blocks))).toEqual([]);
        const { size: _, ...uncounted } = page;
        expectFits(peopleList(uncounted));
      }
    }),
    { numRuns: 4 },
  );
});

it('with the forms about lists', () => {
  fc.assert(
    fc.property(long(500), (words) => {
      expect(checkView(findModal(to))).toEqual([]);
      for (const source of sources(words).filter(({ of }) => of !== 'rule')) {
        const everyone = { crowd: { source, name: words, rule: null }, people: most };
        for (const way of ['on', 'off'] as const)
          expect(checkView(tagListedModal(to, everyone, { way, before: 1 }))).toEqual([]);
        expect(checkView(breakDownModal(to, source))).toEqual([]);
        expect(checkView(compareModal(to, { source, name: words }))).toEqual([]);
      }
      expect(checkView(breakDownModal(to))).toEqual([]);
      expect(checkView(compareModal(to))).toEqual([]);
    }),
    { numRuns: 4 },
  );
});

it('with breakdowns and comparisons', () => {
  fc.assert(
    fc.property(long(1000), fc.constantFrom(0, 1, MOST_VALUES), (words, many) => {
      for (const source of sources(words)) {
        const crowd = { source, name: words };
        const numbers = { people: most, reachable: most };
        const breakdown: Breakdown = {
          crowd,
          by: { id: 'attribute:1', label: words.slice(0, 60), kind: 'values' },
          people: many === 0 ? 0 : most,
          reachable: most,
          rows: [
            ...Array.from(
              { length: many },
              () => ({ ...{ is: 'value', words, ...numbers, source } }) as const,
            ),
            { ...({ is: 'others', words: '' } as const), ...numbers },
            { ...({ is: 'none', words: '' } as const), ...numbers, source },
          ] as Breakdown['rows'],
          ...{ others: 1_000_000, namesPeople: true, at },
        };
        expectFits(breakdownCard(breakdown));
        expectFits(breakdownCard({ ...breakdown, by: { ...breakdown.by, kind: 'tags' } }));
        const part = { ...numbers, source };
        expectFits(
          overlapCard({
            ...{ one: { ...part, name: words }, other: { ...part, name: words } },
            ...{ both: part, onlyOne: part, onlyOther: part, namesPeople: false, at },
          }),
        );
      }
    }),
    { numRuns: 4 },
  );
});
