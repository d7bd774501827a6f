import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { pickers } from '../core/ids.ts';
import { chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';

/**
 * The tag that a form with a picker and an input names: one that exists, or the name of a new one.
 *
 * @throws RollcallError `invalid-input` about the picker if neither or both are filled
 */
export function tagIn(values: FormValues): { id: number } | { make: string } {
  const picked = chosenIn(values, 'tag', pickers.tag);
  const make = typedIn(values, 'new').trim();
  if ((picked === undefined) === (make === '')) {
    const words =
      picked === undefined ? 'Choose a tag or type a new one.' : 'Choose a tag or type a new one, not both.';
    throw new RollcallError('invalid-input', words, { about: 'tag' });
  }
  return picked === undefined ? { make } : { id: z.coerce.number().pipe(z.int()).parse(picked) };
}
