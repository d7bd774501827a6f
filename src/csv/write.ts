/**
 * One record as a line of CSV, without its line break. Cells that a spreadsheet would run as a formula get an apostrophe
 * in front: who opens a file of other people's text must not run it.
 *
 * @example csvLine(['a,b', '=1+1']) // `"a,b",'=1+1`
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(cell: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(cell) && !/^[+-]?\d+(?:\.\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
