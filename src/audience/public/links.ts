import { RollcallError } from '../../errors.ts';
import type { AudienceDeps } from '../caller.ts';
import { makeToken, type TokenKind } from './token.ts';

/** Someone to whom a link is mailed, with what says which of their addresses it goes to. */
export interface Addressee {
  workspaceId: number;
  contactId: number;
  emailChangedAt: Date | null;
}

/** The page on which a person chooses what they get: only for mails to that person. */
export const preferencesUrl = (deps: AudienceDeps, person: Addressee): string =>
  pageUrl(deps, 'p', { ...person, id: person.contactId, kind: 'mailed' });

/**
 * The key of one mail of a campaign, and the links in it. The key is the same at each try; its page leaves the
 * campaign's topic by one click. The link in the text reached the person's own mailbox, so it can do everything.
 *
 * @param mail.month of the key, in months since January 2020
 */
export function campaignLinks(
  deps: AudienceDeps,
  mail: Addressee & { campaignId: number; month: number },
): { sendKey: string; unsubscribeUrl: string; preferencesUrl: string; viewUrl: string } {
  const { contactId: id, emailChangedAt, ...rest } = mail;
  const { url } = pagesOf(deps);
  const sendKey = makeToken(deps.storage, { kind: 'send', id, ...rest });
  const mailed = makeToken(deps.storage, { kind: 'mailed', id, emailChangedAt, ...rest });
  const view = makeToken(deps.storage, { kind: 'view', id, ...rest });
  return {
    ...{ sendKey, unsubscribeUrl: `${url}/p/${sendKey}` },
    ...{ preferencesUrl: `${url}/p/${mailed}`, viewUrl: `${url}/view/${view}` },
  };
}

/**
 * The links in a mail that is shown as a web page. People forward such pages, so the link to unsubscribe can
 * lower and nothing else.
 */
export function viewedLinks(
  deps: AudienceDeps,
  { token, ...mail }: Addressee & { campaignId: number; month: number; token: string },
): { preferencesUrl: string; viewUrl: string } {
  const { contactId: id, ...rest } = mail;
  const { url } = pagesOf(deps);
  const copied = makeToken(deps.storage, { kind: 'copied', id, ...rest });
  return { preferencesUrl: `${url}/p/${copied}`, viewUrl: `${url}/view/${token}` };
}

/**
 * Makes the addresses of a campaign's tracked links, and of the picture that tells that a mail was opened. They
 * are the same at each try.
 *
 * @returns for a contact (0: people aren't recorded) and the id of a link (0: the picture)
 */
export function trackedUrls(
  deps: AudienceDeps,
  campaign: { workspaceId: number; campaignId: number },
): (given: { contactId: number; link: number }) => string {
  const { url } = pagesOf(deps);
  return ({ contactId: id, link }) => {
    const kind = link === 0 ? 'pixel' : 'link';
    const token = makeToken(deps.storage, { kind, id, link, month: 0, ...campaign });
    return link === 0 ? `${url}/o/${token}.gif` : `${url}/l/${token}`;
  };
}

/** The page that confirms a request to join. */
export const signUpUrl = (
  deps: AudienceDeps,
  { workspaceId, id }: { workspaceId: number; id: number },
): string => pageUrl(deps, 'confirm', { workspaceId, id, kind: 'join' });

/**
 * A link to a person's preference page for teammates: it can unsubscribe, pause and turn topics off. In the
 * playground it can do everything.
 *
 * @throws RollcallError `misconfigured` if no public pages are served
 */
export function preferenceLink(
  deps: AudienceDeps,
  { workspaceId, contactId, emailChangedAt }: Addressee,
): string {
  const kind = deps.pages?.isPlayground ? 'mailed' : 'copied';
  return pageUrl(deps, 'p', { workspaceId, id: contactId, kind, emailChangedAt });
}

/**
 * The public forms of a workspace: one to find one's settings, one to sign up. Throws as `preferenceLink`
 * does.
 */
export function publicForms(deps: AudienceDeps, workspaceId: number): { find: string; join: string } {
  const { url } = pagesOf(deps);
  const key = workspaceKey(deps, workspaceId);
  return { find: `${url}/find/${key}`, join: `${url}/join/${key}` };
}

/** Identifies a workspace in the URLs of its public forms. It can't be guessed, and may be published. */
const workspaceKey = ({ storage }: AudienceDeps, workspaceId: number): string =>
  makeToken(storage, { kind: 'workspace', workspaceId, id: 0, now: new Date('2020-01-01T00:00:00Z') });

function pageUrl(
  deps: AudienceDeps,
  path: string,
  content: { kind: TokenKind; workspaceId: number; id: number; emailChangedAt?: Date | null },
): string {
  const { kind, workspaceId, id, emailChangedAt = null } = content;
  const token = makeToken(deps.storage, { kind, workspaceId, id, emailChangedAt, now: deps.now() });
  return `${pagesOf(deps).url}/${path}/${token}`;
}

function pagesOf({ pages }: AudienceDeps): { url: string } {
  if (pages !== undefined) return pages;
  throw new RollcallError('misconfigured', 'Public pages are off: ROLLCALL_URL isn’t set.', {
    hint: 'Set ROLLCALL_URL to the app’s public https address and restart it.',
  });
}
