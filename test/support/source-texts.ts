/** A piece of a source file that a person reads. In a template, each value is written as `{}`. */
export interface SourceText {
  kind: 'text' | 'comment' | 'title';
  line: number;
  words: string;
}

/**
 * After these, a slash begins a regular expression; after a name, a number or a closing bracket, it divides.
 */
const BEFORE_REGEX = /(?:^|[=([{,;:!&|?+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|await|yield))\s*$/;

/** What comes before the title of a test or of a group of tests, also one of a table. */
const BEFORE_TITLE = /\b(?:it|test|describe)(?:\.\w+)?\(\s*$|\)\(\s*$/;

/**
 * The texts, test titles and comments of a script, in order. A small scanner: good enough for formatted code.
 */
export function textsOf(source: string): SourceText[] {
  const found: SourceText[] = [];
  let [at, line] = [0, 1];
  let code = '';

  const step = (): string => {
    const char = source[at++] ?? '';
    if (char === '\n') line++;
    return char;
  };
  const escaped = (): string => {
    const char = step();
    return char === 'n' ? '\n' : char === 'u' || char === 'x' ? `\\${char}` : char;
  };
  const upTo = (end: string): string => {
    let words = '';
    while (at < source.length && !source.startsWith(end, at)) words += step();
    return words;
  };

  const kind = () => (BEFORE_TITLE.test(code) ? 'title' : 'text');

  const quoted = (quote: string): void => {
    const begun = line;
    let words = '';
    while (at < source.length && source[at] !== quote) {
      const char = step();
      words += char === '\\' ? escaped() : char;
    }
    step();
    found.push({ kind: kind(), line: begun, words });
  };

  const template = (): void => {
    const begun = line;
    const place = found.length;
    const own = kind();
    let words = '';
    while (at < source.length && source[at] !== '`') {
      const char = step();
      if (char === '\\') words += escaped();
      else if (char === '$' && source[at] === '{') {
        step();
        code = '{';
        scan(true);
        words += '{}';
      } else words += char;
    }
    step();
    found.splice(place, 0, { kind: own, line: begun, words });
  };

  const regex = (): void => {
    let inClass = false;
    for (let char = step(); char !== '' && char !== '\n' && (char !== '/' || inClass); char = step()) {
      if (char === '\\') step();
      else if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
    }
  };

  /** To the end of the source, or to the bracket that ends a template's value. */
  function scan(isValue: boolean): void {
    let depth = 0;
    while (at < source.length) {
      const begun = line;
      const char = step();
      const next = source[at];
      if (char === '/' && next === '/') {
        found.push({ kind: 'comment', line: begun, words: upTo('\n').slice(1).trim() });
        continue;
      }
      if (char === '/' && next === '*') {
        const words = upTo('*/').replace(/\s*\n\s*\*? ?/g, ' ');
        at += 2;
        found.push({ kind: 'comment', line: begun, words: words.replace(/^\*+\s*/, '').trim() });
        continue;
      }
      if (char === '"' || char === "'") quoted(char);
      else if (char === '`') template();
      else if (char === '/' && BEFORE_REGEX.test(code.slice(-12))) regex();
      else if (char === '{') depth++;
      else if (char === '}' && depth-- === 0 && isValue) return;
      code = `${code.slice(-24)}${char}`;
    }
  }

  scan(false);
  return found;
}
