import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportState } from '../../src/audience/imports.ts';
import type { SegmentLine, SegmentWithSize, Size } from '../../src/audience/segments.ts';
import type { Column, Mapping } from '../../src/csv/mapping.ts';
import { RollcallError } from '../../src/errors.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { limits } from '../../src/playground/slack-server/checks/limits.ts';
import { audienceTotals, contactTotals } from '../../src/slack/messages/contacts.ts';
import { helpMessage } from '../../src/slack/messages/help.ts';
import { importProgress, importResult } from '../../src/slack/messages/imports.ts';
import { type Message, section } from '../../src/slack/messages/message.ts';
import { counting, segmentList, segmentMade, segmentSize } from '../../src/slack/messages/segments.ts';
import { tagAlike, tagged, tagList, tagMade } from '../../src/slack/messages/tags.ts';
import {
  importFileModal,
  importMappingModal,
  importRunningModal,
  mappingErrors,
  rejectionsModal,
  waitingModal,
} from '../../src/slack/modals/imports.ts';
import { commands } from '../../src/slack/routes.ts';
import { showError } from '../../src/slack/show-error.ts';

/** What Slack makes of them worst: five characters for one, markup, two units for one character. */
const nasty = fc.constantFrom('&', '<', '>', '`', '*', '🎉', 'a', ' ', '"', '\n', '<!channel>');
const text = (most: number) =>
  fc
    .array(nasty, { minLength: 1, maxLength: most })
    .map((parts) => parts.join('').slice(0, most))
    // Names are trimmed where they come in.
    .map((words) => `x${words}`.slice(0, most));
const longest = (most: number) => fc.oneof(text(most), fc.constantFrom('&'.repeat(most), 'x'.repeat(most)));

function expectFits({ blocks, text: words }: Message): void {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(words.length).toBeLessThanOrEqual(limits.text);
  expect(words).not.toContain('<!');
  expectNoPings(blocks);
}

function expectFitsModal(view: object): void {
  expect(checkView(view)).toEqual([]);
  expect(JSON.stringify(view).length).toBeLessThanOrEqual(limits.view.size);
  expectNoPings((view as { blocks: unknown[] }).blocks);
}

/** No mrkdwn that would call a channel, and no half of an escape at its end. */
function expectNoPings(blocks: unknown[]): void {
  JSON.stringify(blocks, (key, value) => {
    if (value?.type !== 'mrkdwn') return value;
    expect(value.text, key).not.toMatch(/<!(channel|here|everyone)/);
    expect(value.text, key).not.toMatch(/&(?!amp;|lt;|gt;)/);
    return value;
  });
}

const at = new Date('2026-11-23T10:00:00Z');
const size = (words: string): Size => ({
  members: 2_147_483_647,
  reachable: 2_147_483_646,
  at,
  sentence: words,
  readBack: words,
});
const importState = (words: string, more: Partial<ImportState> = {}): ImportState => ({
  workspaceId: 1,
  id: 2_147_483_647,
  fileName: words,
  state: 'done',
  newStatus: 'subscribed',
  rowsTotal: 1_000_000,
  rowsDone: 1_000_000,
  added: 900_000,
  updated: 50_000,
  unchanged: 40_000,
  rejected: 10_000,
  problem: words,
  createdBy: 'U0ADA',
  report: null,
  startedAt: at,
  finishedAt: at,
  ...more,
});

