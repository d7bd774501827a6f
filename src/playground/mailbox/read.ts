import type { MailContent } from '../slack-server/protocol.ts';
import type { StoredMail } from './store.ts';

/** Reads a mail's parts. */
export async function readMail({ raw, ...mail }: StoredMail): Promise<MailContent> {
  // Loaded when the first mail is read, to keep the start fast.
  const { simpleParser } = await import('mailparser');
  const parsed = await simpleParser(raw, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  return {
    ...mail,
    subject: parsed.subject ?? mail.subject,
    text: parsed.text ?? '',
    html: parsed.html === false ? undefined : parsed.html,
    headers: parsed.headerLines.map(({ line }) => {
      const at = line.indexOf(':');
      return { name: line.slice(0, at), value: decoded(line.slice(at + 1)) };
    }),
    attachments: parsed.attachments.map(({ filename, contentType, size }) => ({
      name: filename ?? 'without a name',
      type: contentType,
      size,
    })),
  };
}

/** The subject of a mail, for lists: reads only its header. */
export function subjectOf(raw: Buffer): string {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.subarray(0, end < 0 ? raw.length : end).toString('utf8');
  const line = /^subject:((?:.*(?:\r?\n[ \t].*)*))/im.exec(head)?.[1] ?? '';
  return decoded(line) || '(no subject)';
}

/** A header's value on one line, with its encoded words (RFC 2047) as text. */
function decoded(value: string): string {
  return value
    .replace(/\r?\n[ \t]+/g, ' ')
    .trim()
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/(?:=\?[\w-]+\?[bq]\?[^?\s]*\?=)+/gi, (words) => decodedWords(words));
}

/** Adjacent words may share a character, so bytes of the same charset are joined before they are decoded. */
function decodedWords(words: string): string {
  let text = '';
  let bytes: Buffer[] = [];
  let charset = '';
  const flush = () => {
    if (bytes.length > 0) text += textOf(Buffer.concat(bytes), charset);
    bytes = [];
  };
  for (const [, set = '', encoding = '', content = ''] of words.matchAll(
    /=\?([\w-]+)\?([bq])\?([^?\s]*)\?=/gi,
  )) {
    if (set.toLowerCase() !== charset) flush();
    charset = set.toLowerCase();
    bytes.push(
      encoding.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64')
        : Buffer.from(
            content
              .replaceAll('_', ' ')
              .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ),
    );
  }
  flush();
  return text;
}

function textOf(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
