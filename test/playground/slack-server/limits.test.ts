import { describe, expect, test } from 'vitest';
import type { Surface } from '../../../src/playground/slack-server/checks/blocks.ts';
import {
  checkBlocks,
  checkSuggestions,
  checkView,
} from '../../../src/playground/slack-server/checks/check.ts';

const x = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (text: string, value = text) => ({ text: plain(text), value });
const button = (extra: object = {}) => ({ type: 'button', text: plain('Go'), ...extra });
const section = (extra: object = {}) => ({ type: 'section', text: mrkdwn('Hi'), ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const select = (extra: object = {}) => ({
  type: 'static_select',
  options: [option('a'), option('b')],
  ...extra,
});
const input = (element: object, extra: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...extra,
});
const text = (extra: object = {}) => ({ type: 'plain_text_input', ...extra });
const cell = (value: string) => ({ type: 'raw_text', text: value });
const table = (rows: unknown, extra: object = {}) => ({ type: 'table', rows, ...extra });
const dataTable = (rows: unknown, extra: object = {}) => ({
  type: 'data_table',
  caption: 'Sizes',
  rows,
  ...extra,
});
const richCell = (value: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: value }] }],
});
const twoRows = [[cell('Name')], [cell('vip')]];
const chart = (body: object, extra: object = {}) => ({
  type: 'data_visualization',
  title: 'Sizes',
  chart: body,
  ...extra,
});
const line = (names: string[], categories: string[]) => ({
  type: 'line',
  series: names.map((name) => ({ name, data: categories.map((label) => ({ label, value: 1 })) })),
  axis_config: { categories },
});
const modal = (extra: object = {}) => ({ type: 'modal', title: plain('Title'), blocks: [], ...extra });
const confirm = (extra: object = {}) => ({
  title: plain('Sure?'),
  text: mrkdwn('Really'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...extra,
});

describe('a list of blocks is refused', () => {
  test.each<[string, Surface, unknown, string, string]>([
    ['that is none', 'message', {}, '', 'must be an array'],
    ['with 51 in a message', 'message', many(51, () => section()), '', 'no more than 50 items allowed'],
    ['with 101 in a modal', 'modal', many(101, () => section()), '', 'no more than 100 items allowed'],
    ['with 101 in Home', 'home', many(101, () => section()), '', 'no more than 100 items allowed'],
    ['without a type', 'message', [{}], '/0', 'missing required field: type'],
    ['of an unknown type', 'message', [{ type: 'marquee' }], '/0/type', 'unsupported type: marquee'],
    [
      'of a type from Object',
      'message',
      [{ type: 'constructor' }],
      '/0/type',
      'unsupported type: constructor',
    ],
    [
      'with a property of its own',
      'message',
      [section({ colour: 'red' })],
      '/0',
      'invalid additional property: colour',
    ],
    [
      'with a block_id of 256',
      'message',
      [section({ block_id: x(256) })],
      '/0/block_id',
      'must be less than 256 characters',
    ],
    [
      'with a block_id twice',
      'message',
      [section({ block_id: 'a' }), section({ block_id: 'a' })],
      '/1/block_id',
      'duplicate block_id: a',
    ],
    [
      'with an action_id of 256',
      'message',
      [actions(button({ action_id: x(256) }))],
      '/0/elements/0/action_id',
      'must be less than 256 characters',
    ],
    [
      'with an action_id twice in a block',
      'message',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      '/0/elements',
      'duplicate action_id: a',
    ],
    [
      'with two that want the focus',
      'modal',
      [input(text({ focus_on_load: true })), input(text({ focus_on_load: true }))],
      '',
      'only one element can have focus_on_load set to true',
    ],

    [
      'a section with nothing',
      'message',
      [{ type: 'section' }],
      '/0',
      'must define either `fields` or `text`',
    ],
    [
      'a section with an empty text',
      'message',
      [section({ text: mrkdwn('') })],
      '/0/text/text',
      'must be more than 0 characters',
    ],
    [
      'a section with a text of 3,001',
      'message',
      [section({ text: mrkdwn(x(3001)) })],
      '/0/text/text',
      'must be less than 3001 characters',
    ],
    ['a section with a bare text', 'message', [section({ text: 'Hi' })], '/0/text', 'must be an object'],
    [
      'a section with 11 fields',
      'message',
      [section({ fields: many(11, () => mrkdwn('f')) })],
      '/0/fields',
      'no more than 10 items allowed',
    ],
    [
      'a section with a field of 2,001',
      'message',
      [section({ fields: [mrkdwn(x(2001))] })],
      '/0/fields/0/text',
      'must be less than 2001 characters',
    ],
    [
      'a section with an input as accessory',
      'modal',
      [section({ accessory: text() })],
      '/0/accessory/type',
      'unsupported type: plain_text_input',
    ],
    [
      'a header of 151',
      'message',
      [{ type: 'header', text: plain(x(151)) }],
      '/0/text/text',
      'must be less than 151 characters',
    ],
    [
      'a header in mrkdwn',
      'message',
      [{ type: 'header', text: mrkdwn('Hi') }],
      '/0/text/type',
      'must be one of: plain_text',
    ],
    [
      'a context of 11',
      'message',
      [{ type: 'context', elements: many(11, () => mrkdwn('c')) }],
      '/0/elements',
      'no more than 10 items allowed',
    ],
    [
      'an actions of 26',
      'message',
      [actions(...many(26, () => button()))],
      '/0/elements',
      'no more than 25 items allowed',
    ],
    ['an actions of none', 'message', [actions()], '/0/elements', 'no fewer than 1 items allowed'],
    [
      'an image without alt text',
      'message',
      [{ type: 'image', image_url: 'https://x.org/a.png' }],
      '/0',
      'missing required field: alt_text',
    ],
    [
      'an image without a source',
      'message',
      [{ type: 'image', alt_text: 'a' }],
      '/0',
      'must define either `image_url` or `slack_file`',
    ],

    [
      'a button text of 76',
      'message',
      [actions(button({ text: plain(x(76)) }))],
      '/0/elements/0/text/text',
      'must be less than 76 characters',
    ],
    [
      'a button value of 2,001',
      'message',
      [actions(button({ value: x(2001) }))],
      '/0/elements/0/value',
      'must be less than 2001 characters',
    ],
    [
      'a button url of 3,001',
      'message',
      [actions(button({ url: x(3001) }))],
      '/0/elements/0/url',
      'must be less than 3001 characters',
    ],
    [
      'a button style of another kind',
      'message',
      [actions(button({ style: 'loud' }))],
      '/0/elements/0/style',
      'must be one of: primary, danger',
    ],
    [
      'a confirm title of 101',
      'message',
      [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
      '/0/elements/0/confirm/title/text',
      'must be less than 101 characters',
    ],
    [
      'a confirm text of 301',
      'message',
      [actions(button({ confirm: confirm({ text: plain(x(301)) }) }))],
      '/0/elements/0/confirm/text/text',
      'must be less than 301 characters',
    ],
    [
      'a confirm button of 31',
      'message',
      [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))],
      '/0/elements/0/confirm/deny/text',
      'must be less than 31 characters',
    ],

    [
      'a select of 101',
      'message',
      [actions(select({ options: many(101, (i) => option(`${i}`)) }))],
      '/0/elements/0/options',
      'no more than 100 items allowed',
    ],
    [
      'a select of none',
      'message',
      [actions(select({ options: [] }))],
      '/0/elements/0/options',
      'no fewer than 1 items allowed',
    ],
    [
      'a select with options and groups',
      'message',
      [actions(select({ option_groups: [{ label: plain('g'), options: [option('a')] }] }))],
      '/0/elements/0',
      'must define either `options` or `option_groups`',
    ],
    [
      'a select of 101 groups',
      'message',
      [
        actions({
          type: 'static_select',
          option_groups: many(101, () => ({ label: plain('g'), options: [option('a')] })),
        }),
      ],
      '/0/elements/0/option_groups',
      'no more than 100 items allowed',
    ],
    [
      'a select with a group of 101',
      'message',
      [
        actions({
          type: 'static_select',
          option_groups: [{ label: plain('g'), options: many(101, (i) => option(`${i}`)) }],
        }),
      ],
      '/0/elements/0/option_groups/0/options',
      'no more than 100 items allowed',
    ],
    [
      'a select that begins elsewhere',
      'message',
      [actions(select({ initial_option: option('c') }))],
      '/0/elements/0/initial_option',
      'must match exactly one of the options',
    ],
    [
      'a select that begins with the same value in other words',
      'message',
      [actions(select({ initial_option: option('A', 'a') }))],
      '/0/elements/0/initial_option',
      'must match exactly one of the options',
    ],
    [
      'a multi select that begins with nothing',
      'message',
      [section({ accessory: { ...select(), type: 'multi_static_select', initial_options: [] } })],
      '/0/accessory/initial_options',
      'no fewer than 1 items allowed',
    ],
    [
      'an option text of 76',
      'message',
      [actions(select({ options: [option(x(76), 'v')] }))],
      '/0/elements/0/options/0/text/text',
      'must be less than 76 characters',
    ],
    [
      'an option value of 76',
      'message',
      [actions(select({ options: [option('a', x(76))] }))],
      '/0/elements/0/options/0/value',
      'must be less than 76 characters',
    ],
    [
      'an option description of 76',
      'message',
      [actions(select({ options: [{ ...option('a'), description: plain(x(76)) }] }))],
      '/0/elements/0/options/0/description/text',
      'must be less than 76 characters',
    ],
    [
      'a placeholder of 151',
      'message',
      [actions(select({ placeholder: plain(x(151)) }))],
      '/0/elements/0/placeholder/text',
      'must be less than 151 characters',
    ],
    [
      'checkboxes of 11',
      'message',
      [actions({ type: 'checkboxes', options: many(11, (i) => option(`${i}`)) })],
      '/0/elements/0/options',
      'no more than 10 items allowed',
    ],
    [
      'radio buttons of 11',
      'message',
      [actions({ type: 'radio_buttons', options: many(11, (i) => option(`${i}`)) })],
      '/0/elements/0/options',
      'no more than 10 items allowed',
    ],
    [
      'an overflow of 6',
      'message',
      [actions({ type: 'overflow', options: many(6, (i) => option(`${i}`)) })],
      '/0/elements/0/options',
      'no more than 5 items allowed',
    ],
    [
      'a date that is none',
      'message',
      [actions({ type: 'datepicker', initial_date: '2026-02-30' })],
      '/0/elements/0/initial_date',
      'must be a date as YYYY-MM-DD',
    ],
    [
      'a time that is none',
      'message',
      [actions({ type: 'timepicker', initial_time: '24:00' })],
      '/0/elements/0/initial_time',
      'must be a time as HH:mm',
    ],

    [
      'an input label of 2,001',
      'modal',
      [input(text(), { label: plain(x(2001)) })],
      '/0/label/text',
      'must be less than 2001 characters',
    ],
    [
      'an input label in mrkdwn',
      'modal',
      [input(text(), { label: mrkdwn('Name') })],
      '/0/label/type',
      'must be one of: plain_text',
    ],
    [
      'an input hint of 2,001',
      'modal',
      [input(text(), { hint: plain(x(2001)) })],
      '/0/hint/text',
      'must be less than 2001 characters',
    ],
    ['an input with a button', 'modal', [input(button())], '/0/element/type', 'unsupported type: button'],
    [
      'a max_length of 3,001',
      'modal',
      [input(text({ max_length: 3001 }))],
      '/0/element/max_length',
      'must be at most 3000',
    ],
    [
      'an initial value over max_length',
      'modal',
      [input(text({ max_length: 3, initial_value: 'four' }))],
      '/0/element/initial_value',
      'must not be longer than `max_length`',
    ],
    [
      'a number without is_decimal_allowed',
      'modal',
      [input({ type: 'number_input' })],
      '/0/element',
      'missing required field: is_decimal_allowed',
    ],
    [
      'a file input of 11',
      'modal',
      [input({ type: 'file_input', max_files: 11 })],
      '/0/element/max_files',
      'must be at most 10',
    ],
    [
      'a file input in a message',
      'message',
      [input({ type: 'file_input' })],
      '/0/element/type',
      'unsupported element in a message: file_input',
    ],
    [
      'a file input in Home',
      'home',
      [input({ type: 'file_input' })],
      '/0/element/type',
      'unsupported element in a home: file_input',
    ],

    [
      'an alert in a message',
      'message',
      [{ type: 'alert', text: plain('Hi') }],
      '/0/type',
      'unsupported block in a message: alert',
    ],
    [
      'an alert of 201',
      'modal',
      [{ type: 'alert', text: plain(x(201)) }],
      '/0/text/text',
      'must be less than 201 characters',
    ],
    [
      'an alert of another level',
      'modal',
      [{ type: 'alert', text: plain('Hi'), level: 'loud' }],
      '/0/level',
      'must be one of: default, info, warning, error, success',
    ],
    ['a table in a modal', 'modal', [table([[cell('a')]])], '/0/type', 'unsupported block in a modal: table'],
    [
      'a table of 101 rows',
      'message',
      [table(many(101, () => [cell('a')]))],
      '/0/rows',
      'no more than 100 items allowed',
    ],
    [
      'a table of 21 columns',
      'message',
      [table([many(21, () => cell('a'))])],
      '/0/rows/0',
      'no more than 20 items allowed',
    ],
    [
      'a table of 10,001 characters',
      'message',
      [table([[cell(x(10_001))]])],
      '/0/rows',
      'must be less than 10001 characters in total',
    ],
    ['two tables', 'message', [table([[cell('a')]]), dataTable(twoRows)], '', 'only one table allowed'],
    [
      'a data table in a modal',
      'modal',
      [dataTable(twoRows)],
      '/0/type',
      'unsupported block in a modal: data_table',
    ],
    [
      'a data table of one row',
      'message',
      [dataTable([[cell('a')]])],
      '/0/rows',
      'no fewer than 2 items allowed',
    ],
    [
      'a data table of 101 rows',
      'message',
      [dataTable(many(101, () => [cell('a')]))],
      '/0/rows',
      'no more than 100 items allowed',
    ],
    [
      'a data table with a short row',
      'message',
      [dataTable([[cell('a'), cell('b')], [cell('c')]])],
      '/0/rows/1',
      'must have 2 cells like the first row',
    ],
    [
      'a data table with an empty cell of rich text',
      'message',
      [dataTable([[cell('Name')], [richCell('')]])],
      '/0/rows/1/0',
      'must not be an empty cell',
    ],
    [
      'a data table with an empty cell',
      'message',
      [dataTable([[cell('a')], [cell('')]])],
      '/0/rows/1/0/text',
      'must be more than 0 characters',
    ],
    [
      'a data table without a caption',
      'message',
      [{ type: 'data_table', rows: twoRows }],
      '/0',
      'missing required field: caption',
    ],
    [
      'a data table of 101 to a page',
      'message',
      [dataTable(twoRows, { page_size: 101 })],
      '/0/page_size',
      'must be at most 100',
    ],
    [
      'a data table of 10,001 characters',
      'message',
      [dataTable([[cell('a')], [cell(x(10_001))]])],
      '/0/rows',
      'must be less than 10001 characters in total',
    ],
    [
      'markdown in a modal',
      'modal',
      [{ type: 'markdown', text: 'Hi' }],
      '/0/type',
      'unsupported block in a modal: markdown',
    ],
    [
      'markdown of 12,001 in two blocks',
      'message',
      [
        { type: 'markdown', text: x(12_000) },
        { type: 'markdown', text: 'x' },
      ],
      '',
      'markdown must be less than 12001 characters in total',
    ],
    [
      'a section with no fields in its list',
      'message',
      [section({ fields: [] })],
      '/0/fields',
      'no fewer than 1 items allowed',
    ],
    [
      'a header without words',
      'message',
      [{ type: 'header', text: plain('') }],
      '/0/text/text',
      'must be more than 0 characters',
    ],
    [
      'a context of none',
      'message',
      [{ type: 'context', elements: [] }],
      '/0/elements',
      'no fewer than 1 items allowed',
    ],
    [
      'an image with an alt text of 2,001',
      'message',
      [{ type: 'image', image_url: 'https://x.org/a.png', alt_text: x(2001) }],
      '/0/alt_text',
      'must be less than 2001 characters',
    ],
    [
      'an image with a title of 2,001',
      'message',
      [{ type: 'image', image_url: 'https://x.org/a.png', alt_text: 'a', title: plain(x(2001)) }],
      '/0/title/text',
      'must be less than 2001 characters',
    ],
    [
      'an image with a url of 3,001',
      'message',
      [{ type: 'image', image_url: x(3001), alt_text: 'a' }],
      '/0/image_url',
      'must be less than 3001 characters',
    ],
    [
      'a button label for screen readers of 76',
      'message',
      [actions(button({ accessibility_label: x(76) }))],
      '/0/elements/0/accessibility_label',
      'must be less than 76 characters',
    ],
    [
      'a confirm with a deny of 31',
      'message',
      [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))],
      '/0/elements/0/confirm/deny/text',
      'must be less than 31 characters',
    ],
    [
      'a select with a group label of 76',
      'message',
      [
        actions(
          select({ options: undefined, option_groups: [{ label: plain(x(76)), options: [option('a')] }] }),
        ),
      ],
      '/0/elements/0/option_groups/0/label/text',
      'must be less than 76 characters',
    ],
    [
      'checkboxes of none',
      'message',
      [actions({ type: 'checkboxes', options: [] })],
      '/0/elements/0/options',
      'no fewer than 1 items allowed',
    ],
    [
      'radio buttons of none',
      'message',
      [actions({ type: 'radio_buttons', options: [] })],
      '/0/elements/0/options',
      'no fewer than 1 items allowed',
    ],
    [
      'an overflow of none',
      'message',
      [actions({ type: 'overflow', options: [] })],
      '/0/elements/0/options',
      'no fewer than 1 items allowed',
    ],
    [
      'an initial value of 3,001',
      'modal',
      [input(text({ initial_value: x(3001) }))],
      '/0/element/initial_value',
      'must be less than 3001 characters',
    ],
    [
      'a min_length over max_length',
      'modal',
      [input(text({ min_length: 5, max_length: 4 }))],
      '/0/element/min_length',
      'must not be greater than `max_length`',
    ],
    [
      'an alert in Home',
      'home',
      [{ type: 'alert', text: plain('x') }],
      '/0/type',
      'unsupported block in a home: alert',
    ],
    [
      'markdown in Home',
      'home',
      [{ type: 'markdown', text: 'x' }],
      '/0/type',
      'unsupported block in a home: markdown',
    ],
    [
      'markdown of 12,001',
      'message',
      [{ type: 'markdown', text: x(12_001) }],
      '/0/text',
      'must be less than 12001 characters',
    ],
    [
      'a chart in a modal',
      'modal',
      [chart(line(['a'], ['x']))],
      '/0/type',
      'unsupported block in a modal: data_visualization',
    ],
    ['two data tables', 'message', [dataTable(twoRows), dataTable(twoRows)], '', 'only one table allowed'],
    [
      'a data table with a header column that it does not have',
      'message',
      [dataTable(twoRows, { row_header_column_index: 1 })],
      '/0/row_header_column_index',
      'must be a column',
    ],
    [
      'a data table of no rows to a page',
      'message',
      [dataTable(twoRows, { page_size: 0 })],
      '/0/page_size',
      'must be at least 1',
    ],
    [
      'a card subtitle of 151',
      'message',
      [{ type: 'card', subtitle: mrkdwn(x(151)) }],
      '/0/subtitle/text',
      'must be less than 151 characters',
    ],
    [
      'a carousel of 11',
      'message',
      [{ type: 'carousel', elements: many(11, () => ({ type: 'card', body: mrkdwn('b') })) }],
      '/0/elements',
      'no more than 10 items allowed',
    ],
    [
      'a card title of 151',
      'message',
      [{ type: 'card', title: mrkdwn(x(151)) }],
      '/0/title/text',
      'must be less than 151 characters',
    ],
    [
      'a chart in Home',
      'home',
      [chart(line(['a'], ['x']))],
      '/0/type',
      'unsupported block in a home: data_visualization',
    ],
    [
      'a chart title of 51',
      'message',
      [chart(line(['a'], ['x']), { title: x(51) })],
      '/0/title',
      'must be less than 51 characters',
    ],
    [
      'a chart of 7 series',
      'message',
      [
        chart(
          line(
            many(7, (i) => `s${i}`),
            ['x'],
          ),
        ),
      ],
      '/0/chart/series',
      'no more than 6 items allowed',
    ],
    [
      'a chart of 21 categories',
      'message',
      [
        chart(
          line(
            ['a'],
            many(21, (i) => `c${i}`),
          ),
        ),
      ],
      '/0/chart/axis_config/categories',
      'no more than 20 items allowed',
    ],
    [
      'a chart with a series twice',
      'message',
      [chart(line(['a', 'a'], ['x']))],
      '/0/chart/series/1/name',
      'must be unique',
    ],
    [
      'a chart with labels that are no categories',
      'message',
      [chart({ ...line(['a'], ['x']), axis_config: { categories: ['y'] } })],
      '/0/chart/series/0/data',
      'must have one value for each category',
    ],
    [
      'a pie with nothing in a piece',
      'message',
      [chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] })],
      '/0/chart/segments/0/value',
      'must be more than 0',
    ],
    [
      'a pie with a label of 21',
      'message',
      [chart({ type: 'pie', segments: [{ label: x(21), value: 1 }] })],
      '/0/chart/segments/0/label',
      'must be less than 21 characters',
    ],
    [
      'a pie of 21 pieces',
      'message',
      [chart({ type: 'pie', segments: many(21, () => ({ label: 'a', value: 1 })) })],
      '/0/chart/segments',
      'no more than 20 items allowed',
    ],
    [
      'a card body of 201',
      'message',
      [{ type: 'card', body: mrkdwn(x(201)) }],
      '/0/body/text',
      'must be less than 201 characters',
    ],
    [
      'a card with four actions',
      'message',
      [{ type: 'card', title: mrkdwn('T'), actions: many(4, (i) => ({ ...button(), action_id: `a${i}` })) }],
      '/0/actions',
      'no more than 3 items allowed',
    ],
    [
      'a card with an action_id twice',
      'message',
      [{ type: 'card', title: mrkdwn('T'), actions: many(2, () => ({ ...button(), action_id: 'a' })) }],
      '/0/elements',
      'duplicate action_id: a',
    ],
    [
      'three charts',
      'message',
      many(3, () => chart(line(['a'], ['x']))),
      '',
      'no more than 2 charts allowed',
    ],
  ])('%s', (_, surface, blocks, path, message) => {
    expect(checkBlocks(blocks, surface)).toEqual([{ path: `/blocks${path}`, message }]);
  });
});

