import type { ImageBlock as Image, ImageElement } from '@slack/types';
import { html } from '../html.ts';
import { PlainText } from '../text/text.ts';
import { useState } from '../vendor/hooks.js';

/** A picture with its title. */
export function ImageBlock({ block }: { block: Image }) {
  return html`<figure>
    ${block.title && html`<figcaption><${PlainText} text=${block.title} /></figcaption>`}
    <${Picture} image=${block} />
  </figure>`;
}

/** A picture, or its description: the page loads nothing from other hosts. */
export function Picture({ image }: { image: ImageElement | Image }) {
  const [failed, setFailed] = useState(false);
  const url = 'image_url' in image ? image.image_url : '';
  const shown = url.startsWith('data:image/') || url.startsWith(`${location.origin}/`);
  return shown && !failed
    ? html`<img class="picture" src=${url} alt=${image.alt_text} onError=${() => setFailed(true)} />`
    : html`<span class="picture missing" role="img" aria-label=${image.alt_text} title=${url}>${image.alt_text}</span>`;
}
