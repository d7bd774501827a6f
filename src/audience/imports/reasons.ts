import type { Rejection } from '../../storage/imports/rejections.ts';

/** Rows that were rejected for the same reason, values aside. */
export interface ReasonGroup {
  /** The reason as the row has it; without the row's own value if several rows share it. */
  reason: string;
  rows: number;
  /** The first few of their line numbers. */
  lines: number[];
}

const SHOWN_LINES = 5;

/** Groups rejections with the same reason; the values that reasons quote may differ. */
export function reasonGroups(): {
  add(rejections: readonly Pick<Rejection, 'line' | 'reason'>[]): void;
  /** The most frequent first. */
  list(): ReasonGroup[];
} {
  const groups = new Map<string, ReasonGroup>();
  return {
    add(rejections) {
      for (const { line, reason } of rejections) {
        const kind = kindOf(reason);
        const group = groups.get(kind);
        if (group === undefined) groups.set(kind, { reason, rows: 1, lines: [line] });
        else {
          group.reason = kind;
          group.rows += 1;
          if (group.lines.length < SHOWN_LINES) group.lines.push(line);
        }
      }
    },
    list: () => [...groups.values()].sort((a, b) => b.rows - a.rows),
  };
}

/**
 * A reason without the row's own parts: a quoted value at its beginning (or after a colon), and numbers of
 * cells.
 */
const kindOf = (reason: string): string =>
  reason
    .replace(/^".*?"(?= in "| is not? )/s, '"…"')
    .replace(/ has [\d,]+ characters.*$/, ' is too long')
    .replace(/: ".*"$/s, '')
    .replace(/^[\d,]+ cells/, 'More cells');
