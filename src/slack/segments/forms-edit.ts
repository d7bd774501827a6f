import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { EditPreview } from '../../audience/segments/builder.ts';
import { clip } from '../../lib/words.ts';
import { answerToSchema } from '../core/answer-to.ts';
import { fromCompactJson, toCompactJson } from '../core/compact-json.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { bold, code, count, escaped, joined, md, moment, person } from '../kit/mrkdwn.ts';
import { changeInNumbers, inNumbers } from './messages.ts';

/** A change to a segment that waits for confirmation: all of it, because no process remembers any. */
const editMetadata = z.object({
  to: answerToSchema,
  id: z.int(),
  version: z.int(),
  name: z.string(),
  description: z.string(),
  sentence: z.string(),
  seed: z.int(),
});
export type EditMetadata = z.infer<typeof editMetadata>;

/** Slack's limit for a modal's metadata. */
const LONGEST_METADATA = 3000;

/** Whether a change fits into a modal's metadata. */
export const fitsModal = (metadata: EditMetadata): boolean =>
  toCompactJson(metadata, LONGEST_METADATA).length <= LONGEST_METADATA;

/** The change that a modal remembers. */
export const readEdit = (metadata: string): EditMetadata => editMetadata.parse(fromCompactJson(metadata));

/**
 * Shows what a segment's new rule changes, for confirmation.
 *
 * @param changed who changed the segment since it was opened, and when: the difference is to their version
 */
export function confirmEditModal(
  metadata: EditMetadata,
  { difference, size, before }: EditPreview,
  changed?: { by: string; at: Date },
): ModalView {
  const isEveryone = metadata.sentence === 'everyone' && before.sentence !== 'everyone';
  const save = isEveryone ? 'Include everyone' : 'Save';
  const same = difference.entering.count === 0 && difference.leaving.count === 0;
  return {
    type: 'modal',
    callback_id: views.confirmEdit,
    private_metadata: toCompactJson(metadata, LONGEST_METADATA),
    title: plain('Edit segment', 24),
    submit: plain(changed === undefined ? save : 'Save anyway', 24),
    close: plain('Cancel', 24),
    blocks: [
      ...(changed === undefined
        ? []
        : [
            section(
              md`:warning: ${person(changed.by)} edited this segment ${moment(changed.at)}, after you opened it. Your changes aren’t saved yet. This is what they would change now:`,
            ),
          ]),
      ...(isEveryone
        ? [section(md`:warning: This removes every condition, so the segment will include *everyone*.`)]
        : []),
      section(md`${bold(metadata.name)}\n${changeInNumbers(difference)}`),
      ...(same ? [] : people('Joining', difference.entering)),
      ...(same ? [] : people('Leaving', difference.leaving)),
      section(md`${inNumbers(size)} then`),
      context(md`Now: ${code(clip(before.sentence, 800))}`),
      context(md`Then: ${code(clip(metadata.sentence, 800))}`),
      context(md`As of ${moment(difference.at)}. You can undo this for 30 minutes.`),
    ],
  };
}

function people(what: string, { count: all, examples }: EditPreview['difference']['entering']): KnownBlock[] {
  if (all === 0) return [];
  const names = examples.map(({ name, email }) => escaped(clip(name ?? email, 60)));
  const rest = all - names.length;
  return [
    context(md`${escaped(what)}: ${joined(names, ', ')}${rest > 0 ? md` and ${count(rest)} more` : ''}`),
  ];
}
