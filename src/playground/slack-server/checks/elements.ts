import { z } from 'zod';
import { limits } from './limits.ts';
import {
  actionId,
  confirm,
  imageElement,
  listedOptions,
  option,
  optionLists,
  overflowOption,
  placeholder,
  plainText,
  richOption,
  richText,
  style,
  url,
} from './parts.ts';

const focus_on_load = z.boolean().optional();
const max_selected_items = z.int().min(1).optional();
const dispatch_action_config = z
  .strictObject({
    trigger_actions_on: z
      .array(z.enum(['on_enter_pressed', 'on_character_entered']))
      .min(1)
      .optional(),
  })
  .optional();
const chosen = { action_id: actionId, confirm, focus_on_load };
const picked = { ...chosen, placeholder };
const typed = { action_id: actionId, placeholder, focus_on_load, dispatch_action_config };

const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plainText(limits.button.text),
  value: z.string().max(limits.button.value).optional(),
  url: url.optional(),
  style,
  confirm,
  accessibility_label: z.string().max(limits.button.label).optional(),
});

const choices = z.array(richOption).min(1).max(limits.choices);
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...chosen,
    options: choices,
    initial_options: z.array(richOption).min(1).optional(),
  })
  .superRefine(listedOptions);
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...chosen,
    options: choices,
    initial_option: richOption.optional(),
  })
  .superRefine(listedOptions);

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...picked,
    ...optionLists,
    initial_option: option.optional(),
  })
  .superRefine(listedOptions);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...picked,
    ...optionLists,
    max_selected_items,
    initial_options: z.array(option).min(1).optional(),
  })
  .superRefine(listedOptions);
const min_query_length = z.int().min(0).optional();
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...picked,
  min_query_length,
  initial_option: option.optional(),
});
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...picked,
  min_query_length,
  max_selected_items,
  initial_options: z.array(option).min(1).optional(),
});

const ids = z.array(z.string()).min(1).optional();
const response_url_enabled = z.boolean().optional();
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};
const peopleAndPlaces = [
  z.strictObject({ type: z.literal('users_select'), ...picked, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...picked,
    max_selected_items,
    initial_users: ids,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...picked,
    response_url_enabled,
    initial_channel: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...picked,
    max_selected_items,
    initial_channels: ids,
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...picked,
    ...conversations,
    response_url_enabled,
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...picked,
    ...conversations,
    max_selected_items,
    initial_conversations: ids,
  }),
] as const;

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  confirm,
  options: z.array(overflowOption).min(1).max(limits.overflow),
});

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...picked,
  initial_date: z.iso.date({ error: 'must be a date as YYYY-MM-DD' }).optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...picked,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as HH:mm')
    .optional(),
  timezone: z.string().optional(),
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...chosen,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(limits.textInput).optional(),
    max_length: z.int().min(1).max(limits.textInput).optional(),
    initial_value: z.string().max(limits.textInput).optional(),
  })
  .superRefine((element, context) => {
    const { initial_value = '', min_length = 0, max_length = limits.textInput } = element;
    if (initial_value.length > max_length && max_length !== limits.textInput) {
      context.addIssue({
        code: 'custom',
        message: 'must not be longer than `max_length`',
        path: ['initial_value'],
      });
    }
    if (min_length > max_length) {
      context.addIssue({
        code: 'custom',
        message: 'must not be greater than `max_length`',
        path: ['min_length'],
      });
    }
  });
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
  .optional();
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: decimal,
  min_value: decimal,
  max_value: decimal,
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().optional(),
  max_lines: z.int().optional(),
});
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(limits.fileInput.files).optional(),
});

const selects = [
  checkboxes,
  radioButtons,
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  ...peopleAndPlaces,
  datepicker,
  timepicker,
] as const;

/** The elements that each block may contain. */
export const accessory = z.discriminatedUnion('type', [button, imageElement, overflow, ...selects]);
export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  datetimepicker,
  richTextInput,
  ...selects,
]);
export const inputElement = z.discriminatedUnion('type', [
  textInput,
  numberInput,
  emailInput,
  urlInput,
  richTextInput,
  fileInput,
  datetimepicker,
  ...selects,
]);
export const buttonElement = button;

const feedbackButton = z.strictObject({
  text: plainText(limits.button.text),
  value: z.string().max(limits.button.value),
  accessibility_label: z.string().max(limits.button.label).optional(),
});
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    action_id: actionId,
    positive_button: feedbackButton,
    negative_button: feedbackButton,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    action_id: actionId,
    icon: z.string(),
    text: plainText(limits.button.text),
    value: z.string().max(limits.button.value).optional(),
    confirm,
    accessibility_label: z.string().max(limits.button.label).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
  }),
]);
