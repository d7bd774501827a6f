import type { ModalView } from '@slack/types';
import { type Encoding, encodingNames } from '../../csv/encodings.ts';
import { section } from '../messages/message.ts';
import { escaped, md } from '../mrkdwn.ts';
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

/** While a file is read anew. */
export const rereadingModal = (encoding: Encoding): ModalView =>
  waitingModal(`Reading it as ${encodingNames[encoding].name} …`);
