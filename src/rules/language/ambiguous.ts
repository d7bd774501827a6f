import { namedLike } from '../../lib/names.ts';
import { fold } from '../../lib/texts.ts';
import { dateFields, textFields } from '../fields.ts';
import type { Names } from '../names.ts';
import { languageWords } from './words.ts';

/** Whether an unquoted property name could also begin a separate condition. */
export function seesAsOther(name: string, names: Names): boolean {
  const folded = fold(name);
  const attribute = names.attributes.some((each) => fold(each.name) === folded);
  const words = [textFields, dateFields].flatMap((table) =>
    Object.values(table).flatMap((row) => [...row.words]),
  );
  return attribute || (words as string[]).includes(folded) || languageWords.has(folded);
}

/** Whether a value is also the name of a yes-or-no attribute: unquoted, it could mean that. */
export function seesAsYesNo(value: string, { attributes }: Names): boolean {
  return namedLike(attributes, value).some(({ type }) => type === 'boolean');
}
