import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportState } from '../../src/audience/imports/imports.ts';
import type { ImportRehearsal } from '../../src/audience/imports/rehearsal.ts';
import { REJECTIONS_PER_PAGE } from '../../src/audience/imports/rejections.ts';
import type { SegmentCard } from '../../src/audience/segments/card.ts';
import type { SegmentLine } from '../../src/audience/segments/list.ts';
import type { SegmentWithSize, Size } from '../../src/audience/segments/segments.ts';
import type { MemberWhy } from '../../src/audience/segments/why.ts';
import type { Watch } from '../../src/audience/watches/watches.ts';
import { apiScopeNames } from '../../src/audience/workspace/api-keys.ts';
import type { Column, Mapping } from '../../src/csv/schema.ts';
import { RollcallError } from '../../src/errors.ts';
import { addDays } from '../../src/lib/days.ts';
import type { ShownCause } from '../../src/lib/watches/posts.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { limits } from '../../src/playground/slack-server/checks/limits.ts';
import { attributeModal } from '../../src/slack/contacts/forms-attributes.ts';
import { contactTotals } from '../../src/slack/contacts/messages.ts';
import { attributeList, typeChanged, typePreview } from '../../src/slack/contacts/messages-attributes.ts';
import { showError } from '../../src/slack/core/show-error.ts';
import { importFileModal, importMappingModal } from '../../src/slack/imports/forms.ts';
import { mappingErrors } from '../../src/slack/imports/forms-columns.ts';
import { importConsentModal, importRehearsalModal } from '../../src/slack/imports/forms-rehearsal.ts';
import { importRunningModal, rejectionsModal } from '../../src/slack/imports/forms-results.ts';
import { importValuesModal } from '../../src/slack/imports/forms-values.ts';
import { waitingModal } from '../../src/slack/imports/forms-waiting.ts';
import { importMessage, importProgress, importResult } from '../../src/slack/imports/messages.ts';
import { type Message, section } from '../../src/slack/kit/message.ts';
import { code } from '../../src/slack/kit/mrkdwn.ts';
import { commands } from '../../src/slack/routes.ts';
import {
  copySegmentModal,
  deleteSegmentModal,
  renameSegmentModal,
  whyModal,
} from '../../src/slack/segments/forms.ts';
import { detailsModal } from '../../src/slack/segments/forms-details.ts';
import {
  segmentCard,
  segmentEdited,
  segmentMade,
  segmentSize,
} from '../../src/slack/segments/messages-card.ts';
import {
  segmentCopied,
  segmentDeleted,
  segmentDeletion,
  segmentRenamed,
} from '../../src/slack/segments/messages-changes.ts';
import { forecasts } from '../../src/slack/segments/messages-forecast.ts';
import { segmentList } from '../../src/slack/segments/messages-list.ts';
import { shared } from '../../src/slack/segments/messages-sharing.ts';
import { counting } from '../../src/slack/segments/messages-size.ts';
import { memberWhy } from '../../src/slack/segments/messages-why.ts';
import {
  confirmMergeModal,
  deleteTagModal,
  mergeTagModal,
  newTagModal,
  peopleModal,
  renameTagModal,
} from '../../src/slack/tags/forms.ts';
import { tagPeopleModal } from '../../src/slack/tags/forms-people.ts';
import { TAGS_PER_PAGE, tagList, tagMade, tagRenamed, undoneMessage } from '../../src/slack/tags/messages.ts';
import { tagCard } from '../../src/slack/tags/messages-card.ts';
import { nameDoubt } from '../../src/slack/tags/messages-doubts.ts';
import { deleted, deletionPreview, merged, mergePreview } from '../../src/slack/tags/messages-endings.ts';
import { taggingMessage } from '../../src/slack/tags/messages-tagging.ts';
import { watchModal } from '../../src/slack/watches/forms.ts';
import { sizeHistoryCard } from '../../src/slack/watches/messages-history.ts';
import { postMessage } from '../../src/slack/watches/messages-post.ts';
import { watchChanged, watchList } from '../../src/slack/watches/messages-watches.ts';
import { apiTokenModal, newApiKeyModal } from '../../src/slack/workspace/forms-api-keys.ts';
import { providerKeyModal, providerNames } from '../../src/slack/workspace/forms-providers.ts';
import { settingsModal } from '../../src/slack/workspace/forms-settings.ts';
import { audienceOverview } from '../../src/slack/workspace/messages.ts';
import { apiKeyList, apiKeyUnseen } from '../../src/slack/workspace/messages-api-keys.ts';
import { helpMessage } from '../../src/slack/workspace/messages-help.ts';
import { providerList } from '../../src/slack/workspace/messages-providers.ts';
import { settingsChanged } from '../../src/slack/workspace/messages-settings.ts';