test('a data table of 21 columns is refused in each row', () => {
  const rows = many(2, () => many(21, () => cell('a')));
  expect(checkBlocks([dataTable(rows)], 'message')).toEqual(
    [0, 1].map((row) => ({ path: `/blocks/0/rows/${row}`, message: 'no more than 20 items allowed' })),
  );
});

describe('a view is refused', () => {
  test.each<[string, unknown, string, string]>([
    ['that is none', 'modal', '', 'must be an object'],
    ['of another type', { type: 'dialog' }, '/type', 'unsupported type: dialog'],
    ['without a title', { type: 'modal', blocks: [] }, '', 'missing required field: title'],
    ['with a title of 25', modal({ title: plain(x(25)) }), '/title/text', 'must be less than 25 characters'],
    [
      'with a submit of 25',
      modal({ submit: plain(x(25)) }),
      '/submit/text',
      'must be less than 25 characters',
    ],
    ['with a close of 25', modal({ close: plain(x(25)) }), '/close/text', 'must be less than 25 characters'],
    [
      'with private_metadata of 3,001',
      modal({ private_metadata: x(3001) }),
      '/private_metadata',
      'must be less than 3001 characters',
    ],
    [
      'with a callback_id of 256',
      modal({ callback_id: x(256) }),
      '/callback_id',
      'must be less than 256 characters',
    ],
    [
      'with an external_id of 256',
      modal({ external_id: x(256) }),
      '/external_id',
      'must be less than 256 characters',
    ],
    ['without blocks', { type: 'modal', title: plain('T') }, '/blocks', 'must be an array'],
    [
      'with an input and no submit',
      modal({ blocks: [input(text())] }),
      '',
      'missing required field: submit (there is an input block)',
    ],
    [
      'with a bad block',
      modal({ blocks: [section(), { type: 'header', text: plain('') }] }),
      '/blocks/1/text/text',
      'must be more than 0 characters',
    ],
    [
      'as Home with a title',
      { type: 'home', title: plain('T'), blocks: [] },
      '',
      'invalid additional property: title',
    ],
  ])('%s', (_, view, path, message) => {
    expect(checkView(view)).toEqual([{ path: `/view${path}`, message }]);
  });
});

