import { html } from '../html.ts';
import type { Placed } from '../surface.ts';
import { Button } from './button.ts';
import { DateInput } from './date-input.ts';
import { FileInput } from './file-input.ts';
import { OptionList } from './option-list.ts';
import { Overflow } from './overflow.ts';
import { Picker } from './picker.ts';
import { TextInput } from './text-input.ts';

/** Any element of a block. Its ids are in the page, so that the focus finds it again after a change. */
export function ElementView(props: Placed) {
  const { blockId, element } = props;
  return html`<div class="element" data-block=${blockId} data-action=${element.action_id}><${Control} ...${props} /></div>`;
}

function Control(props: Placed) {
  const { type } = props.element;
  if (type === 'button' || type === 'workflow_button') return html`<${Button} ...${props} />`;
  if (type === 'overflow') return html`<${Overflow} ...${props} />`;
  if (type === 'checkboxes' || type === 'radio_buttons') return html`<${OptionList} ...${props} />`;
  if (type === 'file_input') return html`<${FileInput} ...${props} />`;
  if (type === 'datepicker' || type === 'timepicker' || type === 'datetimepicker')
    return html`<${DateInput} ...${props} />`;
  if (type.endsWith('_select')) return html`<${Picker} ...${props} />`;
  if (type.endsWith('_input')) return html`<${TextInput} ...${props} />`;
  return html`<span class="unknown">A “${type}” element, which this playground can’t show.</span>`;
}
