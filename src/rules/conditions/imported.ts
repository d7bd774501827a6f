import { z } from 'zod';
import { inputOf, refused, rowOf } from '../form/row.ts';
import { idsAmong } from '../form/typed.ts';
import { printList } from '../language/print-list.ts';
import { printToldApart, whenForms } from '../language/told-apart.ts';
import type { NamedImport, Names } from '../names.ts';
import { orNull } from '../sql/compile-values.ts';
import type { LeafKind } from './kind.ts';
import { ids } from './stored.ts';

/** One of these imports added the contact, no matter what changed it since. */
export type Imported = { type: 'imported'; imports: number[] };

export const imported: LeafKind<Imported> = {
  type: 'imported',
  schema: z.strictObject({ type: z.literal('imported'), imports: ids('an import') }),
  values: ({ imports }) => imports.length,
  refersTo: { things: 'imports', key: 'imports' },

  resolve(condition, { names, refuseGone }) {
    const known = new Set(names.imports.map(({ id }) => id));
    for (const id of condition.imports) if (!known.has(id)) refuseGone('an import', id);
    return condition;
  },

  print: ({ imports }, names, negated) =>
    printList('added by import', 'any', imports.map(named(names, printToldApart)), negated),

  explain({ imports }, { names }, negated, { who }) {
    const said = imports.map(named(names, explainOne));
    const without = negated ? '; includes those who were not imported' : '';
    return `${who}were ${negated ? 'not ' : ''}added by the import of ${said.join(' or ')}${without}`;
  },

  compile({ imports }, negated, { param }) {
    const [first, ...others] = imports;
    const is = others.length === 0 ? `= ${param(first, 'int')}` : `= ANY(${param(imports, 'int[]')})`;
    return orNull(`c.added_by_import ${is}`, negated);
  },
  effort: () => 0,
  asksForNone: () => false,
  // Set when a contact is added, and never changed, so every write of contacts makes the answer stale.
  topics: () => [],
  namesPeople: () => false,

  fact: () => 'to_jsonb(c.added_by_import)',
  sayFact(_, fact, { names }) {
    if (typeof fact !== 'number') return 'not added by an import';
    return `added by the import of ${named(names, explainOne)(fact)}`;
  },
  course: null,

  row: ({ imports }) => rowOf('imports', 'any', { values: imports.map(String) }),
  subject: {
    name: 'imports',
    offers: ({ imports }) =>
      imports.length === 0 ? [] : [{ what: 'imports', words: 'Added by import', group: 'Other' }],
    find: (_, { imports }) =>
      imports.length === 0
        ? undefined
        : {
            operators: [{ how: 'any', words: 'is any of', negated: 'is none of' }],
            inputs: () => [{ ...inputOf('values', 'choices'), choices: imports.map(choice).toReversed() }],
            read({ values }) {
              const chosen = idsAmong(values, imports);
              if (chosen === undefined)
                return refused('That import no longer exists; choose another one.', 'values');
              return { ok: true, condition: { type: 'imported', imports: chosen } };
            },
          },
  },
};

/** An import by its id, as a list of one. */
const named =
  ({ imports }: Names, say: (each: NamedImport, all: readonly NamedImport[]) => string) =>
  (id: number): string => {
    const found = imports.find((each) => each.id === id);
    return found === undefined ? `"#${id}"` : say(found, imports);
  };

/** Always with its day: people remember that better than the name. */
function explainOne({ when, undone, ...rest }: NamedImport): string {
  const day = whenForms(when)[0];
  return `${printToldApart(rest, [])} (${day}${undone ? ', since undone' : ''})`;
}

/** The moment comes first, because long names are cut. */
const choice = ({ id, name, when }: NamedImport): { value: string; words: string } => ({
  value: String(id),
  words: `${whenForms(when)[1]} · ${name}`,
});
