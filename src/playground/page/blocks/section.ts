import type { ActionsBlock as Actions, ContextBlock as Context, SectionBlock as Section } from '@slack/types';
import { ElementView } from '../elements/element.ts';
import { html } from '../html.ts';
import { Text } from '../text/text.ts';
import { useId } from '../vendor/hooks.js';
import { Picture } from './image.ts';

/** Text, fields in two columns, and an element beside them. */
export function SectionBlock({ block }: { block: Section }) {
  const id = useId();
  const { accessory } = block;
  return html`<div class="section">
    <div class="section-text">
      ${block.text && html`<div id=${id}><${Text} text=${block.text} /></div>`}
      ${block.fields && html`<div class="fields">${block.fields.map((field) => html`<div class="field"><${Text} text=${field} /></div>`)}</div>`}
    </div>
    ${
      accessory &&
      html`<div class="accessory">
        ${
          accessory.type === 'image'
            ? html`<${Picture} image=${accessory} />`
            : html`<${ElementView} element=${accessory} blockId=${block.block_id ?? ''} dispatches=${true} labelledBy=${block.text && accessory.type !== 'button' ? id : undefined} />`
        }
      </div>`
    }
  </div>`;
}

/** Small text and pictures in a row. */
export function ContextBlock({ block }: { block: Context }) {
  return html`<div class="context">
    ${block.elements.map((element) =>
      element.type === 'image'
        ? html`<${Picture} image=${element} />`
        : html`<div class="context-text"><${Text} text=${element} /></div>`,
    )}
  </div>`;
}

/** Buttons and selects in a row. */
export function ActionsBlock({ block }: { block: Actions }) {
  return html`<div class="actions">
    ${block.elements.map(
      (element) =>
        html`<${ElementView} key=${element.action_id} element=${element} blockId=${block.block_id ?? ''} dispatches=${true} />`,
    )}
  </div>`;
}
