import type { ElementState } from '../../slack-server/protocol.ts';
import { html } from '../html.ts';
import { controlId, type Placed, useSurface } from '../surface.ts';
import { plainOf } from '../text/text.ts';
import { useEffect, useRef } from '../vendor/hooks.js';
import { richTextOf, wordsOf } from './rich-text-value.ts';

/** How long typing has to pause before the app receives the text, in milliseconds. */
const pause = 400;

const inputs: Record<string, { type: string; inputMode?: string }> = {
  // Not type="number": that hides text that is not a number, so the error could not name it.
  number_input: { type: 'text', inputMode: 'decimal' },
  email_text_input: { type: 'email' },
  url_text_input: { type: 'url' },
};

/** One or more lines of text, a number, or an address. */
export function TextInput(placed: Placed) {
  const { element, blockId, labelledBy, describedBy, invalid, dispatches } = placed;
  const { states, set, tell } = useSurface();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const isRich = element.type === 'rich_text_input';
  const state = states[blockId]?.[element.action_id ?? ''];
  const value = isRich ? wordsOf(state?.rich_text_value) : (state?.value ?? '');
  const triggers: string[] = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const several = isRich || (element.type === 'plain_text_input' && element.multiline === true);
  const stateOf = (text: string): ElementState =>
    isRich
      ? { type: element.type, rich_text_value: richTextOf(text) }
      : { type: element.type, value: text === '' ? null : text };

  const onInput = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const state = stateOf(currentTarget.value);
    set(placed, state);
    if (!dispatches || !triggers.includes('on_character_entered')) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(placed, state), pause);
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key !== 'Enter' || event.isComposing || (several && event.shiftKey)) return;
    if (!dispatches || !triggers.includes('on_enter_pressed')) return;
    event.preventDefault();
    tell(placed, stateOf(event.currentTarget.value));
  };

  const shared = {
    class: 'text-input',
    value,
    placeholder: plainOf(element.placeholder),
    id: controlId(labelledBy),
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': invalid ? 'true' : undefined,
    'data-focus-first': element.focus_on_load ? '' : undefined,
    autocomplete: 'off',
    onInput,
    onKeyDown,
  };
  const limit: number | undefined = element.max_length;
  return html`<div class="text-field">
    ${several ? html`<textarea rows="4" ...${shared}></textarea>` : html`<input ...${inputs[element.type] ?? { type: 'text' }} ...${shared} />`}
    ${limit && value.length > limit * 0.8 && html`<span class=${`counter ${value.length > limit ? 'over' : ''}`} aria-hidden="true">${limit - value.length}</span>`}
  </div>`;
}
