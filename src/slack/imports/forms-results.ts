import type { ModalView } from '@slack/types';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { KeptContact } from '../../audience/imports/undo.ts';
import { clip } from '../../lib/words.ts';
import { context, paragraphs, section } from '../kit/message.ts';
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

/** Rejected rows, with line and reason. */
export function rejectionsModal(
  state: ImportState,
  rejections: { line: number; reason: string; cells: string[] }[],
): ModalView {
  const lines = rejections.map(
    ({ line, reason, cells }) =>
      md`• line ${count(line)}: ${escaped(clip(reason, 200))}\n      ${code(clip(cells.join(', '), 120))}`,
  );
  const rest = state.rejected - rejections.length;
  return {
    type: 'modal',
    title: plain('Rejected rows', 24),
    close: plain('Close', 24),
    blocks: [
      section(
        md`${counted(state.rejected, 'row')} of ${bold(clip(state.fileName, 200))} ${state.rejected === 1 ? md`wasn’t` : md`weren’t`} imported.`,
      ),
      ...paragraphs(lines),
      ...(rest > 0 ? [context(md`${count(rest)} more, all in the file of rejected rows.`)] : []),
    ],
  };
}

const keptReasons: Record<KeptContact['reason'], string> = {
  changed: 'edited or updated by an event since',
  tagged: 'tagged since',
  event: 'has events since',
  imported: 'also in a later import',
};

/** Contacts that undoing an import left unchanged, and why. */
export function keptModal(state: ImportState, kept: readonly KeptContact[]): ModalView {
  const lines = kept.map(
    ({ email, reason }) => md`• ${code(clip(email, 200))}: ${escaped(keptReasons[reason])}`,
  );
  const rest = state.kept - kept.length;
  return {
    type: 'modal',
    title: plain('Left alone', 24),
    close: plain('Close', 24),
    blocks: [
      section(
        md`Undoing the import of ${bold(clip(state.fileName, 200))} left ${counted(state.kept, 'contact')} alone.`,
      ),
      ...paragraphs(lines),
      ...(rest > 0 ? [context(md`and ${count(rest)} more`)] : []),
    ],
  };
}
