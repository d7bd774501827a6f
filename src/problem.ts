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
