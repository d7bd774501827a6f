import { RollcallError } from '../../errors.ts';
import { nameHas } from '../../lib/names.ts';
import { tidy } from '../../lib/texts.ts';
import { cut } from '../../lib/words.ts';
import { textField } from '../../rules/fields.ts';
import type { Named } from '../../rules/names.ts';
import type { Rule } from '../../rules/schema.ts';

/** In characters: longer ones are cut. */
export const LONGEST_SEARCH = 200;
/** A tag's name that holds these letters finds its people; with more such tags, the letters say too little. */
const MOST_TAGS = 20;

/**
 * The rule that finds people by letters in their name, address, company or tags, in any case.
 *
 * @throws RollcallError `invalid-input` for fewer than two letters
 */
export function searchRule(typed: string, tags: readonly Named[]): Rule {
  const text = cut(tidy(typed), LONGEST_SEARCH);
  if (text.length < 2) {
    throw new RollcallError('invalid-input', 'Who are you looking for? Type at least two letters.', {
      hint: 'Search by name, part of an address, company or tag: /contacts find lovelace',
    });
  }
  const has = (field: 'email' | 'name' | 'company' | 'email domain', value: string): Rule => ({
    ...{ type: 'text', field, operator: 'contains', values: [value] },
  });
  // People may type an international domain as it reads; stored keys have its ASCII form.
  const domain = /[^\x20-\x7e]/.test(text) ? textField('email domain').read(text.replace(/^.*@/, '')) : null;
  const named = tags.filter(({ name }) => nameHas(name, text)).map(({ id }) => id);
  return {
    type: 'any',
    rules: [
      has('email', text),
      has('name', text),
      has('company', text),
      ...(domain === null ? [] : [has('email domain', domain)]),
      ...(named.length === 0 || named.length > MOST_TAGS
        ? []
        : [{ type: 'tagged', match: 'any', tags: named } satisfies Rule]),
    ],
  };
}
