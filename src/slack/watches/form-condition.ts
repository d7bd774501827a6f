import { RollcallError } from '../../errors.ts';
import type { WatchCondition } from '../../lib/watches/condition.ts';
import { readCondition } from '../../lib/watches/condition-words.ts';
import { chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';

/**
 * Reads the inputs of the form as the words that could be typed: they have the same errors.
 *
 * @throws RollcallError `invalid-input` about `number`
 */
export function conditionIn(values: FormValues): WatchCondition {
  const when = chosenIn(values, 'when') ?? 'above';
  const typed = typedIn(values, 'number').trim();
  const number = when === 'percent' ? typed.replace(/%$/, '').trim() : typed;
  if (when !== 'joins' && number === '')
    throw new RollcallError('invalid-input', 'Type a number.', { about: 'number' });
  if (when === 'people' && number.endsWith('%')) {
    throw new RollcallError('invalid-input', `"${number}" is a share, and you chose a change in people.`, {
      about: 'number',
      hint: 'Choose the change in %, or type a number of people.',
    });
  }
  const span = `${chosenIn(values, 'span') ?? '7'} days`;
  const words =
    when === 'joins'
      ? 'every time someone joins'
      : when === 'people'
        ? `changes by ${number} in ${span}`
        : when === 'percent'
          ? `changes by ${number}% in ${span}`
          : `${when} ${number}`;
  const read = readCondition(words);
  if (read !== undefined && 'condition' in read) return read.condition;
  throw new RollcallError('invalid-input', read?.problem ?? `"${number}" isn’t a whole number of people.`, {
    about: 'number',
    ...(read?.hint === undefined ? {} : { hint: read.hint }),
  });
}
