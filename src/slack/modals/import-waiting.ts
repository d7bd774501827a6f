import type { ModalView } from '@slack/types';
import type { ChosenFormat } from '../../csv/inspect.ts';
import { section } from '../messages/message.ts';
import { escaped, md } from '../mrkdwn.ts';
import { chosenWords } from './import-reading.ts';
import { plain } from './modal.ts';

/** While something is worked on that a person waits for. */
export function waitingModal(sentence: string): ModalView {
  return {
    type: 'modal',
    title: plain('Import contacts', 24),
    close: plain('Close', 24),
    blocks: [section(md`:hourglass_flowing_sand: ${escaped(sentence)}`)],
  };
}

/** While a file is read again. */
export const rereadingModal = (chosen: ChosenFormat): ModalView =>
  waitingModal(`${chosenWords(chosen)}: reading the file again …`);
