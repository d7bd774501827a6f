import { domainToASCII } from 'node:url';
import { withoutAddresses } from '../lib/emails.ts';
import { clip } from '../lib/words.ts';

/** The longest reply that is kept; more is cut. */
const MOST_REPLY = 300;

/** In characters per name: RFC 5322 allows 998 bytes a line, and nodemailer doesn't cut names. */
const MOST_NAME = 200;

/** A server's reply, shortened and without addresses, control characters, and halves of characters. */
export const shownReply = (reply: string): string =>
  clip(
    withoutAddresses(
      reply
        .toWellFormed()
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    ),
    MOST_REPLY,
  );

/** Line breaks would start another header. */
export const oneLine = (text: string, most = MOST_NAME): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not get through.
  clip(text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim(), most);

/** Headers as nodemailer takes them, without folding them. */
export const preparedHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { prepared: true, value: oneLine(value, 900) }]),
  );

/** The same for every attempt of a mail: made from its key. */
export const messageIdOf = (key: string, from: string): string => `<${key}@${domainOf(from)}>`;

/** The domain of an address in letters that every server knows. */
export const domainOf = (address: string): string => {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return /^[\w.-]+$/.test(domain) ? domain : domainToASCII(domain) || domain;
};

/** An address as servers take it: contacts keep theirs as typed, like `ada@münchen.example`. */
export const plainAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : `${address.slice(0, at)}@${domainOf(address)}`;
};
