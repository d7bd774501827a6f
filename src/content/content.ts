import type { Problem } from '../lib/problem.ts';
import { addressProblems, type Remark, remarksOn, remarksOnFields, remarksOnSize } from './addresses.ts';
import { mailHtml } from './html.ts';
import { type HtmlFile, readHtmlFile, textOfHtml } from './html-file.ts';
import { type Frame, filePage, mailPage, textPage } from './layout.ts';
import { preferencesKey, trackedKey, viewKey } from './link-keys.ts';
import { type LinkOptions, linkWith, mapLinks, nodesWith, rewriteLinks, withPixel } from './links.ts';
import { readMarkdown } from './markdown.ts';
import { type Merge, type MergeChoice, readMerges } from './merge-fields.ts';
import { mailText } from './plain-text.ts';
import { asAddress, type Template, templateOf, textTemplate, withLetters } from './template.ts';

/** What an author writes. */
export interface Written {
  subject: string;
  preheader: string;
  /** Markdown, or a whole HTML file. */
  body: string;
  /** Default markdown. */
  bodyKind?: 'markdown' | 'html';
}

/** The parts of a mail that an author writes. */
export type WrittenPart = 'subject' | 'preheader' | 'body';

/** A mail that only lacks what differs from person to person. */
export interface MailContent {
  subject: Template;
  html: Template;
  text: Template;
  remarks: Remark[];
  /** The addresses of links whose clicks are tracked, in order of their numbers, which begin at 1. */
  urls: string[];
}

/** The link as a merge field, by both of its names: `[unsubscribe]({{unsubscribe link}})`. */
const linkChoices: readonly MergeChoice[] = ['unsubscribe link', 'preferences link'].map((name) => ({
  ...{ name, key: preferencesKey, isAlways: true, isLink: true },
}));

/**
 * Turns what an author wrote into a mail: HTML and plain text from one source, to be filled for each person
 * with `fillTemplate`.
 *
 * @param choices the merge fields that can be used, besides those for links
 * @param frame without the link, which differs from person to person
 * @param links what happens to links; nothing if left out
 * @returns what is wrong with a part, with positions in it, if anything is: then there is no mail
 */
export function mailContent(
  { subject, preheader, body, bodyKind = 'markdown' }: Written,
  {
    choices,
    frame,
    links = {},
  }: {
    choices: readonly MergeChoice[];
    frame: Omit<Frame, 'preferencesUrl' | 'viewUrl'>;
    links?: LinkOptions;
  },
): { ok: true; content: MailContent } | { ok: false; problems: Record<WrittenPart, Problem[]> } {
  const plain = choices.filter((choice) => !choice.isLink);
  const read = {
    subject: readMerges(subject, plain),
    preheader: readMerges(preheader, plain),
    body: readMerges(body, [...plain, ...linkChoices]),
  };
  const { text, merges } = withLetters(
    bodyKind === 'html' ? read.body.pieces.map(withReadFallback) : [...read.body.pieces],
  );
  const file = bodyKind === 'html' ? readHtmlFile(text, merges) : undefined;
  const nodes = file === undefined ? readMarkdown(text) : [];
  const problems = {
    subject: read.subject.problems,
    preheader: read.preheader.problems,
    body:
      read.body.problems.length > 0
        ? read.body.problems
        : (file?.problems ?? addressProblems(nodes, { text, merges })).map((problem) =>
            inSource(problem, { body, text, merges }),
          ),
  };
  if (Object.values(problems).some((some) => some.length > 0)) return { ok: false, problems };
  const all = [...merges];
  const lettered = (pieces: ReturnType<typeof readMerges>['pieces']): string =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : letterFor(piece, all))).join('');
  const linked: Frame = {
    ...frame,
    preferencesUrl: letterFor({ key: preferencesKey, fallback: '', isLink: true }, all),
    viewUrl: letterFor({ key: viewKey, fallback: '', isLink: true }, all),
  };
  const head = { subject: lettered(read.subject.pieces), preheader: lettered(read.preheader.pieces) };
  const hasWayOut = file?.linkKeys.has(preferencesKey) === true;
  const page =
    file === undefined
      ? mailPage({ ...head, body: mailHtml(nodes, frame.brand) }, linked)
      : filePage({ file: withAddresses(text), preheader: head.preheader, hasWayOut }, linked);
  const own = (number: number, url: string) =>
    letterFor({ key: trackedKey(number), fallback: url, isLink: true }, all);
  const { html, urls } = rewriteLinks(page, links, own);
  // Plain text shows where links lead, so it keeps their addresses.
  const words =
    file === undefined ? mailText(nodesWith(nodes, links)) : wordsOf(text, { file, merges, links });
  const plainPage = textPage(words, { ...linked, brand: brandWith(frame.brand, links) });
  const content: MailContent = {
    subject: textTemplate(read.subject.pieces),
    html: templateOf(links.tracksOpens === true ? withPixel(html, own(0, '')) : html, {
      merges: all,
      isHtml: true,
    }),
    text: templateOf(plainPage, { merges: all, isHtml: false }),
    remarks: [
      ...remarksOnFields({ subject, preheader, body }, plain),
      ...(file?.remarks ?? remarksOn(nodes)),
      ...remarksOnSize(new TextEncoder().encode(page).length),
    ],
    urls,
  };
  return { ok: true, content };
}

/** A field whose fallback stood in HTML: editors write `there&rsquo;s`. */
const withReadFallback = (piece: string | Merge): string | Merge =>
  typeof piece === 'string' ? piece : { ...piece, fallback: textOfHtml(piece.fallback) };

/** The text of an HTML file, with the addresses that its links get. */
const wordsOf = (
  source: string,
  { file, merges, links }: { file: HtmlFile; merges: readonly Merge[]; links: LinkOptions },
): string =>
  links.utm === undefined
    ? file.text
    : readHtmlFile(
        mapLinks(source, (url) => linkWith(url, links)),
        merges,
      ).text;

const brandWith = (brand: Frame['brand'], links: LinkOptions): Frame['brand'] => ({
  ...brand,
  footerLinks: (brand.footerLinks ?? []).map(({ text, url }) => ({ text, url: linkWith(url, links) })),
});

/** HTML with the letters of addresses where merge fields are part of one: values are escaped for that. */
const withAddresses = (file: string): string =>
  file.replace(/\s(?:href|src)\s*=\s*(?:"[^"]*"|'[^']*')/gi, (attribute) => asAddress(attribute));

/** Adds a merge field to those that letters stand for; returns its letter. */
const letterFor = (merge: Merge, all: Merge[]): string => String.fromCharCode(0xe000 + all.push(merge) - 1);

/** A problem with its place in what the author wrote, where each letter is a whole field. */
function inSource(
  problem: Problem,
  { body, text, merges }: { body: string; text: string; merges: readonly Merge[] },
): Problem {
  if (merges.length === 0) return problem;
  const fields = [...body.matchAll(/\\\{\{|\{\{[^{}\n]*\}\}/g)];
  const positionOf = (at: number): number => {
    let moved = at;
    let before = 0;
    for (const found of fields) {
      const stands = found[0].startsWith('\\') ? 2 : 1;
      if (found.index - before >= at) break;
      before += found[0].length - stands;
      moved = at + before;
    }
    return Math.min(moved, body.length);
  };
  const at = positionOf(problem.at);
  const length = positionOf(problem.at + problem.length) - at;
  return { ...problem, at, length: text === '' ? 0 : length };
}
