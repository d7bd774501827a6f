import type {
  ActionsBlockElement,
  HomeView,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';

/** Every block and element that the playground shows, as a small app would send them. Pure data. */

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const option = (text: string): PlainTextOption => ({ text: plain(text), value: text.toLowerCase() });
const colours = ['Red', 'Green', 'Blue'].map(option);
const [red, green] = colours as [PlainTextOption, PlainTextOption];
const grouped = [
  { label: plain('Warm'), options: [red] },
  { label: plain('Cold'), options: [green] },
];
const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

const confirm = {
  title: plain('Really delete?'),
  text: mrkdwn('This can *not* be undone.'),
  confirm: plain('Delete it'),
  deny: plain('Cancel'),
  style: 'danger' as const,
};

/** Texts of all kinds, and a button of each style. */
export const textMessage: KnownBlock[] = [
  { type: 'header', text: plain('Texts & such') },
  {
    type: 'section',
    text: mrkdwn(
      '*Bold*, _italic_, ~struck~, `code`, <https://example.org|a link>, <@U0BOB>, <#C0GENERAL>, &lt;b&gt; &amp; :tada:',
    ),
    fields: [mrkdwn('*Plan*\nPro'), plain('Seats\n12')],
    accessory: { type: 'image', image_url: dot, alt_text: 'A small dot' },
  },
  { type: 'divider' },
  { type: 'image', title: plain('A picture'), image_url: dot, alt_text: 'A larger dot' },
  {
    type: 'context',
    elements: [mrkdwn('Fresh, _just now_'), { type: 'image', image_url: dot, alt_text: 'dot' }],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Rich ', style: { bold: true } },
          { type: 'user', user_id: 'U0BOB' },
          { type: 'emoji', name: 'tada' },
          { type: 'link', url: 'https://example.org', text: 'there' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: ['First', 'Second'].map((text) => ({
          type: 'rich_text_section',
          elements: [{ type: 'text', text }],
        })),
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'Quoted' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a = 1' }] },
    ],
  },
  {
    type: 'actions',
    block_id: 'buttons',
    elements: [
      { type: 'button', action_id: 'plain_button', text: plain('Count'), value: '1' },
      { type: 'button', action_id: 'replace', text: plain('Replace'), style: 'primary' },
      { type: 'button', action_id: 'confirmed', text: plain('Delete'), style: 'danger', confirm },
      { type: 'button', action_id: 'link_button', text: plain('Visit'), url: 'https://example.org/' },
      { type: 'button', action_id: 'slow_button', text: plain('Slow') },
      { type: 'button', action_id: 'late_button', text: plain('Late') },
      { type: 'button', action_id: 'failing_button', text: plain('Failing') },
    ],
  },
];

const choosing: ActionsBlockElement[] = [
  { type: 'static_select', action_id: 'static', placeholder: plain('A colour'), options: colours },
  { type: 'external_select', action_id: 'external', placeholder: plain('A country'), min_query_length: 2 },
  { type: 'users_select', action_id: 'user', placeholder: plain('A person') },
  { type: 'conversations_select', action_id: 'conversation', placeholder: plain('A conversation') },
  { type: 'channels_select', action_id: 'channel', placeholder: plain('A channel') },
  { type: 'datepicker', action_id: 'date', initial_date: '2026-11-23' },
  { type: 'timepicker', action_id: 'time', initial_time: '09:30' },
  { type: 'datetimepicker', action_id: 'moment' },
  {
    type: 'overflow',
    action_id: 'more',
    options: [option('Rename'), { ...option('Docs'), url: 'https://example.org/docs' }],
  },
  { type: 'radio_buttons', action_id: 'radio', options: colours },
  { type: 'checkboxes', action_id: 'boxes', options: colours },
];

const multiple: NonNullable<SectionBlock['accessory']>[] = [
  {
    type: 'multi_static_select',
    action_id: 'statics',
    placeholder: plain('Colours'),
    option_groups: grouped,
  },
  {
    type: 'multi_external_select',
    action_id: 'externals',
    placeholder: plain('Countries'),
    min_query_length: 0,
  },
  { type: 'multi_users_select', action_id: 'users', placeholder: plain('People') },
  { type: 'multi_conversations_select', action_id: 'conversations', placeholder: plain('Conversations') },
  { type: 'multi_channels_select', action_id: 'channels', placeholder: plain('Channels') },
];

/** Everything that can be selected in a message. */
export const choiceMessage: KnownBlock[] = [
  { type: 'header', text: plain('Choices') },
  { type: 'actions', block_id: 'choosing', elements: choosing },
  ...multiple.map(
    (accessory): KnownBlock => ({
      type: 'section',
      text: mrkdwn(`Several ${accessory.type}`),
      accessory,
    }),
  ),
];

const people = Array.from({ length: 12 }, (_, i) => ({ name: `Person ${12 - i}`, seats: (i * 7) % 12 }));

/** Twelve rows, five to a page. */
export const dataTable: KnownBlock = {
  type: 'data_table',
  block_id: 'people',
  caption: 'People and seats',
  page_size: 5,
  row_header_column_index: 0,
  rows: [
    [
      { type: 'raw_text', text: 'Name' },
      { type: 'raw_text', text: 'Seats' },
    ],
    ...people.map(({ name, seats }) => [
      { type: 'raw_text' as const, text: name },
      { type: 'raw_number' as const, value: seats, text: String(seats) },
    ]),
  ],
};

export const table: KnownBlock = {
  type: 'table',
  column_settings: [{ is_wrapped: true }, { align: 'right' }],
  rows: [
    [
      { type: 'raw_text', text: 'Tag' },
      { type: 'raw_text', text: 'Size' },
    ],
    [
      { type: 'raw_text', text: 'vip' },
      { type: 'raw_text', text: '1,204' },
    ],
  ],
};

const months = ['Sep', 'Oct', 'Nov'];
const series = ['Members', 'Reachable'].map((name, i) => ({
  name,
  data: months.map((label, j) => ({ label, value: 10 * (j + 1) - i })),
}));

/** Newer than the installed @slack/types. */
export const charts = [
  ...(['line', 'bar', 'area'] as const).map((type) => ({
    type: 'data_visualization',
    title: `${type === 'area' ? 'An' : 'A'} ${type} chart`,
    chart: { type, series, axis_config: { categories: months, x_label: 'Month', y_label: 'Contacts' } },
  })),
  {
    type: 'data_visualization',
    title: 'A pie',
    chart: {
      type: 'pie',
      segments: [
        { label: 'vip', value: 3 },
        { label: 'rest', value: 9 },
      ],
    },
  },
] as unknown as KnownBlock[];

export const markdown: KnownBlock = {
  type: 'markdown',
  text: '# Title\n**bold** and [a link](https://example.org)\n- one',
};

const input = (
  label: string,
  element: InputBlock['element'],
  extra: Partial<Omit<InputBlock, 'type' | 'label' | 'element'>> = {},
): InputBlock => ({
  type: 'input',
  block_id: element.action_id ?? label,
  label: plain(label),
  element,
  ...extra,
});

/** A modal with every kind of input, and an alert of every level. */
export const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Every input'),
  submit: plain('Save'),
  close: plain('Not now'),
  notify_on_close: true,
  private_metadata: 'kept',
  blocks: [
    ...(['default', 'info', 'success', 'warning', 'error'] as const).map(
      (level): KnownBlock => ({ type: 'alert', level, text: plain(`This is ${level}.`) }),
    ),
    input(
      'Name',
      { type: 'plain_text_input', action_id: 'name', max_length: 10 },
      { hint: plain('Ten letters') },
    ),
    input('Notes', { type: 'plain_text_input', action_id: 'notes', multiline: true }, { optional: true }),
    input('Seats', { type: 'number_input', action_id: 'seats', is_decimal_allowed: false, max_value: '50' }),
    input('Email', { type: 'email_text_input', action_id: 'email', placeholder: plain('ada@example.org') }),
    input('Website', { type: 'url_text_input', action_id: 'website' }, { optional: true }),
    input('Story', { type: 'rich_text_input', action_id: 'story' }, { optional: true }),
    input('Colour', { type: 'static_select', action_id: 'colour', option_groups: grouped }),
    input('Country', { type: 'external_select', action_id: 'country', min_query_length: 1 }),
    input('Colours', {
      type: 'multi_static_select',
      action_id: 'colours',
      options: colours,
      max_selected_items: 2,
    }),
    input('Countries', { type: 'multi_external_select', action_id: 'countries' }, { optional: true }),
    input('Person', { type: 'users_select', action_id: 'person', initial_user: 'U0BOB' }),
    input('People', { type: 'multi_users_select', action_id: 'people' }, { optional: true }),
    input('Place', { type: 'conversations_select', action_id: 'place' }, { optional: true }),
    input('Places', { type: 'multi_conversations_select', action_id: 'places' }, { optional: true }),
    input('Channel', { type: 'channels_select', action_id: 'one_channel' }, { optional: true }),
    input('Channels', { type: 'multi_channels_select', action_id: 'all_channels' }, { optional: true }),
    input('Boxes', { type: 'checkboxes', action_id: 'ticks', options: colours, initial_options: [green] }),
    input('Radio', { type: 'radio_buttons', action_id: 'wave', options: colours }),
    input('Day', { type: 'datepicker', action_id: 'day' }),
    input('Hour', { type: 'timepicker', action_id: 'hour' }),
    input('Moment', { type: 'datetimepicker', action_id: 'instant' }, { optional: true }),
    input(
      'File',
      { type: 'file_input', action_id: 'file', filetypes: ['csv'], max_files: 1 },
      { optional: true },
    ),
    input(
      'Echo on enter',
      { type: 'plain_text_input', action_id: 'on_enter' },
      { optional: true, dispatch_action: true },
    ),
    input(
      'Echo as typed',
      {
        type: 'plain_text_input',
        action_id: 'as_typed',
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      },
      { optional: true, dispatch_action: true },
    ),
  ],
};

/** One level of a stack of modals: a field to return to, and a button that goes deeper. */
export const level = (depth: number): ModalView => ({
  type: 'modal',
  callback_id: 'level',
  title: plain(`Level ${depth}`),
  submit: plain('Done'),
  notify_on_close: true,
  blocks: [
    input('Note', { type: 'plain_text_input', action_id: 'note' }, { optional: true }),
    { type: 'actions', elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }] },
  ],
});

export const home = (visits: number): HomeView => ({
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Home, sweet home') },
    { type: 'section', text: mrkdwn(`Visit *${visits}*`) },
    { type: 'actions', elements: [{ type: 'button', action_id: 'home_button', text: plain('Press me') }] },
    dataTable,
    table,
  ],
});
