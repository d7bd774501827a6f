/**
 * A list of texts in PostgreSQL's own notation, for parameters with very many texts. It takes a third of the
 * time that pg needs, because pg checks the type of each one.
 *
 * @example arrayText(['a', 'say "hi"', null]) // '{"a","say \\"hi\\"",NULL}'
 */
export function arrayText(texts: readonly (string | null)[]): string {
  let list = '';
  for (const text of texts)
    list += text === null ? ',NULL' : `,"${special.test(text) ? escaped(text) : text}"`;
  return `{${list.slice(1)}}`;
}

const special = /["\\]/;

const escaped = (text: string): string => text.replace(/["\\]/g, '\\$&');
