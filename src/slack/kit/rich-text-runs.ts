export type Style = 'bold' | 'italic' | 'strike' | 'code';

/** Letters of one style. */
export interface Run {
  text: string;
  /** The target of a link. */
  url?: string;
  style: Partial<Record<Style, boolean>>;
}

/** The marks of styles, the outermost first. Code has its own: nothing works inside it. */
const marks: [Exclude<Style, 'code'>, string][] = [
  ['strike', '~~'],
  ['bold', '**'],
  ['italic', '*'],
];

/**
 * Styled letters as Markdown that reads back as the same letters in the same styles. Blanks at the edge of a style are
 * left outside of it, as Markdown wants it.
 */
export function markdownOf(runs: readonly Run[]): string {
  const lines = linesOf(runs).map((line) => lineOf(settled(merged(line))));
  return lines.join('\n').replace(/[^\S\n]+$/gm, '');
}

/** The runs of each line: a style can't go over a line break that may end a paragraph. */
function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    for (const [index, text] of run.text.split(/\r?\n/).entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...run, text });
    }
  }
  return lines;
}

const sameStyle = (one: Run, other: Run): boolean =>
  one.url === other.url &&
  (['bold', 'italic', 'strike', 'code'] as const).every((style) => isIn(one, style) === isIn(other, style));

const isIn = ({ style }: Run, name: Style): boolean => style[name] === true;

function merged(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last !== undefined && sameStyle(last, run))
      all[all.length - 1] = { ...last, text: last.text + run.text };
    else all.push(run);
  }
  return all;
}

/**
 * Styles that change inside a word are those that both halves have: marks between two letters could belong to either.
 */
function settled(runs: readonly Run[]): Run[] {
  const next = runs.findIndex((run, index) => index > 0 && clashes(runs[index - 1] as Run, run));
  if (next === -1) return [...runs];
  const [one, other] = [runs[next - 1] as Run, runs[next] as Run];
  const shared = Object.fromEntries(marks.map(([style]) => [style, isIn(one, style) && isIn(other, style)]));
  const sharing = (run: Run): Run => ({ ...run, style: { ...run.style, ...shared } });
  return settled(merged([...runs.slice(0, next - 1), sharing(one), sharing(other), ...runs.slice(next + 1)]));
}

/** Whether two runs touch, and both have styles that differ. */
function clashes(one: Run, other: Run): boolean {
  const touch = !/\s$/.test(one.text) && !/^\s/.test(other.text);
  const [first, second] = [one, other].map((run) => marks.filter(([style]) => isIn(run, style)).join());
  return touch && first !== '' && second !== '' && first !== second;
}

/** A piece of a line: its Markdown, and which styles are on around it. */
interface Piece {
  text: string;
  on: string[];
}

function lineOf(runs: readonly Run[]): string {
  const pieces = runs.flatMap((run, index) =>
    piecesOf(run, { before: runs[index - 1], after: runs[index + 1] }),
  );
  let line = '';
  let open: string[] = [];
  for (const { text, on } of pieces) {
    const common = open.findIndex((mark, index) => on[index] !== mark);
    const kept = common === -1 ? open : open.slice(0, common);
    line += open.slice(kept.length).reverse().join('') + on.slice(kept.length).join('') + text;
    open = on;
  }
  line += open.reverse().join('');
  return escapedStart(line);
}

/**
 * A run without the blanks at its edges, which are outside of its style. So are dots and other signs that touch a letter
 * outside: a mark between the two would not begin or end a style.
 */
function piecesOf(run: Run, { before, after }: { before: Run | undefined; after: Run | undefined }): Piece[] {
  const on = marks.filter(([style]) => isIn(run, style)).map(([, mark]) => mark);
  const plain = (text: string): Piece[] => (text === '' ? [] : [{ text: escapedText(text), on: [] }]);
  if (run.url !== undefined) return [{ text: linkOf(run), on }];
  const [, blanks = '', inside = '', end = ''] = /^(\s*)(.*?)(\s*)$/s.exec(run.text) ?? [];
  if (inside === '') return plain(run.text);
  if (isIn(run, 'code')) return [...plain(blanks), { text: codeOf(inside), on }, ...plain(end)];
  if (on.length === 0) return plain(run.text);
  const touchesBefore = blanks === '' && before !== undefined && !/\s$/.test(before.text);
  const touchesAfter = end === '' && after !== undefined && !/^\s/.test(after.text);
  const first = touchesBefore ? (/^[^\p{L}\p{N}]*/u.exec(inside)?.[0].length ?? 0) : 0;
  const last = touchesAfter ? (/[^\p{L}\p{N}]*$/u.exec(inside)?.index ?? inside.length) : inside.length;
  if (first >= last) return plain(run.text);
  return [
    ...plain(blanks + inside.slice(0, first)),
    { text: escapedText(inside.slice(first, last)), on },
    ...plain(inside.slice(last) + end),
  ];
}

function linkOf({ text, url = '', style }: Run): string {
  const words = style.code === true ? codeOf(text) : escapedText(text, escapedSigns);
  const isPlain = /^[^\s()<>]+$/.test(url);
  const target = isPlain ? url : `<${url.replace(/[<>\n]/g, encodeURIComponent)}>`;
  return `[${words}](${target})`;
}

/** Between more backticks than it has in a row. */
function codeOf(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Marks that mean something in Markdown, as they were typed. Merge fields in double braces stay. */
const escapedText = (text: string, escaped = escapedMarks): string =>
  text
    .split(field)
    .map((piece, index) => (index % 2 === 1 ? piece : escaped(piece)))
    .join('');

const escapedMarks = (text: string): string =>
  text
    .split(address)
    .map((piece, index) => (index % 2 === 1 ? `<${piece}>` : escapedSigns(piece)))
    .join('');

const escapedSigns = (text: string): string =>
  text.replace(/[\\`*_[\]<~]/g, '\\$&').replace(/&(?=#?\w+;)/g, '\\&');

/** An address that Slack made no link of: with marks before its signs it would lead elsewhere. */
const address = /(https?:\/\/[^\s<>{}]*[^\s<>{}.,;:!?'"()[\]*~])(?![^\s<>{}]*\{)/i;

/** A merge field without such marks: `{{first_name|there}}`. */
const field = /(\{\{[^{}\n\\*`[\]<~_&]*(?:[a-z0-9]_[a-z0-9][^{}\n\\*`[\]<~_&]*)*\}\})/i;

/** What would begin a heading, a list, a quote or a line at the start of a line. */
const escapedStart = (line: string): string =>
  line
    .replace(/^(\s*)([#>+=|-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^\s+/, '');
