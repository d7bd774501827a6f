import { emojiOf } from './emoji.ts';

/** A piece of text within a line. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'emoji'; name: string; character: string }
  | { type: 'link'; url: string; label: string }
  | { type: 'user' | 'channel'; id: string; label?: string }
  | { type: 'broadcast'; range: string }
  | { type: 'date'; seconds: number; format: string; url?: string; fallback: string };

/** A run of whole lines. */
export type Paragraph =
  | { type: 'lines'; lines: Inline[][] }
  | { type: 'quote'; lines: Inline[][] }
  | { type: 'pre'; text: string };

/**
 * Parses Slack's mrkdwn as Slack's client shows it: a mark that is not closed, or inside a word, stays as
 * typed.
 *
 * @example parseMrkdwn('*vip* &amp; _new_') → [{ type: 'lines', lines: [[bold(vip), text(' & '),
 *   italic(new)]] }]
 */
export function parseMrkdwn(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  for (const [index, part] of text.split(/```([\s\S]*?)```/).entries()) {
    if (index % 2 === 1) {
      paragraphs.push({ type: 'pre', text: plainLinks(part.replace(/^\n|\n$/g, '')) });
      continue;
    }
    // The line breaks before and after a ``` belong to it.
    const lines = (index > 0 ? part.replace(/^ *\n/, '') : part).replace(/\n$/, '');
    if (lines.trim() !== '') paragraphs.push(...parseLines(lines));
  }
  return paragraphs;
}

/** Decodes the three escapes of mrkdwn. */
function unescapeMrkdwn(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function parseLines(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let quotesRest = false;
  for (const line of text.split('\n')) {
    const threefold: RegExpExecArray | null = quotesRest ? null : /^(?:&gt;|>){3} ?/.exec(line);
    quotesRest ||= threefold !== null;
    const quote = threefold ?? /^(?:&gt;|>) ?/.exec(line);
    const type = quotesRest || quote ? 'quote' : 'lines';
    const inlines = parseInline(quote ? line.slice(quote[0].length) : line);
    const last = paragraphs.at(-1);
    if (last?.type === type) last.lines.push(inlines);
    else paragraphs.push({ type, lines: [inlines] });
  }
  return paragraphs;
}

// In this order: code and links first, because marks inside them mean nothing.
const token =
  /(?<code>`[^`\n]+`)|(?<angle><[^<>\n]+>)|(?<url>https?:\/\/[^\s<>|*~`]*[^\s<>|*~`.,;:!?)'"_])|:(?<emoji>[a-z0-9_+'-]+(?:::skin-tone-[2-6])?):|(?<mark>[*_~])/g;

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

function parseInline(text: string): Inline[] {
  const pieces: Inline[] = [];
  let done = 0;
  const push = (until: number) => {
    if (until > done) pieces.push({ type: 'text', text: unescapeMrkdwn(text.slice(done, until)) });
  };
  for (const match of text.matchAll(token)) {
    if (match.index < done) continue;
    const read = readToken(text, match);
    if (!read) continue;
    push(match.index);
    pieces.push(read.piece);
    done = read.end;
  }
  push(text.length);
  return pieces;
}

function readToken(text: string, match: RegExpExecArray): { piece: Inline; end: number } | undefined {
  const { code, angle, url, emoji, mark } = match.groups ?? {};
  const end = match.index + match[0].length;
  if (code) return { piece: { type: 'code', text: plainLinks(code.slice(1, -1)) }, end };
  if (angle) return { piece: parseAngle(angle.slice(1, -1)), end };
  if (url) return { piece: { type: 'link', url: unescapeMrkdwn(url), label: unescapeMrkdwn(url) }, end };
  if (emoji) {
    const character = emojiOf(emoji);
    return character === undefined ? undefined : { piece: { type: 'emoji', name: emoji, character }, end };
  }
  const close = closingMark(text, match.index);
  if (close === undefined) return undefined;
  const children = parseInline(text.slice(match.index + 1, close));
  return { piece: { type: marks[mark as keyof typeof marks], children }, end: close + 1 };
}

/**
 * The end of the mark at a position; undefined if it opens nothing: in a word, before a space, not closed.
 */
function closingMark(text: string, open: number): number | undefined {
  const mark = text[open] ?? '';
  if (isWord(text[open - 1]) || text[open - 1] === mark || isSpace(text[open + 1])) return undefined;
  let inCode = false;
  let inAngle = false;
  for (let at = open + 1; at < text.length; at++) {
    const here = text[at];
    if (here === '`' && text.indexOf('`', inCode ? at : at + 1) !== -1) inCode = !inCode;
    if (here === '<' && text.indexOf('>', at) !== -1) inAngle = true;
    if (here === '>') inAngle = false;
    if (here !== mark || inCode || inAngle || at === open + 1) continue;
    if (!isSpace(text[at - 1]) && !isWord(text[at + 1])) return at;
  }
  return undefined;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

/** The content between `<` and `>`. */
function parseAngle(inside: string): Inline {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? undefined : unescapeMrkdwn(inside.slice(bar + 1));
  const labelled = label ? { label } : {};
  if (/^@[UW]/.test(target)) return { type: 'user', id: target.slice(1), ...labelled };
  if (/^#[CGD]/.test(target)) return { type: 'channel', id: target.slice(1), ...labelled };
  if (target.startsWith('!date^')) return parseDate(target, label);
  if (target.startsWith('!'))
    return { type: 'broadcast', range: label ?? target.slice(1).split('^')[0] ?? '' };
  if (!/^(https?:\/\/|mailto:|tel:)/.test(target))
    return { type: 'text', text: unescapeMrkdwn(`<${inside}>`) };
  const url = unescapeMrkdwn(target);
  return { type: 'link', url, label: label || url.replace(/^(mailto|tel):/, '') };
}

function parseDate(target: string, label: string | undefined): Inline {
  const [, seconds = '', format = '', url] = target.split('^');
  const fallback = label ?? '';
  if (!/^\d+$/.test(seconds) || format === '') return { type: 'text', text: fallback };
  return {
    type: 'date',
    seconds: Number(seconds),
    format,
    fallback,
    ...(url ? { url: unescapeMrkdwn(url) } : {}),
  };
}

/** In code, a link appears as its label, a plain one as its address. */
function plainLinks(text: string): string {
  return unescapeMrkdwn(
    text.replace(/<((?:https?:|mailto:|tel:)[^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_, url, label) => label || url),
  );
}
