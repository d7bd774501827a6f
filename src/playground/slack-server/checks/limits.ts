/**
 * Slack's limits, as numbers. This is the only table: the checks, the client's behavior and the tests read
 * it, and no number is repeated elsewhere. Lengths are in characters, times in milliseconds.
 */
export const limits = {
  /** `tables` counts table and data_table together. */
  message: { blocks: 50, text: 40_000, markdown: 12_000, tables: 1, charts: 2 },
  view: { blocks: 100, title: 24, button: 24, privateMetadata: 3_000, size: 250_000, stack: 3 },
  /** block_id, action_id, callback_id, external_id. */
  id: 255,
  text: 3_000,
  section: { fields: 10, field: 2_000 },
  header: 150,
  contextElements: 10,
  actionsElements: 25,
  input: { label: 2_000, hint: 2_000 },
  placeholder: 150,
  image: { alt: 2_000, title: 2_000 },
  url: 3_000,
  button: { text: 75, value: 2_000, label: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  /** Slack's own pages disagree about `value` (75 or 150): the lower limit is safe everywhere. */
  option: { text: 75, value: 75, description: 75 },
  select: { options: 100, groups: 100, groupLabel: 75 },
  /** Checkboxes and radio buttons. */
  choices: 10,
  overflow: 5,
  textInput: 3_000,
  fileInput: { files: 10, bytes: 10 * 1024 * 1024 },
  table: { rows: 100, columns: 20, text: 10_000 },
  dataTable: { minRows: 2, rows: 100, columns: 20, text: 10_000, pageSize: 100 },
  chart: { title: 50, series: 6, categories: 20, label: 20 },
  alert: 200,
  card: { title: 150, subtitle: 150, body: 200, actions: 3 },
  carousel: 10,
  trigger: { life: 3_000 },
  ack: { within: 3_000 },
  responseUrl: { uses: 5, life: 30 * 60_000 },
  suggestions: { options: 100 },
  /**
   * chat.postMessage per channel: about one per second, with short bursts. `retryAfter`, for every 429, is in
   * seconds.
   */
  posting: { perSecond: 1, atOnce: 5, retryAfter: 1 },
} as const;
