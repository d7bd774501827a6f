/** Slack's limit for the text of one input. */
export const LONGEST_PART = 3000;

/** With less room than this left in the last input, another one follows. */
const ROOM = 500;

/** The separator between two parts: a blank line, which the text had there. */
const BETWEEN = '\n\n';

/**
 * A mail's text in parts that fit into one input each, split at blank lines if it has any, with room at the
 * end to write on.
 *
 * @example bodyParts('Hello') // ['Hello']
 */
export function bodyParts(body: string): string[] {
  const parts = [''];
  for (const piece of body.split(BETWEEN).flatMap(pieces)) {
    const last = parts.at(-1) ?? '';
    const joined = last === '' ? piece : `${last}${BETWEEN}${piece}`;
    if (joined.length <= LONGEST_PART) parts[parts.length - 1] = joined;
    else parts.push(piece);
  }
  return (parts.at(-1) ?? '').length > LONGEST_PART - ROOM ? [...parts, ''] : parts;
}

/** The text that was written in parts. */
export const joinedParts = (parts: readonly string[]): string =>
  parts.filter((part) => part.trim() !== '').join(BETWEEN);

/** A paragraph that is too long for an input, cut at line breaks or blanks. */
function pieces(paragraph: string): string[] {
  if (paragraph.length <= LONGEST_PART) return [paragraph];
  const head = paragraph.slice(0, LONGEST_PART);
  const at = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
  const end = at > 0 ? at : LONGEST_PART;
  return [paragraph.slice(0, end), ...pieces(paragraph.slice(end).trimStart())];
}