describe('suggestions for an external select are refused', () => {
  const group = (count: number) => ({ label: plain('Group'), options: many(count, (i) => option(`o${i}`)) });
  test.each<[string, unknown, string, string]>([
    ['that are missing', {}, '', 'must define either `options` or `option_groups`'],
    [
      'in both forms',
      { options: [], option_groups: [group(1)] },
      '',
      'must define either `options` or `option_groups`',
    ],
    [
      'of 101 options',
      { options: many(101, (i) => option(`o${i}`)) },
      '/options',
      'no more than 100 items allowed',
    ],
    [
      'of 101 options in groups',
      { option_groups: [group(51), group(50)] },
      '/option_groups',
      'no more than 100 items allowed',
    ],
    [
      'with a text of 76',
      { options: [option(x(76), 'a')] },
      '/options/0/text/text',
      'must be less than 76 characters',
    ],
    [
      'with a value of 76',
      { options: [option('a', x(76))] },
      '/options/0/value',
      'must be less than 76 characters',
    ],
  ])('%s', (_, answer, path, message) => {
    expect(checkSuggestions(answer)).toEqual([{ path, message }]);
  });

  test('none, a hundred, and groups pass', () => {
    for (const answer of [
      { options: [] },
      { options: group(100).options },
      { option_groups: [group(2), group(98)] },
    ]) {
      expect(checkSuggestions(answer)).toEqual([]);
    }
  });
});

