/** The parts of a Slack message that contain words. */
export interface WordedMessage {
  text?: string | undefined;
  blocks?: unknown;
}

/**
 * Everything a message says: its text, and the texts and mail links in its blocks, one per line. Files are
 * ignored.
 *
 * @example wordsOf({ text: 'Hi', blocks: [{ elements: [{ type: 'link', url: 'mailto:ada@x.org' }] }] }) //
 *   'Hi\nada@x.org'
 */
export function wordsOf({ text, blocks }: WordedMessage): string {
  const words = text === undefined ? [] : [text];
  collect(blocks, words);
  return words.join('\n');
}

function collect(node: unknown, words: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'object') collect(value, words);
    else if (typeof value !== 'string') continue;
    else if (key === 'text') words.push(value);
    else if (key === 'url' && /^mailto:/i.test(value)) words.push(addressOf(value));
  }
}

const addressOf = (link: string): string => {
  const address = link.replace(/^mailto:/i, '').split('?')[0] ?? '';
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
};
