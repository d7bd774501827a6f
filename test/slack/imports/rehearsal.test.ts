import { describe, expect, it } from 'vitest';
import type { ImportRehearsal } from '../../../src/audience/imports/rehearsal.ts';
import { rehearsalWords } from '../../../src/cli/import-words.ts';
import { proposeMapping } from '../../../src/csv/columns/propose.ts';
import { importRehearsalModal } from '../../../src/slack/imports/forms-rehearsal.ts';

const rehearsal = (staySubscribed: number): ImportRehearsal => ({
  ...{ importId: 1, fileName: 'people.csv', rowsTotal: 3, newStatus: 'subscribed', staySubscribed, noted: 0 },
  choices: { existing: 'update', resubscribe: false, tagNames: 'existing' },
  ...{ added: 0, updated: 0, unchanged: 3, rejected: 0, erased: 0, repeated: 0, resubscribed: 0 },
  ...{ blocked: { unsubscribed: 0, bounced: 0, nonSubscribed: 0 }, lowered: { unsubscribed: 0, bounced: 0 } },
  ...{ reasons: [], unanswered: [], newTags: [], alikeTags: [], restyledTags: [], unusableTags: [] },
  newAttributes: [],
  topics: [],
});
const mappingOf = async (status: string) =>
  (
    await proposeMapping(
      new TextEncoder().encode(`Email,Status\nada@x.org,${status}\nbob@x.org,subscribed\n`),
      {
        fileName: 'people.csv',
      },
    )
  ).mapping;

describe('a rehearsal with subscribed contacts who are non-subscribed in the file', () => {
  it.each([
    [
      1,
      '*1* is subscribed here and non-subscribed in the file: this person stays subscribed. To stop this person’s mail, write `unsubscribed` in the file.',
      '1 is subscribed here and non-subscribed in this file: this person stays subscribed',
    ],
    [
      12_000,
      '*12,000* are subscribed here and non-subscribed in the file: they stay subscribed. To stop their mail, write `unsubscribed` in the file.',
      '12,000 are subscribed here and non-subscribed in this file: they stay subscribed',
    ],
  ])('reports %d of them, in Slack and on the command line', async (people, inSlack, inTerminal) => {
    const modal = importRehearsalModal(rehearsal(people));
    expect(JSON.stringify(modal)).toContain(inSlack);
    expect(rehearsalWords(rehearsal(people), { mapping: await mappingOf('pending') })).toBe(
      [
        '  0 new, 0 changed, 3 unchanged, 0 rejected',
        `  ${inTerminal}`,
        '    If that means they unsubscribed, add --values "Status: pending=unsubscribed"',
      ].join('\n'),
    );
  });

  it('reports nothing if there are none, and offers no option for blanks', async () => {
    expect(JSON.stringify(importRehearsalModal(rehearsal(0)))).not.toContain('subscribed here');
    const blanks = await mappingOf('');
    expect(rehearsalWords(rehearsal(0), { mapping: blanks })).not.toContain('subscribed here');
    expect(rehearsalWords(rehearsal(1), { mapping: blanks })).not.toContain('--values');
  });
});
