import { html } from '../html.ts';
import { type Placed, useSurface } from '../surface.ts';
import { PlainText } from '../text/text.ts';

/** A button. One with a url opens it, and the app still gets the click. */
export function Button(placed: Placed) {
  const { element } = placed;
  const surface = useSurface();
  const busy = surface.busy === element;
  const style = element.style === 'primary' || element.style === 'danger' ? element.style : '';
  const shared = {
    class: `button ${style}`,
    'aria-label': element.accessibility_label,
    'aria-busy': busy ? 'true' : undefined,
    onClick: () => !busy && surface.tell(placed),
  };
  const label = html`<${PlainText} text=${element.text} />`;
  return typeof element.url === 'string' && /^https?:\/\//.test(element.url)
    ? html`<a ...${shared} href=${element.url} target="_blank" rel="noopener noreferrer">${label}</a>`
    : html`<button type="button" ...${shared}>${label}</button>`;
}
