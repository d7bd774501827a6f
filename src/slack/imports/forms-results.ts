import type { ModalView } from '@slack/types';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { RejectionPage } from '../../audience/imports/rejections.ts';
import type { PageEdge } from '../../audience/people/list.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, paragraphs, section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { bold, code, count, counted, escaped, md } from '../kit/mrkdwn.ts';
import { importMessage } from './messages.ts';

const closable = md`You can close this window: Rollcall also sends you the result as a message.`;
const onlyHere = md`Keep this window open to see the result: Slack doesn’t let Rollcall send you a message. Later, find it in ${code('/audience history')}.`;

/** During the import and after it: refreshed while it stays open. */
export function importRunningModal(state: ImportState, perSecond?: number): ModalView {
  const { blocks } = importMessage(state, perSecond);
  return {
    type: 'modal',
    title: plain('Import contacts', 24),
    close: plain('Close', 24),
    blocks: [
      ...blocks,
      ...(state.state === 'running' ? [context(state.report?.refused ? onlyHere : closable)] : []),
    ],
  };
}

/** A page of rejected rows, with line and reason. */
export function rejectionsModal(page: RejectionPage): ModalView {
  const { rows, first, total, previous, next } = page;
  const { id, fileName } = page.import;
  const turn = (words: string, as: string, edge: PageEdge | undefined) =>
    edge === undefined
      ? []
      : [button(words, `${actions.turnRejections}.${as}`, JSON.stringify({ importId: id, edge }))];
  const turns = [...turn('Previous', 'previous', previous), ...turn('Next', 'next', next)];
  const lines = rows.map(
    ({ line, reason, cells }) =>
      md`• line ${count(line)}: ${escaped(clip(reason, 200))}\n      ${code(clip(cells.join(', '), 120))}`,
  );
  const where =
    turns.length === 0 ? '' : md`\n${count(first)}–${count(first + rows.length - 1)} of ${count(total)}`;
  return {
    type: 'modal',
    title: plain('Rejected rows', 24),
    close: plain('Close', 24),
    blocks: [
      section(
        md`${counted(total, 'row')} of ${bold(clip(fileName, 200))} ${total === 1 ? md`wasn’t` : md`weren’t`} imported.${where}`,
      ),
      ...paragraphs(lines),
      buttons(...turns, button('Get all as a file', actions.fileOfRejections, String(id))),
    ],
  };
}
