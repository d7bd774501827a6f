import type { ExternalSelect, InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../lib/defined.ts';
import type { Role } from '../../lib/roles.ts';
import { cut } from '../../lib/words.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { personPicker } from '../people/forms-person.ts';
import { answerToSchema } from './answer-to.ts';
import { pickers, views } from './ids.ts';

/** What a form asks for if a subcommand is typed without its argument. */
export interface Asked {
  title: string;
  /** The button of the form. */
  submit: string;
  fields: AskedField[];
  /** What the person would have typed after the subcommand's word. */
  rest(...values: string[]): string;
  /** The role that the subcommand needs, and what for: checked before the form opens. */
  needs: [role: Role, doing: string];
}

export interface AskedField {
  label: string;
  /**
   * `person`: a contact. `address`: of someone who may be no contact. `lines`: a text of several lines. `any campaign`:
   * also one that Rollcall didn’t send.
   */
  takes: 'segment' | 'tag' | 'campaign' | 'any campaign' | 'person' | 'address' | 'text' | 'lines';
  hint?: string;
  optional?: boolean;
  /** The part of a command line that can be typed without the part before it: the form only has it then. */
  onlyIfTyped?: true;
}

/** A name as it is typed if several words are one name. */
export const quoted = (name: string): string => `"${name}"`;

export const askedMetadata = z.object({ to: answerToSchema, command: z.string(), word: z.string() });

/** The place of a field: block ids. */
export const askedBlock = (index: number): string => `asked${index}`;

/**
 * Asks for the argument of a subcommand. Submitting runs it.
 *
 * @param typed what the person already typed, by field
 */
export function askedModal(
  asked: Asked,
  metadata: z.infer<typeof askedMetadata>,
  typed: readonly (string | undefined)[] = [],
): ModalView {
  return {
    ...formFrame({ callback: views.asked, title: asked.title, submit: asked.submit, metadata }),
    blocks: asked.fields.flatMap(({ takes, label, hint, optional = false, onlyIfTyped }, index) =>
      onlyIfTyped && typed[index] === undefined
        ? []
        : [
            {
              type: 'input',
              block_id: askedBlock(index),
              optional: onlyIfTyped ?? optional,
              label: plain(label, 2000),
              ...(hint === undefined ? {} : { hint: plain(hint, 2000) }),
              element: elementOf(takes, typed[index]),
            } satisfies InputBlock,
          ],
    ),
  };
}

function elementOf(takes: AskedField['takes'], typed: string | undefined): InputBlock['element'] {
  const initial = defined({ initial_value: typed });
  switch (takes) {
    case 'segment':
    case 'tag':
    case 'campaign':
    case 'any campaign':
      return pickerOf(takes);
    case 'person':
      return {
        type: 'external_select',
        ...personPicker,
        // What was typed is an option of its own: it need not be a contact's address.
        ...(typed === undefined ? {} : { initial_option: { text: plain(typed, 75), value: cut(typed, 75) } }),
      };
    case 'address':
      return {
        type: 'email_text_input',
        action_id: 'typed',
        placeholder: plain('ada@example.org', 150),
        ...initial,
      };
    case 'text':
      return { type: 'plain_text_input', action_id: 'typed', max_length: 200, ...initial };
    case 'lines':
      return { type: 'plain_text_input', action_id: 'typed', multiline: true, max_length: 3000, ...initial };
    default:
      throw takes satisfies never;
  }
}

const pickersOf = {
  segment: pickers.segment,
  tag: pickers.tag,
  campaign: pickers.ownCampaign,
  'any campaign': pickers.campaign,
} as const;

/** A list of the things of one kind, searched as someone types. */
export const pickerOf = (takes: keyof typeof pickersOf): ExternalSelect => ({
  type: 'external_select',
  action_id: pickersOf[takes],
  min_query_length: 0,
  placeholder: plain(`Choose a ${takes === 'any campaign' ? 'campaign' : takes}`, 150),
});