describe('messages stay inside Slack’s limits', () => {
  it('with the longest names of tags', () => {
    fc.assert(
      fc.property(longest(60), (name) => {
        expectFits(tagMade(name));
        expectFits(
          tagAlike(
            name,
            Array.from({ length: 60 }, () => ({ name })),
          ),
        );
        expectFits(tagList(Array.from({ length: 50 }, () => ({ name, contacts: 1_000_000 }))));
        for (const way of ['on', 'off'] as const) {
          const words = Array.from({ length: 500 }, () => name.repeat(10));
          const result = { changed: 9, unchanged: 9, unknown: words, notAddresses: words };
          expectFits(tagged({ tag: { id: 1, name }, namedDifferently: true, ...result }, way));
        }
      }),
    );
  });

  it('with 10,000 tags, and loses none of those that it says it lists', () => {
    const tags = Array.from({ length: 10_000 }, (_, n) => ({
      name: `tag ${n} ${'&'.repeat(50)}`,
      contacts: n,
    }));
    const listed = tagList(tags);
    expectFits(listed);
    const shown = JSON.stringify(listed.blocks).match(/tag \d+ (&amp;){50}/g) ?? [];
    expect(shown).toHaveLength(50);
    expect(JSON.stringify(listed.blocks)).toContain('and 9,950 more');
  });

  it('with the longest names, rules and read-backs of segments', () => {
    fc.assert(
      fc.property(longest(80), longest(4000), (name, sentence) => {
        const segment: SegmentWithSize = { id: 1, name, size: size(sentence) };
        expectFits(counting(segment.size));
        expectFits(segmentMade(segment));
        expectFits(segmentSize(segment));
        const lines: SegmentLine[] = [segment, { id: 2, name, problem: sentence }];
        expectFits(segmentList({ total: 1000, segments: Array.from({ length: 10 }, () => lines).flat() }));
      }),
    );
  });

  it('with whatever a command line says', () => {
    fc.assert(
      fc.property(longest(4000), (words) => {
        for (const command of commands) {
          expectFits(helpMessage(command));
          expectFits(helpMessage(command, { unknown: words, meant: words }));
        }
      }),
    );
  });

  it('with errors that quote long texts', () => {
    fc.assert(
      fc.property(longest(4000), fc.nat(4000), fc.nat(4000), (words, start, length) => {
        const problem = { at: start, length, message: words, suggestions: [words, 'vip', words] };
        const fault = { text: words, problem };
        const shown = showError(new RollcallError('invalid-input', words, { hint: words, fault }), () => {});
        expectFits(shown);
        const fences = JSON.stringify(shown.blocks).match(/```/g) ?? [];
        expect(fences).toHaveLength(2);
      }),
    );
  });

  it('with numbers as large as they get', () => {
    const most = 2_147_483_647;
    const byStatus = { subscribed: most, unsubscribed: most, 'non-subscribed': most, bounced: most };
    expectFits(contactTotals({ contacts: most, byStatus }));
    expectFits(audienceTotals({ contacts: most, byStatus }, { tags: most, segments: most }));
  });

  it('with the longest names of files', () => {
    fc.assert(
      fc.property(longest(255), longest(1000), (name, problem) => {
        expectFits(importProgress(importState(name, { state: 'running' })));
        expectFits(importResult(importState(name)));
        expectFits(importResult(importState(name, { state: 'failed', problem })));
      }),
    );
  });
});

const column = (words: string, more: Partial<Column> = {}): Column => ({
  header: words,
  target: 'attribute',
  type: 'date',
  dateOrder: null,
  yearly: false,
  filled: 1_000_000,
  samples: [words.slice(0, 60), words.slice(0, 60), words.slice(0, 60)],
  attributeId: null,
  ...more,
});
const proposal = (columns: Column[], words: string) => {
  const mapping: Mapping = { format: { encoding: 'utf-8', delimiter: ',', header: true }, columns };
  return {
    importId: 1,
    fileName: words,
    rowsTotal: 1_000_000,
    mapping,
    problems: columns.map((_, index) => ({ column: index, blocking: true, message: words, hint: words })),
    rehearsal: {
      contacts: 1,
      rejected: 5,
      rejections: Array.from({ length: 5 }, () => ({ line: 1, problem: words })),
    },
  };
};

describe('modals stay inside Slack’s limits', () => {
  it.each([1, 45, 46, 200, 500])('with %i columns', (many) => {
    fc.assert(
      fc.property(longest(80), (words) => {
        const columns = Array.from({ length: many }, () => column(words));
        expectFitsModal(importMappingModal(proposal(columns, words)));
      }),
      { numRuns: 20 },
    );
  });

  it('with whatever a row says that was rejected', () => {
    fc.assert(
      fc.property(longest(255), (words) => {
        const rejections = Array.from({ length: 90 }, () => ({
          line: 1,
          reason: words,
          cells: [words, words],
        }));
        expectFitsModal(rejectionsModal(importState(words), rejections));
      }),
      { numRuns: 30 },
    );
  });

  it('with the longest names of files', () => {
    fc.assert(
      fc.property(longest(255), (words) => {
        expectFitsModal(importFileModal({ message: words, hint: words }));
        expectFitsModal(waitingModal(`Reading ${words} …`));
        expectFitsModal(importRunningModal(importState(words)));
        expectFitsModal(importRunningModal(importState(words, { state: 'failed' })));
      }),
    );
  });

  it('shows the columns that need a decision, however far behind they stand', () => {
    const columns = [
      ...Array.from({ length: 100 }, (_, n) => column(`note ${n}`, { type: 'text' })),
      column('Email', { target: 'email', type: 'text' }),
      column('Joined', { target: 'signed-up' }),
    ];
    const { blocks } = importMappingModal(proposal(columns, 'a.csv'));
    const ids = blocks.map((block) => block.block_id);
    expect(ids).toEqual(expect.arrayContaining(['column-0', 'column-100', 'column-101', 'order-101']));
    expect(ids).not.toContain('column-99');
  });

  it('puts errors under inputs that are there', () => {
    const values = { status: {}, 'column-3': {}, 'column-7': {} };
    const problem = (index: number | null, message: string) => ({
      column: index,
      blocking: true,
      message,
      hint: '!',
    });
    expect(mappingErrors([problem(7, 'seven'), problem(50, 'hidden'), problem(null, 'all')], values)).toEqual(
      { 'column-7': 'seven !', 'column-3': 'hidden !' },
    );
  });
});

it('cuts a paragraph after no half of an escape, and leaves no code open', () => {
  for (let length = 2980; length <= 3010; length++) {
    const { text } = section(`\`${'x'.repeat(length)}&amp;&amp;\``) as { text?: { text: string } };
    expect(text?.text.length).toBeLessThanOrEqual(3000);
    expect(text?.text).toMatch(/`$/);
    expect(text?.text).not.toMatch(/&(?!amp;)/);
  }
});