/** The worst cases for Slack: five characters for one, markup, two units for one character. */
const nasty = fc.constantFrom('&', '<', '>', '`', '*', '🎉', 'a', ' ', '"', '\n', '<!channel>');
const text = (most: number) =>
  fc
    .array(nasty, { minLength: 1, maxLength: most })
    .map((parts) => parts.join('').slice(0, most))
    // Names are trimmed when they are entered.
    .map((words) => `x${words}`.slice(0, most));
const longest = (most: number) => fc.oneof(text(most), fc.constantFrom('&'.repeat(most), 'x'.repeat(most)));

const someone = { id: 1, email: `${'a'.repeat(240)}@x.org`, name: '&'.repeat(500), status: 'subscribed' };
const side = { count: 1_000_000, examples: [someone, someone, someone] };

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

/** No mrkdwn that would mention a channel, and no half of an escape at its end. */
function expectNoPings(blocks: unknown[]): void {
  JSON.stringify(blocks, (key, value) => {
    if (value?.type !== 'mrkdwn') return value;
    expect(value.text, key).not.toMatch(/<!(channel|here|everyone)/);
    expect(value.text, key).not.toMatch(/&(?!amp;|lt;|gt;)/);
    return value;
  });
}

const at = new Date('2026-11-23T10:00:00Z');
const most = 2_147_483_647;
const cardOf = (name: string, segments: string[]) => ({
  tag: { id: most, name },
  contacts: most,
  reachable: most,
  at,
  createdBy: name,
  createdAt: at,
  lastAdded: at,
  segments,
  names: [name.repeat(5), name, name],
  namedDifferently: true,
});
const mergeOf = (name: string, segments: string[]) => ({
  from: { id: most, name },
  into: { id: most, name },
  fromContacts: most,
  intoContacts: most,
  both: 1,
  segments,
});
const size = (words: string): Size => ({
  members: 2_147_483_647,
  reachable: 2_147_483_646,
  at,
  namesPeople: true,
  sentence: words,
  readBack: words,
});
const unmadeOf = (name: string) => ({ gone: most, kept: most, names: Array(5).fill(name) });
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
  repeated: 1_000_000,
  ...{ existing: 'update', resubscribe: false, tagNames: 'existing', resubscribed: 5_000, blocked: 5_000 },
  ...{ cancelledBy: null, removed: 800_000, restored: 40_000, kept: 10_000 },
  ...{ lowered: most, topics: 1, noted: most },
  unmade: { tags: unmadeOf(words), attributes: unmadeOf(words) },
  problem: words,
  createdBy: 'U0ADA',
  report: null,
  startedAt: at,
  finishedAt: at,
  ...more,
});

