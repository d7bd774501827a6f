import type { KnownBlock, ModalView } from '@slack/types';
import type { When } from '../../audience/campaigns/when.ts';
import { actions } from '../core/ids.ts';
import type { FormValues } from '../kit/form-values.ts';
import { context } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { inZone } from './messages-when.ts';

/** The block of the time; errors are shown beside it. */
export const whenBlock = 'when';
const readBackBlock = 'when-read-back';

/** Asks for a time, and shows below how it is understood. */
export const whenInputs = (initial: string, readBack: Mrkdwn): KnownBlock[] => [
  {
    type: 'input',
    block_id: whenBlock,
    dispatch_action: true,
    label: plain('When', 2000),
    hint: plain('For example: now, tomorrow 9am, next Friday 10:00', 2000),
    element: {
      type: 'plain_text_input',
      action_id: actions.sayWhen,
      max_length: 100,
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      placeholder: plain('tomorrow 9am', 150),
      ...(initial === '' ? {} : { initial_value: initial }),
    },
  },
  { ...context(readBack), block_id: readBackBlock },
];

/** The time as typed. Its block may have another id: a suggestion has replaced its text. */
export const whenTyped = (values: FormValues): string =>
  Object.values(values).flatMap((block) => block[actions.sayWhen]?.value ?? [])[0] ?? '';

/** How a time is understood: `Goes out Fri 4 Dec 2026, 09:00 (Europe/London), in 5 days` */
export const readBackOf = (when: When, now: Date): Mrkdwn =>
  when === 'now' ? md`Goes out *now*` : md`Goes out *${escaped(inZone(when, now))}*`;

/** The blocks of a form with the time read back in another way. Everything that was typed stays. */
export const withReadBack = (blocks: ModalView['blocks'], readBack: Mrkdwn): KnownBlock[] =>
  (blocks as KnownBlock[]).map((block) =>
    block.block_id === readBackBlock ? { ...context(readBack), block_id: readBackBlock } : block,
  );
