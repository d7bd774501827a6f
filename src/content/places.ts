import { Parser } from 'htmlparser2';

/** What a mail program sees in HTML, by its place: nothing in comments counts. */
export interface Places {
  /** Behind `<body>`; undefined if the page has none. */
  bodyStart: number | undefined;
  /** Before `</body>` or `</html>`; the end if the page has neither. */
  bodyEnd: number;
  /** From and to (exclusive): tags, comments, and elements that hold text only. No markup can be in them. */
  plain: [number, number][];
}

const textOnly = new Set(['title', 'style', 'textarea', 'xmp']);

/** Finds the places of a page. */
export function placesOf(html: string): Places {
  const plain: [number, number][] = [];
  let bodyStart: number | undefined;
  let bodyEnd = html.length;
  let inside = 0;
  const parser = new Parser({
    onopentag(tag, _attributes, isImplied) {
      if (isImplied) return;
      plain.push([parser.startIndex, parser.endIndex + 1]);
      if (tag === 'body') bodyStart ??= parser.endIndex + 1;
      if (textOnly.has(tag)) inside += 1;
    },
    ontext() {
      if (inside > 0) plain.push([parser.startIndex, parser.endIndex + 1]);
    },
    oncomment() {
      plain.push([parser.startIndex, parser.endIndex + 1]);
    },
    onclosetag(tag, isImplied) {
      if (textOnly.has(tag)) inside = Math.max(0, inside - 1);
      if ((tag === 'body' || tag === 'html') && !isImplied) bodyEnd = Math.min(bodyEnd, parser.startIndex);
    },
  });
  parser.end(html);
  return { bodyStart, bodyEnd, plain };
}

/** HTML with more of it at the end of its body. */
export function atBodyEnd(html: string, more: string): string {
  const { bodyEnd } = placesOf(html);
  return html.slice(0, bodyEnd) + more + html.slice(bodyEnd);
}
