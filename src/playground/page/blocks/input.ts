import type { InputBlock as Input } from '@slack/types';
import { ElementView } from '../elements/element.ts';
import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { controlId } from '../surface.ts';
import { Text } from '../text/text.ts';
import { useId } from '../vendor/hooks.js';

/** A labeled field, with its hint and its error. */
export function InputBlock({ block, error }: { block: Input; error?: string }) {
  const id = useId();
  const described = [error && `${id}e`, block.hint && `${id}h`].filter(Boolean).join(' ');
  return html`<div class=${`input ${error ? 'invalid' : ''}`}>
    <label class="input-label" id=${`${id}l`} for=${controlId(`${id}l`)}><${Text} text=${block.label} />${block.optional && html` <span class="optional">(optional)</span>`}</label>
    <${ElementView} element=${block.element} blockId=${block.block_id ?? ''} dispatches=${block.dispatch_action === true}
      labelledBy=${`${id}l`} describedBy=${described || undefined} invalid=${error !== undefined} optional=${block.optional === true} />
    ${error && html`<p class="field-error" id=${`${id}e`}><${Icon} name="warning" /> ${error}</p>`}
    ${block.hint && html`<p class="hint" id=${`${id}h`}><${Text} text=${block.hint} /></p>`}
  </div>`;
}
