import { Parser } from 'htmlparser2';
import type { Problem } from '../lib/problem.ts';
import { addressFault, type Remark } from './addresses.ts';
import type { Merge } from './merge-fields.ts';
import { asAddress, letters, mergeOf } from './template.ts';

/** What was found in an HTML file. */
export interface HtmlFile {
  problems: Problem[];
  remarks: Remark[];
  /** The same as plain text, with the address of each link. */
  text: string;
  /** The keys of the merge fields that links lead to. */
  linkKeys: Set<string>;
}

const noScripts = 'Scripts don’t run in mails';

/** Elements that mail programs drop or that could harm readers, and why. */
const refused: Record<string, string> = {
  ...Object.fromEntries(
    ['script', 'noscript', 'template'].map((tag) => [tag, `${noScripts}: remove <${tag}>`]),
  ),
  ...Object.fromEntries(
    ['form', 'input', 'button', 'select', 'textarea', 'option'].map((tag) => [
      tag,
      'Forms don’t work in mails: link to a page',
    ]),
  ),
  ...Object.fromEntries(
    ['iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'video', 'audio', 'portal'].map((tag) => [
      tag,
      'Mails can’t embed other pages or media: show an image that links to them',
    ]),
  ),
  ...Object.fromEntries(
    ['plaintext', 'xmp', 'listing', 'noembed', 'noframes'].map((tag) => [
      tag,
      `Mail programs don’t know <${tag}>: use <pre>`,
    ]),
  ),
  base: 'Every address has to be whole, so remove <base>',
};

/** Elements that begin a new line of text. */
const blocks = new Set(
  'address article aside blockquote br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements whose content nobody reads. */
const silent = new Set(['head', 'style', 'title', 'script']);

/**
 * Reads an HTML file as a mail: what may not be in it, what its author may want to change, and its text.
 *
 * @param source with a letter for each merge field; positions count in it
 */
export function readHtmlFile(source: string, merges: readonly Merge[]): HtmlFile {
  const problems: Problem[] = [];
  const remarks: Remark[] = [];
  const linkKeys = new Set<string>();
  const text = createText();
  let link: { url: string; line: number; words: string; hasImage: boolean } | undefined;
  /** Of each open element, whether nobody reads what is in it. */
  const open: boolean[] = [];
  let hasElements = false;
  let inStyle = false;
  const lineAt = (at: number): number => source.slice(0, at).split('\n').length;
  const refuse = (at: number, length: number, why: string): void =>
    void problems.push({ at, length, message: `Line ${lineAt(at)}: ${why}.`, suggestions: [] });
  const remark = (kind: Remark['kind'], message: string): void => void remarks.push({ kind, message });

  const parser = new Parser({
    onopentag(tag, attributes) {
      hasElements = true;
      const at = parser.startIndex;
      const length = parser.endIndex - at + 1;
      const why =
        refused[tag] ?? faultOfAttributes(tag, attributes) ?? faultOfFields(source.slice(at, at + length));
      if (why !== undefined) refuse(at, length, why);
      open.push(open.at(-1) === true || silent.has(tag) || isHidden(attributes));
      inStyle = tag === 'style';
      if (blocks.has(tag)) text.newLine(tag === 'li' ? '- ' : '');
      if (tag === 'td' || tag === 'th') text.add(' ');
      const { alt } = attributes;
      // Blanks around an address don't count.
      const [href, src, other] = [attributes.href, attributes.src, attributes['xlink:href']].map((url) =>
        url?.trim(),
      );
      for (const url of [href, other]) {
        if (url === undefined || url.startsWith('#') || tag === 'link') continue;
        const fault = addressFault({ type: 'link', url }, merges);
        if (fault !== undefined) refuse(at, length, inHtml(fault));
      }
      if (tag === 'a' && href !== undefined && !href.startsWith('#')) {
        const key = href.length === 1 ? mergeOf(href, merges)?.key : undefined;
        if (key !== undefined) linkKeys.add(key);
        link = { url: href, line: lineAt(at), words: '', hasImage: false };
        if (/^http:/i.test(href))
          remark(
            'http-link',
            `A link in line ${link.line} is not encrypted: use https:// if the site has it.`,
          );
      }
      if (tag === 'img') {
        const fault = addressFault({ type: 'image', url: src ?? '' }, merges);
        if (fault !== undefined) refuse(at, length, inHtml(fault));
        if (link !== undefined) link.hasImage = true;
        if (alt === undefined)
          remark(
            'no-description',
            `An image in line ${lineAt(at)} has no description (alt): people whose mail program hides images see nothing there.`,
          );
        if (open.at(-1) !== true) text.add(alt ?? '');
      }
    },
    oncomment(words) {
      const at = parser.startIndex;
      if (!source.startsWith('-->', parser.endIndex - 2) && source.startsWith('<!--', at))
        refuse(at, 4, 'This comment is never closed, so nobody sees what follows');
      // Outlook reads these.
      const conditional = /^(\[if\b[^\]]*\]>)(.*)<!\[endif\]$/s.exec(words);
      if (conditional === null) return;
      const [, before = '', inside = ''] = conditional;
      const from = at + '<!--'.length + before.length;
      for (const problem of readHtmlFile(inside, merges).problems.filter((each) => each.length > 0)) {
        const line = lineAt(from + problem.at);
        problems.push({
          ...problem,
          ...{ at: from + problem.at, message: problem.message.replace(/^Line \d+/, `Line ${line}`) },
        });
      }
    },
    ontext(words) {
      if (inStyle && letters().test(words))
        refuse(parser.startIndex, 0, 'A field can’t be in a style sheet: put it into the text');
      if (inStyle && /@import/i.test(words))
        refuse(parser.startIndex, 0, 'Styles from elsewhere aren’t loaded: put them into the file');
      if (new RegExp(`</?${letters().source}`).test(words))
        refuse(parser.startIndex, words.length, 'A field can’t be the name of an element');
      if (open.at(-1) === true) return;
      if (link !== undefined) link.words += words;
      text.add(words);
    },
    onclosetag(tag, isImplied) {
      open.pop();
      if (tag === 'style') inStyle = false;
      if (isImplied && (tag === 'style' || tag === 'title'))
        refuse(source.length, 0, `<${tag}> is never closed, so nobody sees what follows`);
      if (tag === 'a' && link !== undefined) {
        if (link.words.trim() === '' && !link.hasImage)
          remark('empty-link', `A link in line ${link.line} has no text to click on.`);
        if (link.url !== link.words.trim()) text.add(` (${asAddress(link.url)})`);
        link = undefined;
      }
      if (blocks.has(tag) && tag !== 'br')
        text.newLine(/^(?:p|h\d|ul|ol|table|blockquote)$/.test(tag) ? '\n' : '');
    },
  });
  parser.end(source);
  if (!hasElements && source.trim() !== '')
    problems.push({
      ...{ at: 0, length: 0, suggestions: [] },
      message: 'There is no HTML in it. To send plain words, write them as text.',
    });
  return { problems, remarks, text: text.read(), linkKeys };
}

