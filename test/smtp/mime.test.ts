import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { OutgoingMail } from '../../src/audience/campaigns/sending/port.ts';
import { writtenMail } from '../../src/smtp/mime.ts';

const at = new Date('2026-11-29T12:00:00Z');
const mail: OutgoingMail = {
  from: { name: 'Acme', address: 'news@acme.example' },
  replyTo: 'answers@acme.example',
  to: { name: 'Ada', address: 'ada@x.example' },
  subject: 'Spring sale',
  text: 'Hello\n',
  html: '<p>Hello</p>',
  headers: {
    'List-Unsubscribe': `<https://mail.acme.example/p/${'k'.repeat(80)}>`,
    'X-SMTPAPI': '{"unique_args":{"rollcall":"k1"}}',
  },
  key: 'k1',
};
const write = (change: Partial<OutgoingMail>): string =>
  writtenMail({ ...mail, ...change }, at).toString('latin1');
const read = (change: Partial<OutgoingMail>) => simpleParser(write(change));

describe('writing a mail', () => {
  it('writes each header once, and those of programs as they are', () => {
    const [head = ''] = write({}).split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      'From: Acme <news@acme.example>',
      'To: Ada <ada@x.example>',
      'Reply-To: answers@acme.example',
      'Subject: Spring sale',
      'Message-ID: <k1@acme.example>',
      'Date: Sun, 29 Nov 2026 12:00:00 +0000',
      `List-Unsubscribe: <https://mail.acme.example/p/${'k'.repeat(80)}>`,
      'X-SMTPAPI: {"unique_args":{"rollcall":"k1"}}',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="rollcall-k1"',
    ]);
    expect(write({ replyTo: null })).not.toMatch(/^Reply-To/im);
  });

  it.each([
    ['nothing but plain text', 'Hello Ada,\n\nsee you = soon.\n'],
    ['long lines', `${'word '.repeat(400)}\n${'x'.repeat(3_000)}\n`],
    ['dots and dashes at the start of lines', '.\n..\n. dot\n--\n--rollcall-k2\nFrom here\n'],
    ['spaces at the end of lines', 'one \ntwo\t\n three  \n'],
    ['umlauts and signs', 'Grüße für 5 € – „schön“ ✓\n'],
    ['emoji and what is joined', '👩‍👩‍👧 Élan 🇨🇦 e\u0301\n'],
    ['Greek', 'Καλημέρα, όλα είναι φθηνότερα μέχρι την Κυριακή. '.repeat(20)],
    ['Japanese', '日曜日まで、すべてが安くなります。'.repeat(50)],
    ['right to left', 'הכול זול יותר עד יום ראשון. '.repeat(20)],
  ])('keeps %s, in lines that every server takes', async (_, text) => {
    const html = `<p title="${text.replace(/\n/g, '&#10;')}">${text}</p>`;
    const raw = write({ text, html });
    expect(raw).toMatch(/^[\x20-\x7e\t\r\n]*$/);
    expect(raw.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    const [, body = ''] = raw.split(/\r\n\r\n(.*)/s);
    expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
    const parsed = await simpleParser(raw);
    expect(parsed.text?.trimEnd()).toBe(text.trimEnd());
    expect(parsed.html).toBe(html);
  });

  it('makes every line break the one of mails', async () => {
    const raw = write({ text: 'a\nb\rc\r\nd' });
    expect(raw).toContain('a\r\nb\r\nc\r\nd');
    expect((await read({ text: 'a\nb\rc\r\nd' })).text).toBe('a\nb\nc\nd');
  });

  it('writes names, subjects and addresses in other scripts so that they can be read', async () => {
    const { subject, to, from } = await read({
      subject: `Größer und günstiger: ${'日曜日まで '.repeat(20)}`,
      to: { name: 'Ада Лавлейс, "графиня"', address: 'ada@bücher.example' },
      from: { name: 'Café "Zürich"', address: 'news@acme.example' },
    });
    expect(subject).toBe(`Größer und günstiger: ${'日曜日まで '.repeat(20)}`.trim());
    expect([from, to].flat().map((each) => each?.value[0])).toMatchObject([
      { name: 'Café "Zürich"', address: 'news@acme.example' },
      { name: 'Ада Лавлейс, "графиня"' },
    ]);
    expect(write({ to: { name: '', address: 'ada@bücher.example' } })).toContain('xn--bcher-kva.example');
  });
});
