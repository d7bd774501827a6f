import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { limits } from './limits.ts';

/** The composition objects in blocks and elements, as zod schemas. Unknown properties are refused. */

export const blockId = z.string().max(limits.id).optional();
export const actionId = z.string().max(limits.id).optional();

export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export const placeholder = plainText(limits.placeholder).optional();
export const style = z.enum(['primary', 'danger']).optional();
export const url = z.string().min(1).max(limits.url);

export const confirm = z
  .strictObject({
    title: plainText(limits.confirm.title).optional(),
    text: anyText(limits.confirm.text),
    confirm: plainText(limits.confirm.button).optional(),
    deny: plainText(limits.confirm.button).optional(),
    style,
  })
  .optional();

export const option = z.strictObject({
  text: plainText(limits.option.text),
  value: z.string().max(limits.option.value),
  description: plainText(limits.option.description).optional(),
});

/** Checkboxes and radio buttons also accept mrkdwn. */
export const richOption = z.strictObject({
  text: anyText(limits.option.text),
  value: z.string().max(limits.option.value),
  description: anyText(limits.option.description).optional(),
});

export const overflowOption = option.extend({ url: url.optional() });

export const optionGroup = z.strictObject({
  label: plainText(limits.select.groupLabel),
  options: z.array(option).min(1).max(limits.select.options),
});

/** Where options are listed: either `options` or `option_groups`. */
export const optionLists = {
  options: z.array(option).min(1).max(limits.select.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.select.groups).optional(),
};

interface Listed {
  options?: unknown[] | undefined;
  option_groups?: { options: unknown[] }[] | undefined;
  initial_option?: unknown;
  initial_options?: unknown[] | undefined;
}

/** The refinement for every element with listed options: one list, which contains the initial choice. */
export function listedOptions(element: Listed, context: z.core.$RefinementCtx) {
  if ((element.options === undefined) === (element.option_groups === undefined)) {
    context.addIssue({
      code: 'custom',
      message: 'must define either `options` or `option_groups`',
      path: [],
    });
  }
  const all = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  const known = (chosen: unknown) => all.some((one) => isDeepStrictEqual(one, chosen));
  if (element.initial_option !== undefined && !known(element.initial_option)) {
    context.addIssue({
      code: 'custom',
      message: 'must match exactly one of the options',
      path: ['initial_option'],
    });
  }
  for (const [i, chosen] of (element.initial_options ?? []).entries()) {
    if (!known(chosen)) {
      context.addIssue({
        code: 'custom',
        message: 'must match exactly one of the options',
        path: ['initial_options', i],
      });
    }
  }
}

const imageSource = {
  image_url: url.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: z.string().max(limits.image.alt),
};

function oneSource(image: { image_url?: unknown; slack_file?: unknown }, context: z.core.$RefinementCtx) {
  if ((image.image_url === undefined) === (image.slack_file === undefined)) {
    context.addIssue({ code: 'custom', message: 'must define either `image_url` or `slack_file`', path: [] });
  }
}

export const imageElement = z
  .strictObject({ type: z.literal('image'), ...imageSource })
  .superRefine(oneSource);

export const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    block_id: blockId,
    title: plainText(limits.image.title).optional(),
    ...imageSource,
  })
  .superRefine(oneSource);

const inline = z.looseObject({
  type: z.enum([
    'text',
    'link',
    'emoji',
    'user',
    'usergroup',
    'channel',
    'team',
    'broadcast',
    'color',
    'date',
  ]),
});

const richTextSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline),
});

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        richTextSection,
        z.strictObject({
          type: z.literal('rich_text_list'),
          elements: z.array(richTextSection),
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).optional(),
          offset: z.int().min(0).optional(),
          border: z.int().optional(),
        }),
        z.strictObject({
          type: z.literal('rich_text_quote'),
          elements: z.array(inline),
          border: z.int().optional(),
        }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(inline),
          border: z.int().optional(),
          language: z.string().optional(),
        }),
      ]),
    )
    .min(1),
});
