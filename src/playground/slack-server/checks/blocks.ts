import { z } from 'zod';
import { accessory, actionsElement, buttonElement, contextAction, inputElement } from './elements.ts';
import { limits } from './limits.ts';
import { anyText, blockId, imageBlock, imageElement, plainText, richText } from './parts.ts';
import { chartBlock, dataTableBlock, tableBlock } from './tables.ts';

export type Surface = 'message' | 'modal' | 'home';

const everywhere: Surface[] = ['message', 'modal', 'home'];

/**
 * The known blocks, and where each is allowed. One with only `block_id` and `type` is not checked further.
 */
export const blockTable: Record<string, { surfaces: Surface[]; schema: z.ZodType }> = {
  header: {
    surfaces: everywhere,
    schema: z.strictObject({
      type: z.literal('header'),
      block_id: blockId,
      text: plainText(limits.header),
      level: z.int().min(1).max(4).optional(),
    }),
  },
  section: {
    surfaces: everywhere,
    schema: z
      .strictObject({
        type: z.literal('section'),
        block_id: blockId,
        text: anyText(limits.text).optional(),
        fields: z.array(anyText(limits.section.field)).min(1).max(limits.section.fields).optional(),
        accessory: accessory.optional(),
        expand: z.boolean().optional(),
      })
      .refine(
        (section) => section.text !== undefined || section.fields !== undefined,
        'must define either `fields` or `text`',
      ),
  },
  divider: {
    surfaces: everywhere,
    schema: z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  },
  context: {
    surfaces: everywhere,
    schema: z.strictObject({
      type: z.literal('context'),
      block_id: blockId,
      elements: z
        .array(z.discriminatedUnion('type', [...anyText(limits.text).options, imageElement]))
        .min(1)
        .max(limits.contextElements),
    }),
  },
  actions: {
    surfaces: everywhere,
    schema: z.strictObject({
      type: z.literal('actions'),
      block_id: blockId,
      elements: z.array(actionsElement).min(1).max(limits.actionsElements),
    }),
  },
  input: {
    surfaces: everywhere,
    schema: z.strictObject({
      type: z.literal('input'),
      block_id: blockId,
      label: plainText(limits.input.label),
      hint: plainText(limits.input.hint).optional(),
      optional: z.boolean().optional(),
      dispatch_action: z.boolean().optional(),
      element: inputElement,
    }),
  },
  image: { surfaces: everywhere, schema: imageBlock },
  rich_text: { surfaces: everywhere, schema: richText },
  alert: {
    surfaces: ['modal'],
    schema: z.strictObject({
      type: z.literal('alert'),
      block_id: blockId,
      text: anyText(limits.alert),
      level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
    }),
  },
  table: { surfaces: ['message', 'home'], schema: tableBlock },
  data_table: { surfaces: ['message', 'home'], schema: dataTableBlock },
  data_visualization: { surfaces: ['message'], schema: chartBlock },
  markdown: {
    surfaces: ['message'],
    schema: z.strictObject({
      type: z.literal('markdown'),
      block_id: blockId,
      text: z.string().min(1).max(limits.message.markdown),
    }),
  },
  context_actions: {
    surfaces: ['message'],
    schema: z.strictObject({
      type: z.literal('context_actions'),
      block_id: blockId,
      elements: z.array(contextAction).min(1).max(5),
    }),
  },
  card: { surfaces: ['message'], schema: card() },
  carousel: {
    surfaces: ['message'],
    schema: z.strictObject({
      type: z.literal('carousel'),
      block_id: blockId,
      elements: z.array(card()).min(1).max(limits.carousel),
    }),
  },
  container: loose('container', ['message', 'home']),
  file: loose('file', ['message']),
  plan: loose('plan', ['message']),
  task_card: loose('task_card', ['message']),
  video: loose('video', everywhere),
};

function card() {
  return z.strictObject({
    type: z.literal('card'),
    block_id: blockId,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: anyText(limits.card.title).optional(),
    subtitle: anyText(limits.card.subtitle).optional(),
    body: anyText(limits.card.body).optional(),
    actions: z.array(buttonElement).max(limits.card.actions).optional(),
  });
}

function loose(type: string, surfaces: Surface[]) {
  return { surfaces, schema: z.looseObject({ type: z.literal(type), block_id: blockId }) };
}
