import type { RichTextBlock as RichText, RichTextBlockElement, RichTextElement } from '@slack/types';
import { html } from '../html.ts';
import { emojiOf } from '../text/emoji.ts';
import { Mention, Moment } from '../text/mention.ts';
import { Link } from '../text/text.ts';

/** Text with styles, lists, quotes and code, as Slack's own composer writes it. */
export function RichTextBlock({ block }: { block: RichText }) {
  return html`<div class="mrkdwn">${block.elements.map(showPart)}</div>`;
}

function showPart(part: RichTextBlockElement) {
  switch (part.type) {
    case 'rich_text_section':
      return html`<p>${part.elements.map(showPiece)}</p>`;
    case 'rich_text_quote':
      return html`<blockquote>${part.elements.map(showPiece)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre tabindex="0">${part.elements.map(showPiece)}</pre>`;
    case 'rich_text_list': {
      const items = part.elements.map((item) => html`<li>${item.elements.map(showPiece)}</li>`);
      const indent = `indent-${Math.min(4, part.indent ?? 0)}`;
      return part.style === 'ordered'
        ? html`<ol class=${indent}>${items}</ol>`
        : html`<ul class=${indent}>${items}</ul>`;
    }
    default:
      return null;
  }
}

function showPiece(piece: RichTextElement) {
  const style = piece.style ?? {};
  let shown: unknown = contentOf(piece);
  if (style.code) shown = html`<code>${shown}</code>`;
  if (style.strike) shown = html`<s>${shown}</s>`;
  if (style.italic) shown = html`<em>${shown}</em>`;
  if (style.bold) shown = html`<strong>${shown}</strong>`;
  return shown;
}

function contentOf(piece: RichTextElement): unknown {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'link':
      return html`<${Link} url=${piece.url}>${piece.text || piece.url}<//>`;
    case 'emoji':
      return emojiOf(piece.name) ?? `:${piece.name}:`;
    case 'user':
      return html`<${Mention} type="user" id=${piece.user_id} />`;
    case 'channel':
      return html`<${Mention} type="channel" id=${piece.channel_id} />`;
    case 'broadcast':
      return html`<span class="mention broadcast">@${piece.range}</span>`;
    case 'date':
      return html`<${Moment} seconds=${piece.timestamp} format=${piece.format} fallback=${piece.fallback ?? ''} />`;
    case 'color':
      return piece.value;
    default:
      return null;
  }
}