describe('a correct block passes', () => {
  const everywhere: Surface[] = ['message', 'modal', 'home'];
  test.each<[string, Surface[], object]>([
    ['header', everywhere, { type: 'header', text: plain(x(150)) }],
    [
      'section',
      everywhere,
      section({
        text: mrkdwn(x(3000)),
        fields: many(10, () => plain(x(2000))),
        accessory: button(),
        expand: true,
      }),
    ],
    [
      'section with an image',
      everywhere,
      section({ accessory: { type: 'image', image_url: 'https://x.org/a.png', alt_text: 'a' } }),
    ],
    [
      'context',
      everywhere,
      {
        type: 'context',
        elements: [
          mrkdwn('c'),
          plain('d'),
          { type: 'image', image_url: 'https://x.org/a.png', alt_text: '' },
        ],
      },
    ],
    ['divider', everywhere, { type: 'divider' }],
    ['image', everywhere, { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a', title: plain('A') }],
    [
      'rich text',
      everywhere,
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { bold: true } }] },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [] }],
          },
        ],
      },
    ],
    [
      'actions',
      everywhere,
      actions(
        button({ value: x(2000), style: 'danger', confirm: confirm() }),
        select({ initial_option: option('b') }),
        { type: 'overflow', options: [{ ...option('o'), url: 'https://x.org' }] },
        { type: 'datepicker', initial_date: '2026-02-28' },
        { type: 'timepicker', initial_time: '23:59' },
        { type: 'datetimepicker', initial_date_time: 1_764_000_000 },
        {
          type: 'checkboxes',
          options: [{ text: mrkdwn('*a*'), value: 'a' }],
          initial_options: [{ text: mrkdwn('*a*'), value: 'a' }],
        },
        { type: 'radio_buttons', options: [option('a')] },
        { type: 'external_select', min_query_length: 0 },
        { type: 'users_select', initial_user: 'U1' },
        { type: 'conversations_select', filter: { include: ['public'] } },
        { type: 'channels_select' },
      ),
    ],
    [
      'multi selects',
      everywhere,
      section({
        accessory: {
          type: 'multi_static_select',
          options: [option('a')],
          initial_options: [option('a')],
          max_selected_items: 1,
        },
      }),
    ],
    [
      'inputs',
      ['modal', 'home', 'message'],
      input(
        text({
          max_length: 3000,
          min_length: 1,
          initial_value: 'a',
          multiline: true,
          dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
        }),
        { dispatch_action: true, optional: true, hint: plain('h') },
      ),
    ],
    ['number input', ['modal'], input({ type: 'number_input', is_decimal_allowed: false, min_value: '1' })],
    ['email input', ['modal'], input({ type: 'email_text_input', placeholder: plain('a@b.org') })],
    ['url input', ['modal'], input({ type: 'url_text_input' })],
    ['file input', ['modal'], input({ type: 'file_input', filetypes: ['csv'], max_files: 1 })],
    ['alert', ['modal'], { type: 'alert', text: plain(x(200)), level: 'warning' }],
    ['table', ['message', 'home'], table([[cell('')]], { column_settings: [{ align: 'right' }] })],
    [
      'data table',
      ['message', 'home'],
      dataTable(
        [
          [cell('Name'), cell('Size')],
          [cell('vip'), { type: 'raw_number', value: 3, text: '3' }],
        ],
        { page_size: 10, row_header_column_index: 0 },
      ),
    ],
    ['chart', ['message'], chart(line(['a', 'b'], ['x', 'y']))],
    ['pie', ['message'], chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] })],
    ['markdown', ['message'], { type: 'markdown', text: x(12_000) }],
    ['card', ['message'], { type: 'card', title: mrkdwn('T'), actions: [button()] }],
    ['carousel', ['message'], { type: 'carousel', elements: [{ type: 'card', body: mrkdwn('b') }] }],
    [
      'feedback',
      ['message'],
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            positive_button: { text: plain('+'), value: 'y' },
            negative_button: { text: plain('-'), value: 'n' },
          },
        ],
      },
    ],
  ])('%s', (_, surfaces, block) => {
    for (const surface of surfaces) expect(checkBlocks([block], surface)).toEqual([]);
  });

  test('a modal with everything', () => {
    const view = modal({
      submit: plain('Go'),
      close: plain('Back'),
      callback_id: 'c',
      external_id: 'e',
      private_metadata: x(3000),
      notify_on_close: true,
      clear_on_close: false,
      blocks: [input(text())],
    });
    expect(checkView(view)).toEqual([]);
  });
});
