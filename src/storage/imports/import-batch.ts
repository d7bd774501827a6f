import type { DecidedBatch } from './decide.ts';
import type { Rejection } from './rejections.ts';

/** One batch of rows, and its place in the file. */
export interface ImportBatch extends DecidedBatch {
  /** Rows of the file that were handled before this batch, and after it. */
  from: number;
  to: number;
  rejections: Rejection[];
  /** Addresses whose second row is in this batch. */
  repeated: number;
  /** Who creates new tags, and says that people asked for mail. */
  actor: string;
  /** Whether probably none of them is a contact yet, as in the batch written before. */
  likelyNew: boolean;
}
