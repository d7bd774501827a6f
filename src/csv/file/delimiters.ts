/** What may separate the cells of a file, the usual delimiters first. */
export const delimiters = [',', ';', '\t', '|', '^', '~', ':'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Their names in "separated by …". */
export const delimiterNames: Record<Delimiter, string> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars (|)',
  '^': 'carets (^)',
  '~': 'tildes (~)',
  ':': 'colons',
};

/**
 * The delimiter that a person typed, as a character or by name; undefined for any other word.
 *
 * @example delimiterNamed('tab') // '\t'
 */
export function delimiterNamed(text: string): Delimiter | undefined {
  const name = text.length === 1 ? text : text.trim().toLowerCase().replace(/s$/, '');
  return delimiters.find((each) => each === name) ?? byName[name];
}

const byName: Record<string, Delimiter> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  tabulator: '\t',
  '\\t': '\t',
  bar: '|',
  pipe: '|',
  caret: '^',
  tilde: '~',
  colon: ':',
};
