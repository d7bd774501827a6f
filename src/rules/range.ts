/** A moment range, `[from, to)`; null: open on that side. */
export interface Range {
  from: Date | null;
  to: Date | null;
}
