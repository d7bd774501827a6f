import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactCard } from '../../src/audience/contacts/card.ts';
import type { Dashboard } from '../../src/audience/workspace/dashboard.ts';
import type { Change } from '../../src/audience/workspace/history.ts';
import { eachField } from '../../src/contact-fields.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { limits } from '../../src/playground/slack-server/checks/limits.ts';
import {
  addContactModal,
  consentModal,
  editContactModal,
  forgetModal,
  tagContactModal,
} from '../../src/slack/contacts/forms.ts';
import {
  alreadyThere,
  contactCard,
  contactEdited,
  contactForgotten,
  contactTagged,
  forgetQuestion,
  statusChoice,
} from '../../src/slack/contacts/messages-card.ts';
import { homeSaying, homeView } from '../../src/slack/home/messages.ts';
import type { Message } from '../../src/slack/kit/message.ts';
import { mentionHelp } from '../../src/slack/segments/messages-questions.ts';
import { CHANGES_PER_PAGE, history } from '../../src/slack/workspace/messages-history.ts';

const nasty = fc.constantFrom('&', '<', '>', '`', '*', '🎉', 'a', ' ', '"', '\n', '<!channel>');
const long = (most: number) =>
  fc.oneof(
    fc.array(nasty, { minLength: 1, maxLength: most }).map((parts) => `x${parts.join('')}`.slice(0, most)),
    fc.constantFrom('&'.repeat(most), 'x'.repeat(most)),
  );
const at = new Date('2026-11-23T10:00:00Z');
const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };

function expectFits({ blocks, text }: Message): void {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(limits.text);
  expect(JSON.stringify(blocks)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<!channel/);
}

const reasons = ['by-hand', 'complained', 'unsubscribed', 'bounced'] as const;

const cardOf = (name: string, value: string, many: number): ContactCard => ({
  contact: {
    ...{ id: 2_147_483_647, email: `${'a'.repeat(60)}@${'b'.repeat(180)}.org`, emailKey: 'a@b.org' },
    ...{ ...eachField(() => value), name, status: 'subscribed' },
    ...{ statusSource: value, statusAt: at, emailValidation: 'invalid', source: value, signedUpAt: at },
    emailChangedAt: at,
    ...{ attributes: {}, createdAt: at, updatedAt: at },
  },
  tags: Array.from({ length: many }, () => name.slice(0, 60)),
  attributes: Array.from({ length: many }, () => ({ name: name.slice(0, 60), value })),
  events: Array.from({ length: 6 }, () => ({ kind: name.slice(0, 60), at, campaign: value, machine: true })),
  segments: Array.from({ length: many }, () => name.slice(0, 80)),
  unasked: Array.from({ length: Math.min(many, 5) }, () => name.slice(0, 80)),
  holds: reasons.map((reason) => ({ reason, at, isCorrected: true })),
  at,
});

