import { type Html, html } from '../lib/html.ts';
import type { MarkdownNode } from './markdown.ts';
import { asAddress } from './template.ts';

/** Colors of buttons: `#rrggbb`. */
export interface Colors {
  accent: string;
  onAccent: string;
}

/**
 * Markdown as HTML for mail programs: every style is on its element, because many of them drop style
 * sheets. Classes are only there for dark mode.
 */
export const mailHtml = (nodes: readonly MarkdownNode[], colors: Colors): Html[] =>
  nodes.map((node) => blockHtml(node, colors));

const text = 'margin:0 0 16px;font-size:16px;line-height:1.55';
const list = `${text};padding-left:26px`;
const headings: Record<string, string> = {
  h1: 'margin:0 0 16px;font-size:28px;line-height:1.25;font-weight:700',
  h2: 'margin:24px 0 12px;font-size:22px;line-height:1.3;font-weight:700',
  h3: 'margin:20px 0 8px;font-size:18px;line-height:1.35;font-weight:700',
};
const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:14px';

function blockHtml(node: MarkdownNode, colors: Colors): Html {
  const inside = () => node.children.map((child) => blockHtml(child, colors));
  switch (node.type) {
    case 'heading': {
      const tag = node.tag in headings ? node.tag : 'h3';
      return raw(`<${tag} class="t" style="${headings[tag]}">`, inside(), `</${tag}>\n`);
    }
    case 'paragraph': {
      if (node.isTight) return html`${inside()}`;
      const [only, ...more] = node.children.filter(isSeen);
      if (only?.isButton && more.length === 0) return button(only, colors);
      return html`<p class="t" style="${text}">${inside()}</p>\n`;
    }
    case 'bullet_list':
      return html`<ul class="t" style="${list}">${inside()}</ul>\n`;
    case 'ordered_list':
      return node.start === 1
        ? html`<ol class="t" style="${list}">${inside()}</ol>\n`
        : html`<ol class="t" start="${node.start}" style="${list}">${inside()}</ol>\n`;
    case 'list_item':
      return html`<li style="margin:0 0 6px">${inside()}</li>`;
    case 'blockquote':
      return html`<blockquote class="t q" style="margin:0 0 16px;padding:8px 0 1px 16px;border-left:4px solid #d0d5dd">${inside()}</blockquote>\n`;
    case 'fence':
    case 'code_block':
      return html`<pre class="t c" style="margin:0 0 16px;padding:12px;border-radius:6px;background:#f2f4f7;white-space:pre-wrap;${mono}">${node.content}</pre>\n`;
    case 'hr':
      return html`<hr class="r" style="margin:24px 0;border:0;border-top:1px solid #d0d5dd">\n`;
    case 'table':
      return html`<table class="t" cellpadding="0" cellspacing="0" style="margin:0 0 16px;border-collapse:collapse;font-size:15px">${inside()}</table>\n`;
    case 'thead':
    case 'tbody':
    case 'tr':
      return raw(`<${node.type}>`, inside(), `</${node.type}>`);
    case 'th':
    case 'td':
      return raw(
        `<${node.type} class="r" style="padding:6px 12px;border:1px solid #d0d5dd;text-align:${node.align ?? 'left'}">`,
        inside(),
        `</${node.type}>`,
      );
    default:
      return inlineHtml(node, colors);
  }
}

function inlineHtml(node: MarkdownNode, colors: Colors): Html {
  const inside = () => node.children.map((child) => blockHtml(child, colors));
  switch (node.type) {
    case 'text':
      return html`${node.content}`;
    case 'strong':
    case 'em':
    case 's':
      return raw(`<${node.type}>`, inside(), `</${node.type}>`);
    case 'code_inline':
      return html`<code class="c" style="padding:1px 4px;border-radius:4px;background:#f2f4f7;${mono}">${node.content}</code>`;
    case 'softbreak':
    case 'hardbreak':
      return html`<br>\n`;
    case 'link':
      return node.isButton
        ? html`<a href="${asAddress(node.url)}" style="${buttonStyle(colors)}">${inside()}</a>`
        : html`<a class="a" href="${asAddress(node.url)}" style="color:#1d5fbf">${inside()}</a>`;
    case 'image':
      return html`<img src="${asAddress(node.url)}" alt="${node.content}" style="display:block;max-width:100%;height:auto;border:0">`;
    default:
      // Everything else that Markdown knows has a case; what it learns is at least not lost.
      return html`${node.content}${inside()}`;
  }
}

const buttonStyle = ({ accent, onAccent }: Colors): string =>
  `display:inline-block;padding:12px 22px;border-radius:6px;background:${accent};color:${onAccent};font-weight:600;text-decoration:none`;

/** A button of its own: in a table, because Outlook draws no background behind a link. */
const button = (link: MarkdownNode, colors: Colors): Html =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px"><tr><td bgcolor="${colors.accent}" style="border-radius:6px"><a href="${asAddress(link.url)}" style="${buttonStyle(colors)}">${link.children.map((child) => inlineHtml(child, colors))}</a></td></tr></table>\n`;

const isSeen = (node: MarkdownNode): boolean =>
  node.type !== 'softbreak' && (node.type !== 'text' || node.content.trim() !== '');

/** Tags that `html` can't write because their names differ: never anything that a person typed. */
const raw = (start: string, inside: readonly Html[], end: string): Html => ({
  html: `${start}${inside.map((each) => each.html).join('')}${end}`,
});
