/**
 * What a parser could not understand, and where. Parsers return these; they never throw on what a person
 * typed.
 */
export interface Problem {
  /** The start of the words at fault, in UTF-16 units of the parsed text. */
  at: number;
  /** Their length; 0 at the end of the text. */
  length: number;
  /** What was found and what was expected, as a sentence. */
  message: string;
  /**
   * Whole texts that parse, keep what was meant and replace only the words at fault: best first, at most
   * three.
   */
  suggestions: string[];
  /** What could replace the words at fault. */
  examples?: string[];
  /** A name that nothing has, and the kind of thing that it was read as. */
  unknown?: { noun: string; name: string };
  /** The words have several meanings, which the suggestions list: the person decides which one they meant. */
  asks?: true;
  /** The suggestions spell one mistyped word as its likeliest meaning. */
  slip?: true;
}

/**
 * What to write instead, in one sentence for places without buttons: the best suggestion, each meaning if the
 * words have several, otherwise what could replace them.
 *
 * @example adviceOf(problem) // 'Try: tagged vip'
 */
export function adviceOf({ suggestions, examples = [], asks }: Problem): string | undefined {
  const [best] = suggestions;
  if (asks === true && suggestions.length > 1)
    return `Say ${suggestions.map((each) => `“${each}”`).join(' or ')}.`;
  if (best !== undefined) return `Try: ${best}`;
  return examples.length === 0 ? undefined : `You can say, for example: ${examples.join('; ')}`;
}
