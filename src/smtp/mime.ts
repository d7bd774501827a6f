import { encode, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode as encodeQuoted, wrap as wrapQuoted } from 'nodemailer/lib/qp';
import type { OutgoingMail } from '../audience/campaigns/sending/port.ts';
import { messageIdOf, oneLine } from './texts.ts';

/**
 * A mail as it goes over the wire: headers, and the text in both forms. nodemailer encodes each header and each
 * part, but is not asked to build the mail: its streams take three times as long, and are most of what sending costs.
 */
export function writtenMail(mail: OutgoingMail, at: Date): Buffer {
  const { from, to, replyTo, subject, text, html, headers, key } = mail;
  // Nobody who writes a mail knows the key of a person's.
  const boundary = `rollcall-${key}`;
  const lines = [
    header('From', { name: oneLine(from.name), address: from.address }),
    header('To', { name: oneLine(to.name), address: to.address }),
    ...(replyTo === null ? [] : [header('Reply-To', replyTo)]),
    header('Subject', oneLine(subject, 500)),
    header('Message-ID', messageIdOf(key, from.address)),
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    // As they are: folded, a link would break in some programs.
    ...Object.entries(headers).map(([name, value]) => `${name}: ${oneLine(value, 900)}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...part(boundary, 'text/plain', text),
    ...part(boundary, 'text/html', html),
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** Knows how the value of each header is encoded. */
const encoder = new MimeNode();

const header = (name: string, value: string | { name: string; address: string }): string =>
  foldLines(`${name}: ${encoder.encodeHeaderValue(name, value)}`, 76);

function part(boundary: string, type: string, text: string): string[] {
  const canonical = text.replace(/\r\n?|\n/g, '\r\n');
  const bytes = Buffer.from(canonical);
  // If most letters aren't Latin, base64 is less than half as long.
  const isLatin = bytes.length < 1.25 * canonical.length;
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Transfer-Encoding: ${isLatin ? 'quoted-printable' : 'base64'}`,
    '',
    isLatin ? wrapQuoted(encodeQuoted(bytes)) : wrapBase64(encode(bytes)),
  ];
}
