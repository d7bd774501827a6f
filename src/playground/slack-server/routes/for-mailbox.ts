import type { ServerResponse } from 'node:http';
import type { Mailbox } from '../options.ts';
import { guardHeaders } from './guard.ts';
import { sendDownload, sendJson, sendText } from './send.ts';

/**
 * Answers the page's requests to the mailbox: `mails?search=&campaign=`, `mail?id=`, `mail-html?id=[&images=1]`,
 * `mail-raw?id=`. False if it was something else.
 */
export async function serveMailbox(
  mailbox: Mailbox | undefined,
  response: ServerResponse,
  name: string,
  query: Record<string, string>,
): Promise<boolean> {
  if (!/^mails?(?:$|-html$|-raw$)/.test(name)) return false;
  const id = Number(query.id);
  if (mailbox === undefined) sendJson(response, { error: 'There is no mailbox here.' }, 404);
  else if (name === 'mails') sendJson(response, mailbox.list(query.search ?? '', query.campaign ?? ''));
  else if (name === 'mail-raw') {
    const raw = mailbox.raw(id);
    if (raw === undefined) sendText(response, 'This mail is no longer kept.', 404);
    else sendDownload(response, raw, `mail-${id}.eml`, 'message/rfc822');
  } else {
    const mail = await mailbox.read(id);
    if (mail === undefined) sendJson(response, { error: 'This mail is no longer kept.' }, 404);
    else if (name === 'mail') {
      const { html, ...rest } = mail;
      const hasOneClick = mailbox.oneClickUrl(id) !== undefined;
      sendJson(response, { ...rest, hasHtml: html !== undefined, hasOneClick });
    } else sendMailHtml(response, mail.html ?? '', query.images === '1');
  }
  return true;
}

/**
 * A mail's HTML, for a frame without rights: no script, no form, no address of ours. Links open beside it.
 * Pictures load only on request, because loading one tells its owner that someone read the mail.
 */
function sendMailHtml(response: ServerResponse, html: string, withImages: boolean): void {
  const images = withImages ? 'http: https: data:' : 'data:';
  response.writeHead(200, {
    ...guardHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src ${images}; ` +
      "base-uri 'self'; form-action 'none'; frame-ancestors 'self'",
  });
  response.end(`<!doctype html><meta charset="utf-8"><base target="_blank">${html}`);
}

/** Presses the one-click button of a mail, as a mail program does (RFC 8058). Returns why that failed. */
export async function unsubscribe(
  mailbox: Mailbox | undefined,
  { id }: { id: number },
): Promise<object | string> {
  const url = mailbox?.oneClickUrl(id);
  if (url === undefined) return 'This mail has no unsubscribe button.';
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
  await answer?.arrayBuffer();
  if (answer === undefined) return 'The address in its header doesn’t answer.';
  return answer.ok ? {} : `The address in its header answered with ${answer.status}.`;
}
