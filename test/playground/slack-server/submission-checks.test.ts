import { describe, expect, test } from 'vitest';
import type { AnyBlock } from '../../../src/playground/slack-server/protocol.ts';
import { checkSubmission } from '../../../src/playground/slack-server/submission-checks.ts';

const file = (name: string, size = 1) => ({
  id: 'F1',
  name,
  size,
  mimetype: 'text/csv',
  filetype: name.split('.').at(-1) ?? '',
});
const required = 'Please complete this required field.';

describe("the client's own checks of a submission", () => {
  test.each<[string, object, object | undefined, string | undefined]>([
    ['nothing typed', { type: 'plain_text_input' }, undefined, required],
    ['nothing chosen', { type: 'checkboxes' }, { selected_options: [] }, required],
    [
      'a text that is too long',
      { type: 'plain_text_input', max_length: 3 },
      { value: 'four' },
      'Must be 3 characters or fewer; this has 4.',
    ],
    [
      'a text that is too short',
      { type: 'plain_text_input', min_length: 3 },
      { value: 'ab' },
      'Must be at least 3 characters.',
    ],
    ['a word as number', { type: 'number_input' }, { value: 'ten' }, 'Enter a number.'],
    [
      'a fraction where whole numbers are asked for',
      { type: 'number_input', is_decimal_allowed: false },
      { value: '1.5' },
      'Enter a whole number.',
    ],
    [
      'a number below the least',
      { type: 'number_input', min_value: '2' },
      { value: '1' },
      'Must be 2 or more.',
    ],
    [
      'a number above the most',
      { type: 'number_input', max_value: '2' },
      { value: '3' },
      'Must be 2 or less.',
    ],
    ['an address without @', { type: 'email_text_input' }, { value: 'ada' }, 'Enter a valid email address.'],
    ['an address that is no URL', { type: 'url_text_input' }, { value: 'x' }, 'Enter a valid URL.'],
    [
      'more choices than wanted',
      { type: 'multi_users_select', max_selected_items: 1 },
      { selected_users: ['U1', 'U2'] },
      'Choose 1 at most.',
    ],
    [
      'two files where one is wanted',
      { type: 'file_input', max_files: 1 },
      { files: [file('a.csv'), file('b.csv')] },
      'Add 1 file at most.',
    ],
    [
      'eleven files',
      { type: 'file_input' },
      { files: Array.from({ length: 11 }, () => file('a.csv')) },
      'Add 10 files at most.',
    ],
    [
      'a file of more than 10 MB',
      { type: 'file_input' },
      { files: [file('a.csv', 10 * 1024 * 1024 + 1)] },
      'a.csv is larger than 10 MB.',
    ],
    [
      'a file of another type',
      { type: 'file_input', filetypes: ['csv'] },
      { files: [file('a.png')] },
      'a.png is not one of: csv.',
    ],
    ['a text', { type: 'plain_text_input', min_length: 1, max_length: 4 }, { value: 'four' }, undefined],
    ['a number', { type: 'number_input', is_decimal_allowed: true }, { value: '-1.5' }, undefined],
    ['an address', { type: 'email_text_input' }, { value: 'ada@x.org' }, undefined],
    ['a URL', { type: 'url_text_input' }, { value: 'https://x.org' }, undefined],
    ['a file', { type: 'file_input', filetypes: ['csv'] }, { files: [file('a.csv')] }, undefined],
  ])('%s', (_, element, state, error) => {
    const { type } = element as { type: string };
    const block = { type: 'input', block_id: 'b', element: { action_id: 'a', ...element } } as AnyBlock;
    const states = state ? { b: { a: { type, ...state } } } : {};
    expect(checkSubmission([block], states)).toEqual(error === undefined ? {} : { b: error });
  });

  test('an optional input can stay empty, and elements outside inputs aren’t checked', () => {
    const element = { type: 'plain_text_input', action_id: 'a' };
    const blocks = [
      { type: 'input', block_id: 'b', optional: true, element },
      { type: 'section', block_id: 's', accessory: { type: 'users_select', action_id: 'u' } },
    ] as AnyBlock[];
    expect(checkSubmission(blocks, {})).toEqual({});
  });
});
