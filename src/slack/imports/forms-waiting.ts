import type { ModalView } from '@slack/types';
import type { ChosenFormat } from '../../csv/columns/inspect.ts';
import { section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { escaped, md } from '../kit/mrkdwn.ts';
import { chosenWords } from './forms-reading.ts';

/** Shown while a person waits for work to finish. */
export function waitingModal(sentence: string): ModalView {
  return {
    type: 'modal',
    title: plain('Import contacts', 24),
    close: plain('Close', 24),
    blocks: [section(md`:hourglass_flowing_sand: ${escaped(sentence)}`)],
  };
}

/** Shown while a file is read again. */
export const rereadingModal = (chosen: ChosenFormat): ModalView =>
  waitingModal(`${chosenWords(chosen)}: reading the file again…`);
