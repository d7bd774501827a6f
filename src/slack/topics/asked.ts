import type { KnownBlock } from '@slack/types';
import type { Asked } from '../../audience/topics/set.ts';
import { RollcallError } from '../../errors.ts';
import { type FormValues, typedIn } from '../kit/form-values.ts';
import { plain } from '../kit/modal.ts';

const usualWords = {
  label: 'Where did they ask for it?',
  hint: 'It goes into their consent history.',
};

/**
 * Asks where and when a person asked for mail: what raising someone takes.
 *
 * @param words `isOptional`: whether the rest of the form can be submitted without it
 */
export const askedInputs = ({
  label,
  hint,
  isOptional = false,
}: Partial<typeof usualWords> & { isOptional?: boolean } = {}): KnownBlock[] => [
  {
    type: 'input',
    block_id: 'where',
    optional: isOptional,
    label: plain(label ?? usualWords.label, 2000),
    hint: plain(hint ?? usualWords.hint, 2000),
    element: {
      type: 'plain_text_input',
      action_id: 'where',
      max_length: 200,
      placeholder: plain('By phone, ticket 4711', 150),
    },
  },
  {
    type: 'input',
    block_id: 'when',
    optional: isOptional,
    label: plain('When?', 2000),
    element: { type: 'datetimepicker', action_id: 'when' },
  },
];

/** What was filled in there. Throws `invalid-input` about the one that is missing. */
export function askedIn(values: FormValues): Asked {
  const where = typedIn(values, 'where').trim();
  const when = (values.when?.when as { selected_date_time?: number | null } | undefined)?.selected_date_time;
  if (where === '')
    throw new RollcallError('invalid-input', 'Say where they asked for it.', { about: 'where' });
  if (when === undefined || when === null)
    throw new RollcallError('invalid-input', 'Say when they asked for it.', { about: 'when' });
  return { where, at: new Date(when * 1000) };
}
