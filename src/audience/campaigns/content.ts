import {
  type ContactFieldName,
  contactField,
  contactFieldNames,
  isContactField,
} from '../../contact-fields.ts';
import type { MailContent, Written } from '../../content/content.ts';
import { preferencesKey, trackedKeys, viewKey } from '../../content/link-keys.ts';
import type { LinkOptions } from '../../content/links.ts';
import type { MergeChoice } from '../../content/merge-fields.ts';
import { fillTemplate } from '../../content/template.ts';
import { RollcallError } from '../../errors.ts';
import type { Problem } from '../../lib/problem.ts';
import type { NamedAttribute } from '../../rules/names.ts';
import type { Addressee } from '../../storage/campaigns/mark.ts';
import { listNames } from '../../storage/workspace/names.ts';
import type { AudienceDeps } from '../caller.ts';
import { brandOf } from '../public/brand.ts';
import type { Brand } from '../public/brand-shown.ts';

/** What a mail says to a person: its subject, and both forms of its text. */
export interface FilledMail {
  subject: string;
  html: string;
  text: string;
}

/** Writes a person's mail, with their own link to unsubscribe. */
export interface MailWriter {
  (addressee: Addressee, links: MailLinks): FilledMail;
  /** The addresses of links whose clicks are tracked, in order of their numbers. */
  urls: readonly string[];
}

/** The links of one person's mail: to their page, and to the mail as a web page. */
export interface MailLinks {
  preferencesUrl: string;
  viewUrl: string;
  /** The address of a tracked link by its number, from 1; 0 is the picture. Without it, links lead where they lead. */
  tracked?: (number: number) => string | null;
}

/**
 * Reads what an author wrote, once for all people who get it.
 *
 * @param links what happens to links; nothing if left out
 * @throws RollcallError `invalid-input` with the words at fault, and the part of the mail in `about`: a merge
 *   field that doesn't exist or no longer does, or a link that leads nowhere
 */
export async function mailWriter(
  deps: AudienceDeps,
  {
    workspaceId,
    written,
    brand,
    links,
  }: { workspaceId: number; written: Written; brand: Brand; links?: LinkOptions | undefined },
): Promise<MailWriter> {
  const { attributes } = await listNames(deps.storage.prisma, workspaceId);
  const content = await understood(written, { attributes, brand, links });
  const write = (addressee: Addressee, own: MailLinks): FilledMail => {
    const values = (key: string) => saidOf(key, addressee, own);
    return {
      subject: fillTemplate(content.subject, values),
      html: fillTemplate(content.html, values),
      text: fillTemplate(content.text, values),
    };
  };
  return Object.assign(write, { urls: content.urls });
}

/** Checks what an author wrote. Throws as `mailWriter` does. */
export async function checkContent(deps: AudienceDeps, workspaceId: number, written: Written): Promise<void> {
  const brand = await brandOf(deps, workspaceId);
  if (brand !== undefined) await mailWriter(deps, { workspaceId, written, brand });
}

/** A mail as an author checks it: for someone whose address is all that is known. */
export interface SampleMail extends FilledMail {
  /** What its author may want to change. */
  remarks: string[];
  /** Of the HTML, in bytes. */
  size: number;
}

/**
 * A mail with the fallbacks of its fields, for a preview or a test.
 *
 * @param reader the person it is written for, and where its personal links lead
 * @throws as `mailWriter` does
 */
export async function sampleMail(
  deps: AudienceDeps,
  { workspaceId, written, links }: { workspaceId: number; written: Written; links: LinkOptions },
  reader: { email: string; name: string | null; own: MailLinks },
): Promise<SampleMail> {
  const { email, name, own } = reader;
  const brand = await brandOf(deps, workspaceId);
  if (brand === undefined) throw new Error('a workspace is missing');
  const { attributes } = await listNames(deps.storage.prisma, workspaceId);
  const { remarks } = await understood(written, { attributes, brand, links });
  const write = await mailWriter(deps, { workspaceId, written, brand, links });
  const none = Object.fromEntries(contactFieldNames.map((field) => [field, null]));
  const nobody = { ...none, id: 0, email, name, emailChangedAt: null, attributes: {} } as Addressee;
  const mail = write(nobody, own);
  return {
    ...mail,
    remarks: remarks.map(({ message }) => message),
    size: new TextEncoder().encode(mail.html).length,
  };
}

async function understood(
  written: Written,
  {
    attributes,
    brand,
    links = {},
  }: { attributes: readonly NamedAttribute[]; brand: Brand; links?: LinkOptions | undefined },
): Promise<MailContent> {
  // Loaded on first use: the readers of Markdown and HTML are a large part of what a start would read.
  const { mailContent } = await import('../../content/content.ts');
  const frame = { language: 'en', brand };
  const made = mailContent(written, { choices: choicesOf(attributes), frame, links });
  if (made.ok) return made.content;
  for (const part of ['subject', 'preheader', 'body'] as const) {
    const [problem] = made.problems[part];
    if (problem === undefined) continue;
    // The sentences say what to write instead: a whole text with it would only repeat them.
    const fault = { text: written[part], problem: { ...problem, suggestions: [] } };
    throw new RollcallError('invalid-input', inSentences(made.problems[part]), { fault, about: part });
  }
  throw new Error('a refused mail without a problem');
}

/** Several at once: someone who corrects a file has to hand it in again each time. */
function inSentences(problems: readonly Problem[]): string {
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ message }) => message);
  const left = problems.length - shown.length;
  return [...shown, ...(left > 0 ? [`And ${left} more.`] : [])].join(' ');
}

const MOST_PROBLEMS = 5;

/** What mails can say of a contact: the address, the fields, and the workspace's own attributes. */
const choicesOf = (attributes: readonly NamedAttribute[]): MergeChoice[] => [
  { name: 'email', key: 'email', isAlways: true, isLink: false },
  { name: 'first name', key: 'first name', isAlways: false, isLink: false },
  ...contactFieldNames.map((name) => choice(contactField(name).words[0], name)),
  ...attributes.map(({ id, name }) => choice(name, `attribute ${id}`)),
];

const choice = (name: string, key: string): MergeChoice => ({ name, key, isAlways: false, isLink: false });

function saidOf(key: string, addressee: Addressee, links: MailLinks): string | null {
  if (key === preferencesKey) return links.preferencesUrl;
  if (key === viewKey) return links.viewUrl;
  if (key.startsWith(trackedKeys)) return links.tracked?.(Number(key.slice(trackedKeys.length))) ?? null;
  if (key === 'email') return addressee.email;
  if (key === 'first name') return firstName(addressee.name);
  if (isContactField(key)) return fieldOf(key, addressee);
  const value = addressee.attributes[key.slice('attribute '.length)];
  return value === undefined ? null : shown(value);
}

const fieldOf = (name: ContactFieldName, addressee: Addressee): string | null => {
  const value = addressee[name];
  return value === null ? null : contactField(name).values.show(value);
};

/** Ada, of "Ada Lovelace", "Lovelace, Ada" and "Dr. Ada Lovelace". */
function firstName(name: string | null): string | null {
  if (name === null) return null;
  const given = name.includes(',') ? name.slice(name.indexOf(',') + 1) : name;
  return (
    given
      .trim()
      .split(' ')
      .find((word) => !word.endsWith('.')) ?? null
  );
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** A value as people write it: 1,200; yes; December 4, 2026. */
function shown(value: string | number | boolean): string {
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day.format(new Date(`${value}T00:00:00Z`)) : value;
}