describe('messages stay inside Slack’s limits', () => {
  it('with many addresses for email providers, and none', () => {
    const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };
    const at = new Date(0);
    expectFits(providerList([], { publicUrl: undefined }));
    for (const provider of providerNames.options) {
      const facts = { provider, path: 'x'.repeat(64), createdBy: 'U0123456789A', createdAt: at, lastAt: at };
      const counts = { recorded: most, unknown: most, remembered: most, ignored: most, kept: most };
      const places = Array.from({ length: 60 }, (_, id) => ({ ...facts, id, ...counts }));
      expectFits(
        providerList(places, {
          publicUrl: `https://${'x'.repeat(2000)}.org`,
          orphans: most,
          done: 'x'.repeat(500),
        }),
      );
      expectFitsModal(providerKeyModal({ to, provider, submission: 'x'.repeat(36) }));
      expectFitsModal(providerKeyModal({ to, provider, id: most }));
    }
  });

  it('with many API keys of the longest names', () => {
    const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };
    expectFitsModal(newApiKeyModal(to));
    fc.assert(
      fc.property(longest(60), (name) => {
        const [createdAt, lastUsedAt] = [new Date(0), new Date(0)];
        const facts = { name, prefix: 'rollcall_999999999_abcdef', scopes: [...apiScopeNames] };
        const key = { ...facts, createdBy: 'U0ADA', createdAt, lastUsedAt, revokedAt: null };
        expectFits(apiKeyList(Array.from({ length: 60 }, (_, index) => ({ ...key, id: most - index }))));
        expectFits(apiKeyUnseen(name));
        expectFitsModal(apiTokenModal(name, `rollcall_999999999_${'x'.repeat(43)}`));
      }),
      { numRuns: 20 },
    );
  });

  it('with the longest names of tags', () => {
    fc.assert(
      fc.property(longest(60), longest(80), (name, segment) => {
        const tag = { id: most, name };
        const segments = Array.from({ length: 1000 }, () => segment);
        const alike = Array.from({ length: 60 }, () => tag);
        expectFits(tagMade({ tag, near: [tag, tag, tag, tag], undoId: 1 }));
        expectFits(tagRenamed({ tag, from: name, undoId: most }));
        for (const use of [{ for: 'new' }, { for: 'rename', tag }] as const) {
          expectFits(nameDoubt({ name, alike }, use));
          expectFits(nameDoubt({ name, fitting: name, style: 'kebab-case' }, use));
        }
        expectFits(tagCard(cardOf(name, segments)));
        expectFits(mergePreview(mergeOf(name, segments)));
        const numbers = { from: tag, into: tag, gained: most, both: most, undoId: most };
        expectFits(merged({ ...numbers, segments }));
        expectFits(deletionPreview({ tag, contacts: most }));
        expectFits(deleted({ tag, contacts: most, undoId: most }));
        expectFits(
          undoneMessage({ did: name, left: segments.map((each) => `The segment "${each}" was changed.`) }),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('with anything that was pasted to be tagged', () => {
    fc.assert(
      fc.property(longest(60), fc.constantFrom('on', 'off'), (name, way) => {
        const words = Array.from({ length: 500 }, () => name.repeat(10));
        const result = { way, changed: 9, unchanged: 9, unknown: words, notAddresses: words };
        const tag = { id: 1, name };
        expectFits(
          taggingMessage({ tag, namedDifferently: true, undoId: most, segment: name, ...result } as const),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('with 10,000 tags, without losing one between pages', () => {
    const lines = Array.from({ length: TAGS_PER_PAGE }, (_, n) => ({
      id: n,
      name: `tag ${n} ${'&'.repeat(50)}`,
      contacts: most,
      lastAdded: at,
    }));
    const pages = Math.ceil(10_000 / TAGS_PER_PAGE);
    for (const [page, search] of [
      [1, ''],
      [300, ''],
      [pages, '&'.repeat(500)],
    ] as const) {
      const list = tagList({ total: 10_000, found: 10_000, search, page, pages, tags: lines });
      expectFits(list);
      const shown = JSON.stringify(list.blocks);
      expect(shown.match(/tag \d+ (&amp;){50}/g)).toHaveLength(TAGS_PER_PAGE);
      expect(shown).toContain(`Page ${page} of ${pages}`);
      expect(shown.includes('"Previous"')).toBe(page > 1);
      expect(shown.includes('"Next"')).toBe(page < pages);
    }
  });

  it('with the longest names of attributes, their values, and the segments that use them', () => {
    fc.assert(
      fc.property(longest(60), (name) => {
        const segments = Array.from({ length: 1000 }, () => name);
        const attribute = { id: most, name, type: 'date', yearly: true } as const;
        for (const count of [0, 1, 1000]) {
          const all = Array.from({ length: count }, (_, id) => ({ ...attribute, id, segments }));
          expectFits(attributeList(all, { search: name.repeat(10) }));
        }
        for (const blocking of [[], segments])
          expectFits(
            typePreview({
              ...{
                attribute,
                to: { type: 'number', yearly: false },
                values: most,
                converted: most,
                unfit: most,
              },
              ...{ examples: [name, name, name, name], using: segments, blocking },
            }),
          );
        expectFits(typeChanged({ ...attribute, converted: most, removed: most, undoId: most }));
        expectFitsModal(attributeModal({ url: 'https://x.org', replace: true }, attribute));
      }),
      { numRuns: 50 },
    );
  });

  it('with the longest names, rules and read-backs of segments', () => {
    fc.assert(
      fc.property(longest(80), longest(4000), (name, sentence) => {
        const segment: SegmentWithSize = { id: 1, name, size: size(sentence) };
        expectFits(counting(segment.size));
        expectFits(segmentMade({ ...segment, undoId: 1 }));
        expectFits(segmentSize(segment));
        const lines: SegmentLine[] = [segment, { id: 2, name, problem: sentence }];
        const segments = Array.from({ length: 5 }, () => lines).flat();
        for (const sort of ['name', 'newest', 'largest'] as const)
          for (const found of [1000, 60])
            expectFits(
              segmentList({
                ...{ total: 1000, found, search: name, sort, page: 2, pages: 100, at: segment.size.at },
                segments,
              }),
            );
        const never = { members: 1_000_000, sentence };
        expectFits(counting(segment.size, { neverMailed: never }));
        const card: SegmentCard = {
          ...{ segment: { id: 1, name, description: sentence.slice(0, 500) }, size: segment.size },
          ...{ createdBy: name, createdAt: new Date(0), updatedBy: name, updatedAt: segment.size.at },
          usedBy: Array.from({ length: 1000 }, () => name),
          neverMailed: never,
        };
        expectFits(segmentCard(card));
        expectFits(segmentCard({ ...card, size: { problem: sentence } }));
        expectFits(shared(segmentCard(card), 'U0ADA'));
        expectFitsModal(detailsModal(card.size, { timeZone: 'America/Argentina/ComodRivadavia', card }));
        expectFitsModal(detailsModal({ problem: sentence }, { timeZone: 'UTC' }));
        const difference = { entering: side, leaving: side, at: segment.size.at };
        expectFits(segmentEdited(segment, { undoId: 1, difference }));
        expectFits(segmentRenamed({ segment, from: name, undoId: 1 }));
        expectFits(segmentCopied({ segment, of: name, undoId: 1 }));
        expectFits(segmentDeletion({ segment }));
        expectFits(segmentDeleted({ segment, undoId: 1 }));
        expectFits(
          forecasts({
            ...{ id: 1, name, members: 1_000_000 },
            steps: [7, 200, 400].map((days) => ({
              ...{ segment: name, entering: 1, leaving: 0, from: new Date(0), to: new Date(1), days },
            })),
          }),
        );
        for (const modal of [renameSegmentModal, copySegmentModal, deleteSegmentModal, whyModal])
          expectFitsModal(modal({ url: 'https://x.org', replace: true }, { id: 1, name }));
      }),
    );
  });

  it('with the longest history of sizes', () => {
    const from = '2025-01-01';
    const readings = Array.from({ length: 400 }, (_, index) => ({
      ...{ day: addDays(from, index), members: 1_000_000 + index, reachable: index % 2 ? null : 1_000_000 },
      estimated: index % 2 === 1,
    }));
    const history = { id: 1, name: '&'.repeat(80), from, to: addDays(from, 399), gaps: 3, now: undefined };
    expectFits(sizeHistoryCard({ ...history, readings }));
    expectFits(sizeHistoryCard({ ...history, readings: [] }));
  });

  it('with the most watches and the longest digest', () => {
    const name = '&'.repeat(4000);
    const at = new Date(0);
    const watch: Watch = {
      ...{ id: 2_000_000_000, name, segmentId: 1, owner: 'U0ADA', channel: 'C0GENERAL', state: 'on' },
      ...{ condition: { when: 'changes', by: 1_000_000, unit: 'people', days: 31 }, snoozedUntil: at },
      ...{ members: 1_000_000, lookedAt: at, trouble: name, broken: name, mayChange: true },
    };
    expectFits(watchList(Array.from({ length: 500 }, () => watch)));
    expectFits(watchChanged(watch, name.slice(0, 500)));
    expectFitsModal(watchModal({ url: 'https://x.org', replace: true }, { watch }));
    expectFitsModal(watchModal({ url: 'https://x.org', replace: true }, { rule: name.slice(0, 3000) }));
    const cause: ShownCause = {
      cause: 'tagged',
      by: 'person U0ADA',
      tag: name.slice(0, 60),
      file: null,
      joined: 9,
      left: 9,
    };
    const causes = Array.from({ length: 50 }, () => cause);
    const change = { from: 1, to: 1_000_000, since: at.toISOString(), causes };
    const spoke = {
      is: 'spoke',
      watchId: 1,
      segmentId: 1,
      name: name.slice(0, 1000),
      condition: watch.condition,
      change,
    } as const;
    expectFits(postMessage({ ...spoke, reachable: 1, joined: 9, owner: 'U0ADA' }, 1));
    const ten = <Thing>(thing: Thing): Thing[] => Array.from({ length: 10 }, () => thing);
    expectFits(
      postMessage(
        {
          ...{
            is: 'digest',
            digestId: 1,
            since: at.toISOString(),
            until: at.toISOString(),
            members: 1,
            reachable: 1,
            before: 0,
          },
          days: Array.from({ length: 8 }, (_, index) => ({
            day: addDays('2026-01-01', index),
            members: index,
          })),
          movers: Array.from({ length: 5 }, () => ({
            id: 1,
            name: name.slice(0, 80),
            from: 1,
            to: 2,
            causes,
          })),
          campaigns: ten({ name: name.slice(0, 200), sent: 1, notSent: 1 }),
          imports: ten({ file: name.slice(0, 200), by: 'U0ADA', added: 1, updated: 1 }),
          failing: ten({ name: name.slice(0, 200), problem: name }),
        },
        1,
      ),
    );
  });

  it('with the longest rules that are explained for someone', () => {
    fc.assert(
      fc.property(longest(80), longest(4000), (name, words) => {
        const condition: MemberWhy['why'] = {
          type: 'condition',
          sentence: words,
          holds: true,
          flips: new Date(0),
          fact: words,
        };
        let why: MemberWhy['why'] = condition;
        for (let depth = 0; depth < 30; depth++) {
          const of: MemberWhy['why'][] = [why, condition, condition, condition];
          why = { type: 'any', sentence: words, holds: false, flips: 'unknown', of };
        }
        const member = { id: 1, email: `${name}@x.org`, name, status: 'subscribed' };
        const holds = [{ reason: 'by-hand' as const, at: new Date(0), isCorrected: false }];
        const asked = { segment: name, member, at: new Date(0), timeZone: 'Europe/London', why, holds };
        expectFits(memberWhy(1, asked));
      }),
      { numRuns: 30 },
    );
  });

  it('with anything that a command line prints', () => {
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
        // Buttons repeat the words as plain text, in which a fence means nothing.
        const marked = shown.blocks.filter(({ type }) => type !== 'actions');
        const fences = JSON.stringify(marked).match(/```/g) ?? [];
        expect(fences).toHaveLength(2);
      }),
    );
  });

  it('with the largest numbers', () => {
    const byStatus = { subscribed: most, unsubscribed: most, 'non-subscribed': most, bounced: most };
    expectFits(contactTotals({ contacts: most, byStatus }));
  });

  it('with the longest names at a glance, and settings changed', () => {
    fc.assert(
      fc.property(longest(80), fc.constantFrom(0, 5), (name, many) => {
        const byStatus = { subscribed: most, unsubscribed: most, 'non-subscribed': most, bounced: most };
        const signUps = Array.from({ length: 14 }, (_, n) => ({
          day: `2026-11-${String(n + 1).padStart(2, '0')}`,
          contacts: most,
        }));
        const change = { id: '1', at, actor: name, action: 'tag.added', subject: name };
        for (const contacts of [0, most])
          expectFits(
            audienceOverview({
              ...{ totals: { contacts, byStatus }, signUps, lately: most, isAdmin: true, at },
              ...{ tags: most, segments: many },
              changes: Array.from({ length: 3 }, () => ({ ...change, details: { contacts: most } })),
            }),
          );
        expectFits(settingsChanged({ changed: ['time zone', 'date order'], people: most }));
      }),
      { numRuns: 30 },
    );
  });

  it('with the longest names of files', () => {
    fc.assert(
      fc.property(longest(255), longest(1000), (name, problem) => {
        expectFits(importProgress(importState(name, { state: 'running' })));
        expectFits(importResult(importState(name)));
        expectFits(importResult(importState(name, { state: 'failed', problem })));
        for (const state of ['cancelled', 'undoing', 'undone'] as const)
          expectFits(importMessage(importState(name, { state, problem }), 1_234.5));
        expectFits(importMessage(importState(name, { state: 'running', cancelledBy: 'U0ADA' }), 1_234.5));
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
  };
};

describe('modals stay inside Slack’s limits', () => {
  it('with all the people in a workspace, and the longest time zone', () => {
    const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };
    const zone = Intl.supportedValuesOf('timeZone').sort((a, b) => b.length - a.length)[0] ?? 'UTC';
    const users = Array.from({ length: 500 }, (_, n) => `U0${String(n).padStart(9, '0')}`);
    for (const people of [[], users])
      for (const fiscalYearStart of [undefined, 12]) {
        const settings = { timeZone: zone, weekStart: 'saturday', dateOrder: undefined } as const;
        expectFitsModal(
          settingsModal(to, {
            settings: {
              ...settings,
              fiscalYearStart,
              tagStyle: 'kebab-case',
              offersImports: true,
              postsResults: true,
              keepRejectedDays: 11,
              keepEventsDays: undefined,
              trackOpens: fiscalYearStart === undefined ? undefined : 'total',
              trackClicks: fiscalYearStart === undefined ? undefined : 'person',
              addsUtm: true,
              homePage: `https://example.com/${'x'.repeat(480)}`,
            },
            roles: { admins: people, viewers: people },
          }),
        );
      }
  });

  it.each([0, 1, 10, 11, 100, 101, 3000])('with %i addresses in a message', (many) => {
    const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: false };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 180 }), (local, domain) => {
        const emails = Array.from(
          { length: many },
          (_, n) => `${n}${'a'.repeat(local)}@${'b'.repeat(domain)}.org`,
        );
        expectFitsModal(tagPeopleModal(to, { contacts: emails, others: emails }));
        expectFitsModal(tagPeopleModal(to, { contacts: [], others: emails }));
      }),
      { numRuns: 20 },
    );
  });

  it.each([1, 44, 45, 200, 500])('with %i columns', (many) => {
    fc.assert(
      fc.property(longest(80), (words) => {
        const columns = Array.from({ length: many }, () => column(words));
        const shown = proposal(columns, words);
        expectFitsModal(importMappingModal(shown));
        const format = { ...shown.mapping.format, encoding: 'shift_jis', chosen: true } as const;
        const refused = { encoding: 'gb18030', message: words } as const;
        expectFitsModal(importMappingModal({ ...shown, mapping: { ...shown.mapping, format }, refused }));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [1, 12],
    [7, 12],
    [200, 0],
  ])('with %i columns of %i different cells to ask about', (many, cells) => {
    fc.assert(
      fc.property(longest(80), longest(60), (words, cell) => {
        const rows = 1_000_000;
        const others = cells > 0 ? null : { rows, samples: [cell, cell, cell], means: null };
        const values = Array.from({ length: cells }, () => ({ value: cell, rows, means: null }));
        const consent = { ...{ way: null, isDetail: false, isTags: false }, values, others };
        const asked = column(words, {
          target: 'status',
          consent: { ...consent, empty: { rows, means: null } },
        });
        const { fileName, mapping } = proposal(
          Array.from({ length: many }, () => asked),
          words,
        );
        expectFitsModal(importValuesModal({ importId: 2_147_483_647, fileName, mapping }));
      }),
      { numRuns: 20 },
    );
  });

  it('with everything that a rehearsal of an import can say', () => {
    fc.assert(
      fc.property(longest(255), longest(60), longest(80), longest(1000), (name, tag, attribute, reason) => {
        const of = <T>(each: T): T[] => Array.from({ length: 1000 }, () => each);
        const blocked = { unsubscribed: 1_000_000, bounced: 1_000_000, nonSubscribed: 1_000_000 };
        const rehearsal: ImportRehearsal = {
          ...{ importId: 2_147_483_647, fileName: name, rowsTotal: 1_000_000, newStatus: 'subscribed' },
          choices: { existing: 'update', resubscribe: true, tagNames: 'as-written' },
          ...{ added: 1_000_000, updated: 1_000_000, unchanged: 1_000_000, rejected: 1_000_000 },
          repeated: 1_000_000,
          topics: of({ name: tag, on: 1_000_000, off: 1_000_000, stayOff: 1_000_000 }),
          reasons: of({ reason, rows: 1_000_000, lines: [999_996, 999_997, 999_998, 999_999, 1_000_000] }),
          ...{ erased: 1_000_000, blocked, resubscribed: 1_000_000, newTags: of(tag) },
          lowered: { unsubscribed: 1_000_000, bounced: 1_000_000 },
          ...{ staySubscribed: 1_000_000, noted: 1_000_000 },
          ...{ unanswered: of({ header: attribute, rows: 1_000_000 }) },
          ...{ alikeTags: of({ written: tag, used: tag }), restyledTags: of({ written: tag, used: tag }) },
          ...{ unusableTags: of(tag), newAttributes: of({ name: attribute, type: 'boolean' }) },
        };
        expectFitsModal(importRehearsalModal(rehearsal));
        expectFitsModal(importConsentModal({ importId: 2_147_483_647, fileName: name, blocked }));
      }),
      { numRuns: 30 },
    );
  });

  it('with everything in a rejected row', () => {
    fc.assert(
      fc.property(longest(255), (words) => {
        const row = { line: 2_147_483_647, reason: words, cells: [words, words] };
        const rows = Array.from({ length: REJECTIONS_PER_PAGE }, () => row);
        const edges = { previous: { before: row.line }, next: { after: row.line } };
        const page = { import: importState(words), rows, first: 1_000_000, total: 2_000_000, ...edges };
        expectFitsModal(rejectionsModal(page));
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

  it('with the longest names of tags', () => {
    const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };
    fc.assert(
      fc.property(longest(60), longest(80), (name, segment) => {
        const tag = { id: most, name };
        const alike = { name, alike: Array.from({ length: 60 }, () => tag) };
        const segments = Array.from({ length: 1000 }, () => segment);
        for (const doubt of [undefined, alike]) {
          expectFitsModal(newTagModal(to, doubt));
          expectFitsModal(renameTagModal(to, tag, doubt));
        }
        expectFitsModal(peopleModal(to, tag));
        expectFitsModal(mergeTagModal(to, tag));
        expectFitsModal(confirmMergeModal(to, mergeOf(name, segments)));
        expectFitsModal(deleteTagModal(to, { tag, contacts: most }));
      }),
      { numRuns: 50 },
    );
  });

  it('shows the columns that need a decision, however far down they are', () => {
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

  it('puts errors under inputs that exist', () => {
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

it('cuts a paragraph without breaking an escape or leaving code open', () => {
  for (let length = 2980; length <= 3010; length++) {
    const { text } = section(code(`${'x'.repeat(length)}&&`)) as { text?: { text: string } };
    expect(text?.text.length).toBeLessThanOrEqual(3000);
    expect(text?.text).toMatch(/`$/);
    expect(text?.text).not.toMatch(/&(?!amp;)/);
  }
});
