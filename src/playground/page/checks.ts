import type { AnyBlock, ElementState, ElementStates } from '../slack-server/protocol.ts';
import { type Element, isEmpty, statefulElements } from './element-state.ts';

/** Slack's limit for one file of a `file_input`, in bytes. */
export const maxFileSize = 10_000_000;

/**
 * What Slack's client checks before it sends a submission.
 *
 * @returns a sentence for each input that can't be sent, by its block_id; empty when all is well
 */
export function checkInputs(blocks: readonly AnyBlock[], states: ElementStates): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { blockId, element, input } of statefulElements(blocks)) {
    const state = states[blockId]?.[element.action_id ?? ''];
    if (!input || !state) continue;
    const problem = isEmpty(state)
      ? input.optional
        ? undefined
        : 'Please fill this in: it is required.'
      : checkElement(element, state);
    if (problem) problems[blockId] = problem;
  }
  return problems;
}

/** What is wrong with the value of one element, or undefined. */
export function checkElement(element: Element, state: ElementState): string | undefined {
  const text = state.value ?? '';
  switch (element.type) {
    case 'plain_text_input':
      if (text.length < (element.min_length ?? 0))
        return `Please type at least ${count(element.min_length, 'character')}.`;
      if (text.length > (element.max_length ?? 3000)) {
        return `Please shorten this by ${count(text.length - (element.max_length ?? 3000), 'character')}.`;
      }
      return undefined;
    case 'number_input':
      return checkNumber(element, text);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
        ? undefined
        : 'Please type an email address, like ada@example.com.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please type a web address, like https://example.com.';
    default:
      return undefined;
  }
}

/** What is wrong with a file that is about to be uploaded, or undefined. */
export function checkFile(element: Element, file: { name: string; size: number }): string | undefined {
  const types: string[] = element.filetypes ?? [];
  const extension = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  if (types.length > 0 && !types.some((type) => type.toLowerCase() === extension)) {
    return `${file.name} can't be taken: it has to be ${types.map((type) => `.${type}`).join(' or ')}.`;
  }
  if (file.size > maxFileSize) {
    return `${file.name} is ${(file.size / 1e6).toFixed(1)} MB: Slack takes files of up to ${maxFileSize / 1e6} MB here.`;
  }
  return undefined;
}

function checkNumber(
  { is_decimal_allowed, min_value, max_value }: Element,
  text: string,
): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text.trim())) return 'Please type a number.';
  const value = Number(text);
  if (!is_decimal_allowed && !Number.isInteger(value)) return 'Please type a whole number.';
  if (min_value !== undefined && value < Number(min_value))
    return `Please type a number that is at least ${min_value}.`;
  if (max_value !== undefined && value > Number(max_value))
    return `Please type a number that is at most ${max_value}.`;
  return undefined;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
