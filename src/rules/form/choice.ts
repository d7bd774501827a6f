/** A value to choose, and its label. */
export interface RowChoice {
  value: string;
  words: string;
}
