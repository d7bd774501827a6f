import { describe, expect, it } from 'vitest';
import type { ImportState } from '../../../src/audience/imports/imports.ts';
import { actions } from '../../../src/slack/core/ids.ts';
import { importMessage } from '../../../src/slack/imports/messages.ts';

const ended = (more: Partial<ImportState>): ImportState => ({
  ...{ workspaceId: 1, id: 7, fileName: 'people.csv', state: 'done', newStatus: 'subscribed' },
  ...{ existing: 'update', resubscribe: false, tagNames: 'existing', rowsTotal: 3, rowsDone: 3 },
  ...{ added: 0, updated: 0, unchanged: 3, rejected: 0, resubscribed: 0, blocked: 0, lowered: 0 },
  ...{ noted: 0, topics: 0, repeated: 0, cancelledBy: null, removed: 0, restored: 0, kept: 0, unmade: null },
  ...{ problem: null, createdBy: 'U0ADA', report: null, startedAt: new Date(0), finishedAt: new Date(0) },
  ...more,
});

interface UndoButton {
  confirm: { text: { text: string } };
}

/** The Undo button of an import's message. */
function undoOf(state: ImportState): UndoButton | undefined {
  const elements = importMessage(state).blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements : [],
  );
  return elements.find((each) => 'action_id' in each && each.action_id === actions.undoImport) as
    | UndoButton
    | undefined;
}

describe('the message of an import that has ended', () => {
  it.each(['done', 'failed', 'cancelled'] as const)('offers Undo if it changed anything (%s)', (state) => {
    expect(undoOf(ended({ state }))).toBeUndefined();
    for (const count of ['added', 'updated', 'noted'] as const) {
      expect([count, undoOf(ended({ state, [count]: 1 }))]).toEqual([count, expect.anything()]);
    }
  });

  it('says what undoing it removes if it only recorded opt-outs', () => {
    const state = ended({ noted: 2 });
    expect(undoOf(state)?.confirm.text.text).toBe(
      'This removes the 2 opt-outs or bounces that it put on record. Contacts edited since then are left alone.',
    );
    expect(JSON.stringify(importMessage(state))).toContain(
      '*2* opt-outs or bounces kept on record: the people’s status stays the same',
    );
    const undone = JSON.stringify(importMessage({ ...state, state: 'undone' }));
    expect(undone).toContain('*2* opt-outs or bounces off the record');
  });

  it.each([
    [{ added: 1200, updated: 3, unchanged: 5 }, '1,200 contacts added, 3 updated'],
    [{ added: 1 }, '1 contact added'],
    [{ updated: 2 }, '2 contacts updated'],
    [{ unchanged: 3 }, 'No contacts added or updated'],
  ])('begins with its number (%j)', (counts, words) => {
    const [first] = importMessage(ended(counts)).blocks;
    expect(first).toMatchObject({ type: 'header', text: { text: words } });
  });

  it('keeps the file of rejected rows in its menu', () => {
    const keys = importMessage(ended({ added: 1, updated: 1, rejected: 1 })).blocks.flatMap((block) =>
      block.type === 'actions' ? block.elements : [],
    );
    expect(keys.map((key) => (key.type === 'button' ? key.text.text : key.type))).toEqual([
      ...['See who came in', 'See who was updated', 'Show rejected rows', 'Undo', 'overflow'],
    ]);
  });
});
