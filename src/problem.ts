/** What a parser could not understand, and where. Parsers return these; they never throw on what a person typed. */
export interface Problem {
  /** Where the words at fault begin, in UTF-16 units of the text that was parsed. */
  at: number;
  /** How long they are; 0 at the end of the text. */
  length: number;
  /** What was found and what was expected, as a sentence. */
  message: string;
  /** Texts that would have been understood, best first. */
  suggestions: string[];
}
