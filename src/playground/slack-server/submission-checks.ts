import { limits } from './checks/limits.ts';
import { chosenValue, type Element, elementsOf } from './elements.ts';
import type { AnyBlock, ElementStates, SharedFile } from './protocol.ts';

/**
 * The errors that Slack's client finds in a modal before it sends anything: one sentence per input, by its
 * block_id. Empty if the modal can be sent.
 */
export function checkSubmission(blocks: AnyBlock[], states: ElementStates): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element, isInput } of elementsOf(blocks)) {
    if (!isInput) continue;
    const value = chosenValue(states[block.block_id]?.[element.action_id]);
    const error = value === undefined ? missing(block.optional === true) : wrong(element, value);
    if (error) errors[block.block_id] = error;
  }
  return errors;
}

function missing(optional: boolean): string | undefined {
  return optional ? undefined : 'Please complete this required field.';
}

function wrong(element: Element, value: unknown): string | undefined {
  switch (element.type) {
    case 'plain_text_input':
      return wrongLength(String(value), element);
    case 'number_input':
      return wrongNumber(String(value), element);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value)) ? undefined : 'Enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(String(value)) ? undefined : 'Enter a valid URL.';
    case 'file_input':
      return wrongFiles(value as SharedFile[], element);
    default: {
      const most = element.max_selected_items;
      return Array.isArray(value) && typeof most === 'number' && value.length > most
        ? `Choose ${most} at most.`
        : undefined;
    }
  }
}

function wrongLength(text: string, element: Element): string | undefined {
  const { min_length: least, max_length: most = limits.textInput } = element as {
    min_length?: number;
    max_length?: number;
  };
  if (text.length > most) return `Must be ${most} characters or fewer; this has ${text.length}.`;
  if (least !== undefined && text.length < least) return `Must be at least ${least} characters.`;
  return undefined;
}

function wrongNumber(text: string, element: Element): string | undefined {
  const { min_value, max_value, is_decimal_allowed } = element as {
    min_value?: string;
    max_value?: string;
    is_decimal_allowed?: boolean;
  };
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Enter a number.';
  if (!is_decimal_allowed && !/^-?\d+$/.test(text)) return 'Enter a whole number.';
  if (min_value !== undefined && Number(text) < Number(min_value)) return `Must be ${min_value} or more.`;
  if (max_value !== undefined && Number(text) > Number(max_value)) return `Must be ${max_value} or less.`;
  return undefined;
}

function wrongFiles(files: SharedFile[], element: Element): string | undefined {
  const { filetypes, max_files: most = limits.fileInput.files } = element as {
    filetypes?: string[];
    max_files?: number;
  };
  if (files.length > most) return `Add ${most} ${most === 1 ? 'file' : 'files'} at most.`;
  const large = files.find((file) => file.size > limits.fileInput.bytes);
  if (large) return `${large.name} is larger than 10 MB.`;
  const other = filetypes && files.find((file) => !filetypes.includes(file.filetype));
  if (other) return `${other.name} is not one of: ${filetypes.join(', ')}.`;
  return undefined;
}