/** What is wrong with an address, for someone who writes HTML. */
const inHtml = (fault: string): string => fault.replace(/: write it in the round brackets|\.$/g, '');

/** Fields are escaped for texts and for what stands between quotes: anywhere else, a value could be markup. */
const faultOfFields = (tag: string): string | undefined =>
  letters().test(tag.replace(/"[^"]*"|'[^']*'/g, ''))
    ? 'In an element, a field has to be between quotes, like title="{{name|you}}"'
    : undefined;

/** Such as the first line that lists of mails show, which only mails in HTML need. */
const isHidden = ({ hidden, style = '' }: Record<string, string>): boolean =>
  hidden !== undefined || /display\s*:\s*none/i.test(style);

/** What people read of a piece of HTML. */
export function textOfHtml(html: string): string {
  const pieces: string[] = [];
  const parser = new Parser({ ontext: (words) => void pieces.push(words) });
  parser.end(html);
  return pieces.join('');
}

function faultOfAttributes(tag: string, attributes: Record<string, string>): string | undefined {
  if (tag === 'link') return 'Styles and fonts from elsewhere aren’t loaded: put styles into the file';
  if (tag === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh')
    return 'A mail can’t lead elsewhere by itself: remove this';
  const handler = Object.keys(attributes).find((name) => /^on/i.test(name));
  if (handler !== undefined) return `${noScripts}: remove ${handler}`;
  return undefined;
}

/** Collects text as people read it: blanks as one, lines where elements begin. */
function createText(): { add(words: string): void; newLine(first: string): void; read(): string } {
  let all = '';
  return {
    add(words) {
      const plain = words.replace(/\s+/g, ' ');
      all += /\s$/.test(all) || all === '' ? plain.trimStart() : plain;
    },
    newLine(first) {
      all = all.replace(/[ \t]+$/, '');
      const wanted = first === '\n' ? '\n\n' : '\n';
      while (!all.endsWith(wanted)) all += '\n';
      if (first !== '\n') all += first;
    },
    read: () =>
      all
        .replace(/[ \t]+\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim(),
  };
}
