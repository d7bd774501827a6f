import { z } from 'zod';
import { blockTable, type Surface } from './blocks.ts';
import { limits } from './limits.ts';
import { option, optionGroup, plainText } from './parts.ts';

/** One thing that Slack would refuse. `path` is a JSON pointer as Slack writes it: `/blocks/0/text/text`. */
export interface Fault {
  path: string;
  message: string;
}

/**
 * What Slack would refuse in a list of blocks; empty if nothing. `at` is the place of the list.
 *
 * @example checkBlocks([{ type: 'alert', text: … }], 'message') // [{ path: '/blocks/0/type', message: '…' }]
 */
export function checkBlocks(blocks: unknown, surface: Surface, at = '/blocks'): Fault[] {
  if (!Array.isArray(blocks)) return [{ path: at, message: 'must be an array' }];
  const most = surface === 'message' ? limits.message.blocks : limits.view.blocks;
  if (blocks.length > most) return [{ path: at, message: `no more than ${most} items allowed` }];
  const faults = blocks.flatMap((block, i) => checkBlock(block, surface, `${at}/${i}`));
  return faults.length > 0 ? faults : checkTogether(blocks, surface, at);
}

/** What Slack would refuse in a modal or Home view. */
export function checkView(view: unknown, at = '/view'): Fault[] {
  if (typeof view !== 'object' || view === null) return [{ path: at, message: 'must be an object' }];
  const { type } = view as { type?: unknown };
  if (type !== 'modal' && type !== 'home') return [unsupported(type, `${at}/type`)];
  const faults = [
    ...faultsOf((type === 'modal' ? modal : home).safeParse(view), view, at),
    ...checkBlocks((view as { blocks?: unknown }).blocks, type, `${at}/blocks`),
  ];
  if (faults.length > 0) return faults;
  const { blocks, submit } = view as { blocks: { type: string }[]; submit?: unknown };
  if (type === 'modal' && submit === undefined && blocks.some((block) => block.type === 'input')) {
    return [{ path: at, message: 'missing required field: submit (there is an input block)' }];
  }
  return [];
}

/** What Slack would refuse in an app's answer to an external select: 100 options or groups at most. */
export function checkSuggestions(answer: unknown): Fault[] {
  return faultsOf(suggestions.safeParse(answer), answer, '');
}

function checkBlock(block: unknown, surface: Surface, at: string): Fault[] {
  const type = (block as { type?: unknown } | null)?.type;
  const known = typeof type === 'string' && Object.hasOwn(blockTable, type) ? blockTable[type] : undefined;
  if (!known) return [unsupported(type, `${at}/type`)];
  if (!known.surfaces.includes(surface)) {
    return [{ path: `${at}/type`, message: `unsupported block in a ${surface}: ${type}` }];
  }
  if (surface !== 'modal') {
    const element = (block as { element?: { type?: unknown } }).element?.type;
    if (element === 'file_input') {
      return [{ path: `${at}/element/type`, message: `unsupported element in a ${surface}: file_input` }];
    }
  }
  return faultsOf(known.schema.safeParse(block), block, at);
}

interface Loose {
  type: string;
  block_id?: string;
  text?: string;
  accessory?: LooseElement;
  element?: LooseElement;
  elements?: LooseElement[];
  actions?: LooseElement[];
}
interface LooseElement {
  action_id?: string;
  focus_on_load?: boolean;
}

/** Problems that only show when blocks are compared with each other. */
function checkTogether(blocks: Loose[], surface: Surface, at: string): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  let focused = 0;
  for (const [i, block] of blocks.entries()) {
    if (block.block_id) {
      if (seen.has(block.block_id)) {
        faults.push({ path: `${at}/${i}/block_id`, message: `duplicate block_id: ${block.block_id}` });
      }
      seen.add(block.block_id);
    }
    const actions = new Set<string>();
    for (const element of [
      block.accessory,
      block.element,
      ...(block.elements ?? []),
      ...(block.actions ?? []),
    ]) {
      if (element?.focus_on_load) focused += 1;
      if (!element?.action_id) continue;
      if (actions.has(element.action_id)) {
        faults.push({ path: `${at}/${i}/elements`, message: `duplicate action_id: ${element.action_id}` });
      }
      actions.add(element.action_id);
    }
  }
  if (focused > 1) faults.push({ path: at, message: 'only one element can have focus_on_load set to true' });
  if (surface !== 'message') return faults;
  const count = (...types: string[]) => blocks.filter((block) => types.includes(block.type)).length;
  if (count('table', 'data_table') > limits.message.tables) {
    faults.push({ path: at, message: 'only one table allowed' });
  }
  if (count('data_visualization') > limits.message.charts) {
    faults.push({ path: at, message: `no more than ${limits.message.charts} charts allowed` });
  }
  const markdown = blocks
    .filter((block) => block.type === 'markdown')
    .reduce((sum, block) => sum + (block.text?.length ?? 0), 0);
  if (markdown > limits.message.markdown) {
    faults.push({
      path: at,
      message: `markdown must be less than ${limits.message.markdown + 1} characters in total`,
    });
  }
  return faults;
}

const most = limits.suggestions.options;
const suggestions = z
  .looseObject({
    options: z.array(option).max(most).optional(),
    option_groups: z.array(optionGroup).max(limits.select.groups).optional(),
  })
  .superRefine(({ options, option_groups }, context) => {
    if ((options === undefined) === (option_groups === undefined)) {
      context.addIssue({ code: 'custom', message: 'must define either `options` or `option_groups`' });
    }
    if ((option_groups ?? []).reduce((sum, group) => sum + group.options.length, 0) > most) {
      const message = `no more than ${most} items allowed`;
      context.addIssue({ code: 'custom', message, path: ['option_groups'] });
    }
  });

const ids = {
  callback_id: z.string().max(limits.id).optional(),
  external_id: z.string().max(limits.id).optional(),
  private_metadata: z.string().max(limits.view.privateMetadata).optional(),
  /** Checked individually. */
  blocks: z.unknown().optional(),
};
const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(limits.view.title),
  submit: plainText(limits.view.button).optional(),
  close: plainText(limits.view.button).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...ids,
});
const home = z.strictObject({ type: z.literal('home'), ...ids });

function unsupported(type: unknown, path: string): Fault {
  return type === undefined
    ? { path: path.replace(/\/type$/, ''), message: 'missing required field: type' }
    : { path, message: `unsupported type: ${String(type)}` };
}

/** zod's findings in Slack's words and with Slack's pointers. */
function faultsOf(result: z.ZodSafeParseResult<unknown>, input: unknown, at: string): Fault[] {
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const path = at + issue.path.map((key) => `/${String(key)}`).join('');
    const parent =
      at +
      issue.path
        .slice(0, -1)
        .map((key) => `/${String(key)}`)
        .join('');
    const value = issue.path.reduce<unknown>(
      (node, key) => (node as Record<PropertyKey, unknown> | undefined | null)?.[key],
      input,
    );
    const last = String(issue.path.at(-1));
    if (issue.code === 'invalid_type' && value === undefined) {
      return { path: parent, message: `missing required field: ${last}` };
    }
    if (issue.code === 'invalid_union') {
      // The path of a failed choice by type ends in `type`.
      return value === undefined
        ? { path: parent, message: `missing required field: ${last}` }
        : unsupported(value, path);
    }
    return { path, message: inSlacksWords(issue) };
  });
}

function inSlacksWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
      if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
      return `must be at most ${issue.maximum}`;
    case 'too_small':
      if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
      if (issue.origin === 'array') return `no fewer than ${issue.minimum} items allowed`;
      return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_type':
      return `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}
