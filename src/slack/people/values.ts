import { z } from 'zod';
import { chosenIn, type FormValues } from '../kit/form-values.ts';

/** The id that was chosen in a picker. */
export const idIn = (values: FormValues, block: string, picker: string): number =>
  z.coerce
    .number()
    .pipe(z.int())
    .parse(chosenIn(values, block, picker));
