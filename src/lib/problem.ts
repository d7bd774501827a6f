/** What a parser could not understand, and where. Parsers return these; they never throw on what a person typed. */
export interface Problem {
  /** Where the words at fault begin, in UTF-16 units of the text that was parsed. */
  at: number;
  /** How long they are; 0 at the end of the text. */
  length: number;
  /** What was found and what was expected, as a sentence. */
  message: string;
  /** Whole texts that are understood, keep what was meant and replace only the words at fault: best first, at most three. */
  suggestions: string[];
  /** What can be said where the words at fault stand. */
  examples?: string[];
  /** The words have several meanings, and the suggestions are those: which one was meant is for the person to say. */
  asks?: true;
}

/**
 * What to write instead, in one sentence for places without buttons: the best suggestion, each meaning of words that have
 * several, else what can stand there.
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
