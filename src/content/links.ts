import { Parser } from 'htmlparser2';
import { escapeHtml } from '../lib/html.ts';
import { withUtm } from '../lib/utm.ts';
import type { MarkdownNode } from './markdown.ts';
import { atBodyEnd } from './places.ts';
import { letters } from './template.ts';

/** What happens to the links of a mail. */
export interface LinkOptions {
  /** The campaign whose UTM parameters they get; without it, they get none. */
  utm?: string | undefined;
  /** Whether they lead over an address of ours, for each person or for everyone. */
  tracksClicks?: boolean;
  /** Whether the mail has a picture that tells that it was opened. */
  tracksOpens?: boolean;
  /** Where the app's public pages are: links to those stay as they are. */
  ownUrl?: string | undefined;
}

/** Longer addresses aren't tracked: an index has no room for them. */
const LONGEST = 2_000;
/** So many different ones of a mail are tracked: there is a letter for each. */
const MOST = 1_000;

/** Whether a link leads to a website that isn't the app's own. */
const leadsOut = (url: string, { ownUrl }: LinkOptions): boolean =>
  /^https?:\/\//i.test(url) && (ownUrl === undefined || !isBelow(asOpened(url), asOpened(ownUrl)));

const isBelow = (url: string, own: string): boolean => {
  const start = own.replace(/\/$/, '');
  return url.startsWith(start) && /^(?:[/?#]|$)/.test(url.slice(start.length));
};

/** An address as browsers open it, whatever letters its server is written in. */
const asOpened = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);

/** A link with what the options add to it. */
export const linkWith = (url: string, options: LinkOptions): string =>
  options.utm === undefined || !leadsOut(url, options) ? url : withUtm(url, options.utm);

/** Markdown for plain text, whose links have what the options add to them: people read the addresses there. */
export function nodesWith(nodes: readonly MarkdownNode[], options: LinkOptions): MarkdownNode[] {
  if (options.utm === undefined) return [...nodes];
  return nodes.map((node) => {
    if (node.type !== 'link') return { ...node, children: nodesWith(node.children, options) };
    const url = linkWith(node.url, options);
    const [only, ...more] = node.children;
    const isBare = more.length === 0 && only?.type === 'text' && only.content === node.url;
    return { ...node, url, children: isBare ? [{ ...only, content: url }] : node.children };
  });
}

/**
 * HTML whose links have what the options add to them. If clicks are tracked, a letter stands for each address that
 * can be: to another website, without merge fields.
 *
 * @param letterFor the letter of an address, by its number
 * @returns the HTML, and the addresses in order of their numbers
 */
export function rewriteLinks(
  html: string,
  options: LinkOptions,
  letterFor: (number: number, url: string) => string,
): { html: string; urls: string[] } {
  const known = new Map<string, string>();
  if (options.utm === undefined && options.tracksClicks !== true) return { html, urls: [] };
  const rewritten = mapLinks(html, (written) => {
    const url = linkWith(written, options);
    if (options.tracksClicks !== true || !leadsOut(url, options)) return url;
    if (letters().test(url) || !URL.canParse(url)) return url;
    const { href } = new URL(url);
    if (!known.has(href)) {
      if (href.length > LONGEST || known.size === MOST) return url;
      known.set(href, letterFor(known.size + 1, href));
    }
    return known.get(href) ?? url;
  });
  return { html: rewritten, urls: [...known.keys()] };
}

/** HTML in which links lead elsewhere. */
export function mapLinks(html: string, change: (url: string) => string): string {
  let done = '';
  let from = 0;
  const parser = new Parser({
    onopentag(tag, { href: written }) {
      if ((tag !== 'a' && tag !== 'area') || written === undefined) return;
      const href = written.trim();
      const to = change(href);
      if (to === href) return;
      const [start, end] = [parser.startIndex, parser.endIndex + 1];
      done += html.slice(from, start) + withHref(html.slice(start, end), to);
      from = end;
    },
  });
  parser.end(html);
  return done + html.slice(from);
}

/** A tag whose first `href` is another one. */
function withHref(tag: string, url: string): string {
  // Nothing has to be between two attributes if the first one has quotes.
  for (const found of tag.matchAll(/(?<=[\s"'/])([^\s=>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/g)) {
    if (found[1]?.toLowerCase() !== 'href') continue;
    const end = found.index + found[0].length;
    return `${tag.slice(0, found.index)}href="${escapeHtml(url)}"${tag.slice(end)}`;
  }
  return tag;
}

/** HTML with a picture of one pixel at its end. */
export function withPixel(html: string, src: string): string {
  const pixel = `<img src="${src}" width="1" height="1" alt="" style="display:block;border:0">`;
  return atBodyEnd(html, pixel);
}
