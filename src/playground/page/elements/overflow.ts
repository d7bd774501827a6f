import type { PlainTextOption } from '@slack/types';
import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { Menu } from '../menu.ts';
import { type Placed, useSurface } from '../surface.ts';
import { PlainText } from '../text/text.ts';

/** The menu behind three dots. */
export function Overflow(placed: Placed) {
  const surface = useSurface();
  const options: PlainTextOption[] = placed.element.options ?? [];
  const items = options.map((option, index) => ({
    key: option.value ?? String(index),
    label: html`<${PlainText} text=${option.text} />`,
    description: option.description && html`<${PlainText} text=${option.description} />`,
    onSelect: () => {
      if (option.url && /^https?:\/\//.test(option.url)) open(option.url, '_blank', 'noopener,noreferrer');
      surface.tell(placed, { type: 'overflow', selected_option: option });
    },
  }));
  return html`<${Menu} label="More actions" className="icon-button framed" items=${items}><${Icon} name="dots" /><//>`;
}
