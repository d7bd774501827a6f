import type { InputBlock } from '@slack/types';
import { pickers } from '../core/ids.ts';
import { plain } from '../kit/modal.ts';

/** Suggests contacts while someone types a name or an address. The value of each is the contact's id. */
export const personPicker = {
  action_id: pickers.person,
  min_query_length: 0,
  placeholder: plain('Type a name or an address', 150),
} as const;

/** Chooses one contact. */
export const personInput: InputBlock = {
  type: 'input',
  block_id: 'person',
  label: plain('Contact', 2000),
  element: { type: 'external_select', ...personPicker },
};

/** Chooses several contacts, or none. */
export const peopleInput: InputBlock = {
  type: 'input',
  block_id: 'people',
  optional: true,
  label: plain('Contacts', 2000),
  element: { type: 'multi_external_select', ...personPicker },
};