describe('every message and view about contacts stays inside Slack’s limits', () => {
  it('with the longest names and values, few of them or hundreds', () => {
    fc.assert(
      fc.property(long(500), long(1000), fc.constantFrom(0, 1, 300), (name, value, many) => {
        const card = cardOf(name, value, many);
        const made = card.attributes.map((each) => each.name);
        expectFits(contactCard(card, { made }));
        expectFits(contactEdited(card, { changed: true, made, undoId: 1 }));
        const { id, email } = card.contact;
        expectFits(alreadyThere({ id, email }));
        expectFits(forgetQuestion({ id, email }));
        const doubts = Array.from({ length: many }, () => ({
          ...{ name: name.slice(0, 60), alike: [{ id: 1, name: name.slice(0, 60) }] },
        }));
        expectFits(
          contactTagged(id, {
            email,
            had: card.tags,
            tagged: card.tags,
            made: card.tags,
            doubts,
            undoIds: [1],
          } as never),
        );
        for (const view of [
          addContactModal(to),
          editContactModal(to, card),
          consentModal(to, { id, email, from: 'bounced', status: 'subscribed' }),
          tagContactModal(to, { id, email }),
          forgetModal(to, { id, email }),
        ])
          expect(checkView(view)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('with the longest line that waits for a status', () => {
    fc.assert(
      fc.property(long(1500), (line) => {
        // Quotes and backslashes take two characters in a button's value.
        if (JSON.stringify({ line, status: 'non-subscribed' }).length > 2000) return;
        expectFits(statusChoice('a@x.org', line));
      }),
    );
    expectFits(
      contactForgotten({ tags: 1e6, events: 1e9, rejectedRows: 1e6, undos: 1e3, files: 1e3, mentions: 1e6 }),
    );
    expectFits(mentionHelp());
  });

  it('with pages of changes of every kind, known and unknown', () => {
    fc.assert(
      fc.property(long(300), long(200), (subject, actor) => {
        const kinds = [
          'tag.created',
          'tag.added',
          'segment.edited',
          'contact.forgotten',
          'of.later',
          'constructor',
        ];
        const changes = Array.from(
          { length: CHANGES_PER_PAGE },
          (_, n): Change => ({
            ...{ id: String(n), at, actor, subject, details: { contacts: 1e9 }, undoId: n },
            action: `${kinds[n % kinds.length]}${n % 2 === 0 ? '' : '.undone'}`,
          }),
        );
        for (const isFirst of [true, false]) {
          expectFits(history({ changes, next: '9'.repeat(18) }, { isFirst }));
          expectFits(history({ changes: [] }, { isFirst }));
        }
        const size = {
          members: 1e9,
          reachable: 1e9,
          at,
          namesPeople: true,
          sentence: subject,
          readBack: subject,
        };
        const state: Dashboard = {
          totals: {
            contacts: 1e9,
            byStatus: { subscribed: 1e9, unsubscribed: 1, 'non-subscribed': 0, bounced: 1 },
          },
          ...{
            tags: 10_000,
            mayEdit: true,
            at,
            changes: changes.slice(0, 5),
            campaigns: { some: [], numbers: new Map(), total: 0 },
          },
          growth: [7, 30, 90].map((days) => ({ days, joined: 1e9, before: 1e9 })),
          failing: [],
          segments: {
            ...{ total: 1000, found: 1000, search: '', sort: 'newest', page: 1, pages: 125, at },
            segments: Array.from({ length: 8 }, (_, n) =>
              n % 2 === 0
                ? { id: n, name: subject.slice(0, 80), size }
                : { id: n, name: subject.slice(0, 80), problem: subject.repeat(10) },
            ),
          },
          imports: (['running', 'done', 'failed', 'cancelled', 'undoing', 'undone'] as const).map((each) => ({
            ...{ existing: 'update', resubscribe: false, tagNames: 'existing', resubscribed: 1, blocked: 1 },
            ...{ cancelledBy: null, removed: 1, restored: 1, kept: 1, unmade: null },
            ...{ lowered: 1, topics: 1, noted: 1, repeated: 1 },
            ...{ workspaceId: 1, id: 1, fileName: subject, state: each, newStatus: 'subscribed' },
            ...{ rowsTotal: 1e6, rowsDone: 1e6, added: 1, updated: 1, unchanged: 1, rejected: 1 },
            ...{ problem: subject.repeat(10), createdBy: 'U0', report: null, startedAt: at, finishedAt: at },
          })),
        };
        expect(checkView(homeView(state))).toEqual([]);
        const empty = {
          ...state,
          totals: { ...state.totals, contacts: 0 },
          tags: 0,
          imports: [],
          changes: [],
        };
        expect(
          checkView(homeView({ ...empty, segments: { ...state.segments, total: 0, segments: [] } })),
        ).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(checkView(homeSaying(mentionHelp()))).toEqual([]);
  });
});
