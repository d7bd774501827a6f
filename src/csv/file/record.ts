import type { Quote } from './quoting.ts';

/** One record of a file. */
export interface CsvRow {
  /** The line it begins on; the first line of the file is 1. */
  line: number;
  cells: string[];
}

/** The delimiter between cells, and the quotes around them. */
export interface Dialect {
  delimiter: string;
  quote: Quote;
}
