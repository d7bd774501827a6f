import type { KnownBlock, ModalView } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { section } from './message.ts';
import { md } from './mrkdwn.ts';

/** Words without markup, cut at Slack's limit. */
export const plain = (text: string, limit: number) => ({
  type: 'plain_text' as const,
  text: clip(text, limit),
});

/** Slack refuses these in modals. What they show is also said in words beside them. */
const onlyInMessages: ReadonlySet<string> = new Set([
  'data_visualization',
  'data_table',
  'table',
  'markdown',
]);

/** A modal that only shows what a message would. */
export function sayingModal(title: string, blocks: KnownBlock[]): ModalView {
  const shown = blocks.filter(({ type }) => !onlyInMessages.has(type));
  return { type: 'modal', title: plain(title, 24), close: plain('Close', 24), blocks: shown };
}

/**
 * What every form has around its inputs.
 *
 * @param callback the name under which its submission arrives
 * @param metadata what it remembers while it is open: JSON of at most 3,000 characters
 */
export function formFrame(form: {
  callback: string;
  title: string;
  submit: string;
  metadata: object;
}): Omit<ModalView, 'blocks'> {
  return {
    type: 'modal',
    callback_id: form.callback,
    private_metadata: JSON.stringify(form.metadata),
    title: plain(form.title, 24),
    submit: plain(form.submit, 24),
    close: plain('Cancel', 24),
  };
}

/** What a modal shows until its content is ready: it has to open within three seconds. */
export const loadingModal = (title: string): ModalView =>
  sayingModal(title, [section(md`:hourglass_flowing_sand: One moment…`)]);
