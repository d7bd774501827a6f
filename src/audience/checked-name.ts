import { RollcallError } from '../errors.ts';

/**
 * A name that is stored as it is.
 *
 * @param name without blanks at its ends
 * @param rules.of what it names, as a sentence has it: "A tag", "The campaign"
 * @param rules.wrong why names with some characters are refused; undefined for all others
 * @param rules.rest what the error says besides
 * @throws RollcallError `invalid-input` for an empty name, one that is too long, and those that are wrong
 */
export function checkedName(
  name: string,
  rules: {
    of: string;
    longest: number;
    wrong: (name: string) => string | undefined;
    empty?: string;
    rest?: { about?: string; hint?: string };
  },
): string {
  const { of, longest, rest = {} } = rules;
  const empty = rules.empty ?? `${of} needs a name.`;
  const tooLong = `${of} name can have at most ${longest} characters; this one has ${name.length}.`;
  const wrong = name === '' ? empty : name.length > longest ? tooLong : rules.wrong(name);
  if (wrong === undefined) return name;
  throw new RollcallError('invalid-input', wrong, rest);
}
