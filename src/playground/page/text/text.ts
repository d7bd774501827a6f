import type { PlainTextElement, TextObject } from '@slack/types';
import { html } from '../html.ts';
import { useSurroundings } from '../surroundings.ts';
import { emojiOf } from './emoji.ts';
import { Mention, Moment } from './mention.ts';
import { type Inline, type Paragraph, parseMrkdwn } from './mrkdwn.ts';

/** A text object: mrkdwn or plain. */
export function Text({ text }: { text: TextObject }) {
  return text.type === 'mrkdwn' ? html`<${Mrkdwn} text=${text.text} />` : html`<${PlainText} text=${text} />`;
}

/** Plain text with its line breaks. Emoji names become emoji unless `emoji` is false. */
export function PlainText({ text }: { text: PlainTextElement }) {
  return html`<span class="plain">${text.emoji === false ? text.text : withEmoji(text.text)}</span>`;
}

/** Plain text for places that allow only a string: an attribute, a placeholder. */
export function plainOf(text: { text: string } | undefined): string {
  return text ? withEmoji(text.text) : '';
}

export function Mrkdwn({ text }: { text: string }) {
  return html`<div class="mrkdwn">${parseMrkdwn(text).map(showParagraph)}</div>`;
}

function showParagraph(paragraph: Paragraph) {
  if (paragraph.type === 'pre') return html`<pre tabindex="0">${paragraph.text}</pre>`;
  const lines = paragraph.lines.map(
    (line, index) => html`${index > 0 && html`<br />`}<${InlineText} pieces=${line} />`,
  );
  return paragraph.type === 'quote' ? html`<blockquote>${lines}</blockquote>` : html`<p>${lines}</p>`;
}

/** The pieces of a line of mrkdwn. */
function InlineText({ pieces }: { pieces: Inline[] }) {
  return pieces.map(showInline);
}

function showInline(piece: Inline) {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'bold':
      return html`<strong><${InlineText} pieces=${piece.children} /></strong>`;
    case 'italic':
      return html`<em><${InlineText} pieces=${piece.children} /></em>`;
    case 'strike':
      return html`<s><${InlineText} pieces=${piece.children} /></s>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'emoji':
      return html`<span class="emoji" title=${`:${piece.name}:`}>${piece.character}</span>`;
    case 'link':
      return html`<${Link} url=${piece.url}>${withEmoji(piece.label)}<//>`;
    case 'user':
    case 'channel':
      return html`<${Mention} ...${piece} />`;
    case 'broadcast':
      return html`<span class="mention broadcast">@${piece.range}</span>`;
    case 'date': {
      const moment = html`<${Moment} seconds=${piece.seconds} format=${piece.format} fallback=${piece.fallback} />`;
      return piece.url ? html`<${Link} url=${piece.url}>${moment}<//>` : moment;
    }
    default:
      return piece satisfies never;
  }
}

/** A link out of the page. Anything but web, mail and telephone links is shown as text. */
export function Link({ url, children }: { url: string; children?: unknown }) {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url)
    ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${children}</a>`
    : html`<span>${children}</span>`;
}

/** The name of a person, the app or a channel by its id. */
export function useNameOf(): (id: string) => string | undefined {
  const { workspace } = useSurroundings();
  return (id) => {
    if (id === workspace.app.botUserId) return workspace.app.name;
    return (
      workspace.people.find((person) => person.id === id)?.realName ??
      workspace.channels.find((each) => each.id === id)?.name
    );
  };
}

function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (name, inner) => emojiOf(inner) ?? name);
}
