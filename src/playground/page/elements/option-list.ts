import type { Option } from '@slack/types';
import { html } from '../html.ts';
import { type Placed, useSurface } from '../surface.ts';
import { Text } from '../text/text.ts';
import { useId } from '../vendor/hooks.js';

/** Checkboxes or radio buttons. */
export function OptionList(placed: Placed) {
  const { element, blockId, labelledBy, describedBy, invalid } = placed;
  const { states, choose } = useSurface();
  const name = useId();
  const single = element.type === 'radio_buttons';
  const state = states[blockId]?.[element.action_id ?? ''];
  const chosen = single
    ? [state?.selected_option].filter((option) => !!option)
    : (state?.selected_options ?? []);
  const options: Option[] = element.options ?? [];

  const toggle = (option: Option) => {
    if (single) return choose(placed, { type: element.type, selected_option: option });
    const others = chosen.filter(({ value }) => value !== option.value);
    const selected = others.length < chosen.length ? others : [...chosen, option];
    // In the order of the options, as Slack sends them.
    const values = new Set(selected.map(({ value }) => value));
    choose(placed, {
      type: element.type,
      selected_options: options.filter(({ value }) => values.has(value)),
    });
  };

  return html`<div class="options" role=${single ? 'radiogroup' : 'group'} aria-labelledby=${labelledBy} aria-describedby=${describedBy} aria-invalid=${single && invalid ? 'true' : undefined}>
    ${options.map(
      (option) => html`<label key=${option.value} class="option">
        <input type=${single ? 'radio' : 'checkbox'} name=${name} value=${option.value} checked=${chosen.some(({ value }) => value === option.value)} onChange=${() => toggle(option)} />
        <span class="option-text">
          <${Text} text=${option.text} />
          ${option.description && html`<span class="option-description"><${Text} text=${option.description} /></span>`}
        </span>
      </label>`,
    )}
  </div>`;
}
