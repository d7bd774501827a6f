import { dateFields, textFields } from './fields.ts';
import type { Names } from './schema.ts';
import { languageWords } from './words.ts';

/** Whether a property's name, without quotes, could also begin a condition of its own. */
export function seesAsOther(name: string, names: Names): boolean {
  const fold = name.trim().toLowerCase();
  const attribute = names.attributes.some((each) => each.name.trim().toLowerCase() === fold);
  const words = [textFields, dateFields].flatMap((table) =>
    Object.values(table).flatMap((row) => [...row.words]),
  );
  return attribute || (words as string[]).includes(fold) || languageWords.has(fold);
}
