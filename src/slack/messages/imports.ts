import type { KnownBlock } from '@slack/types';
import type { ImportState } from '../../audience/imports.ts';
import { clip } from '../../words.ts';
import { actions } from '../ids.ts';
import { bold, count, counted, escaped } from '../mrkdwn.ts';
import { context, type Message, message, section } from './message.ts';

const CELLS = 20;

/** An import that runs: a bar, and how far it is. */
export function importProgress(state: ImportState): Message {
  const share = state.rowsTotal === 0 ? 0 : state.rowsDone / state.rowsTotal;
  const filled = Math.round(share * CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(CELLS - filled);
  const percent = `${Math.floor(share * 100)} %`;
  return message(
    [
      section(`:inbox_tray: Importing ${bold(clip(state.fileName, 200))}\n\`${bar}\` ${percent}`),
      context(`${count(state.rowsDone)} of ${counted(state.rowsTotal, 'row')}`),
    ],
    `Importing ${state.fileName}: ${percent}`,
  );
}

/** What became of an import that has ended. */
export function importResult(state: ImportState): Message {
  if (state.state === 'failed') {
    const sentence = `The import of ${state.fileName} stopped: ${state.problem ?? 'no reason was recorded'}`;
    return message(
      [
        section(`:warning: ${escaped(sentence)}`),
        buttons(state, ['Go on with it', actions.retryImport]),
        context(`Before that: ${inNumbers(state)}. Going on starts after the last row that was dealt with.`),
      ],
      sentence,
    );
  }
  const parts = [
    `• *${count(state.added)}* added`,
    `• *${count(state.updated)}* updated`,
    `• *${count(state.unchanged)}* unchanged`,
    `• *${count(state.rejected)}* rejected`,
  ];
  return message(
    [
      section(`:white_check_mark: Imported ${bold(clip(state.fileName, 200))}\n${parts.join('\n')}`),
      ...(state.rejected === 0
        ? []
        : [
            buttons(
              state,
              ['Show rejected rows', actions.showRejections],
              ['Rejected rows as a file', actions.fileOfRejections],
            ),
          ]),
      context('See who came in: `/contacts`, or `/segments count signed up in the last 30 days`'),
    ],
    `Imported ${state.fileName}: ${inNumbers(state)}`,
  );
}

const inNumbers = (state: ImportState): string =>
  `${count(state.added)} added, ${count(state.updated)} updated, ${count(state.unchanged)} unchanged, ${count(state.rejected)} rejected`;

const buttons = (state: ImportState, ...named: [text: string, action: string][]): KnownBlock => ({
  type: 'actions',
  elements: named.map(([text, action]) => ({
    type: 'button',
    action_id: action,
    value: String(state.id),
    text: { type: 'plain_text', text },
  })),
});
