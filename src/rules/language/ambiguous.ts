import { namedLike } from '../../lib/names.ts';
import { fold } from '../../lib/texts.ts';
import { dateFields, textFields } from '../fields.ts';
import type { Names } from '../names.ts';
import { languageWords } from './words.ts';

/** Whether a property's name, without quotes, could also begin a condition of its own. */
export function seesAsOther(name: string, names: Names): boolean {
  const folded = fold(name);
  const attribute = names.attributes.some((each) => fold(each.name) === folded);
  const words = [textFields, dateFields].flatMap((table) =>
    Object.values(table).flatMap((row) => [...row.words]),
  );
  return attribute || (words as string[]).includes(folded) || languageWords.has(folded);
}

/** Whether a value is what an attribute of yes or no is called: without quotes it could say that. */
export function seesAsYesNo(value: string, { attributes }: Names): boolean {
  return namedLike(attributes, value).some(({ type }) => type === 'boolean');
}
