import { comparison, type TextFieldName, textField, textFieldNames, wordsOfField } from '../fields.ts';
import type { Rule } from '../schema.ts';
import type { Param } from '../sql/compile-values.ts';
import type { BreakdownKey } from './key.ts';

/**
 * Fields of contacts that don't say who someone is: members who may not see contacts must not learn names,
 * addresses or phones from a breakdown.
 */
export const fieldKeys: readonly BreakdownKey[] = textFieldNames
  .filter((name) => !textField(name).namesPerson)
  .map(fieldKey);

function fieldKey(name: TextFieldName): BreakdownKey {
  const field = textField(name);
  const { sql, read, folded } = comparison(field, 'is');
  const is = (value: string): Rule => ({ type: 'text', field: name, operator: 'is', values: [value] });
  return {
    id: `field:${name}`,
    label: field.words[0] ?? name,
    words: wordsOfField(field),
    kind: 'values',
    isTyped: field.takes === 'texts' && name !== 'source' && name !== 'email domain',
    sql: (param) => ({
      stored: `${sql} COLLATE "C"`,
      key: (stored) => `'=' || nullif(${folded ? stored : sameText(stored, param)}, '')`,
      shown: (stored) => stored,
    }),
    // A country that no list knows is stored as given, and no rule can name it.
    ruleOf: ({ shown }) =>
      read(shown) === null || read(read(shown) ?? '') !== read(shown) ? null : is(read(shown) ?? ''),
    none: field.optional ? { type: 'not', rule: { type: 'has', field: name } } : null,
    show: ({ shown }) => field.show(shown),
  };
}

/**
 * A text in the form in which rules compare it (textTest in sql/compile-values.ts): case doesn't matter, nor
 * which apostrophe or hyphen it has, except in addresses and links. Most texts are plain, and folding one takes
 * thirty times as long as lower-casing it.
 */
export const sameText = (sql: string, param: Param): string =>
  `CASE WHEN ${sql} !~ ${param(special, 'text')} THEN lower(${sql} COLLATE "C")
     WHEN ${sql} ~ ${param(verbatim, 'text')} THEN lower(${sql} COLLATE "und-x-icu") COLLATE "C"
     ELSE folded(${sql}) COLLATE "C" END`;

/** A letter outside ASCII, whose lower case may be one that others fold to (ΟΔΟΣ), or a backtick. */
const special = '[^\\x20-\\x7e]|`';

/** `isVerbatim` of lib/texts.ts in SQL. */
const verbatim = '^\\s*([A-Za-z][A-Za-z0-9+.-]*://|[^\\s@]+@)\\S+\\s*$';
