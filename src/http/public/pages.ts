import type { Said } from '../../audience/public/acts.ts';
import type { Brand } from '../../audience/public/brand-shown.ts';
import type { WaitingSignUp } from '../../audience/public/sign-up.ts';
import type { PublicLanguage, Say } from '../../audience/public/texts.ts';
import type { Preferences, PreferredTopic } from '../../audience/topics/preferences.ts';
import { type Html, html } from '../../lib/html.ts';

/** The language of a page. */
export interface Voice {
  language: PublicLanguage;
  say: Say;
}

/** A page's title and its content. */
export interface Page {
  title: string;
  body: Html;
}

/**
 * What a person hears, and everything that they can do about it. Only forms: it works without scripts, and as
 * plain text.
 */
export function preferencesPage(
  { say, language }: Voice,
  given: {
    brand: Brand;
    preferences: Preferences;
    isTrusted: boolean;
    canMail: boolean;
    said?: Said;
    undo?: string;
  },
): Page {
  const { brand, preferences, isTrusted, canMail, said, undo } = given;
  const { email, status, topics, pausedUntil } = preferences;
  const title = say('preferencesTitle');
  const address = maskedAddress(email);
  const isIn = status === 'subscribed';
  const body = html`<h1>${title}</h1>
<p class="soft">${say('address', { address })}</p>
${said !== undefined && saidOf(say, { said, undo, address, canMail })}
${!isIn && html`<p>${say(stateTexts[status])}</p>`}
${pausedUntil !== null && html`<p>${say('pausedUntil', { date: dateIn({ language, timeZone: brand.timeZone }, pausedUntil) })}</p>`}
${!isIn && act('back', say('comeBack'), 'main')}
${topics.length === 0 ? html`<p>${say('noTopics')}</p>` : topicsForm(say, topics)}
${!isTrusted && said !== 'freshLinkNeeded' && html`<p class="hint">${say('freshLinkNeeded')}</p>${canMail && act('link', say('mailMeLink'))}`}
${isIn && pauseForms(say, pausedUntil !== null)}
${status !== 'unsubscribed' && html`<h2>${say('leaveHeading')}</h2>${act('leave', say('leaveAll'))}`}`;
  return { title, body };
}

/** Made only for those who paused: a formatter takes as long as the rest of the page. */
const dateIn = ({ language, timeZone }: { language: string; timeZone: string }, at: Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(at);

const stateTexts = {
  unsubscribed: 'statusUnsubscribed',
  'non-subscribed': 'statusNotSubscribed',
  bounced: 'statusBounced',
} as const;

function saidOf(
  say: Say,
  {
    said,
    undo,
    address,
    canMail,
  }: { said: Said; undo: string | undefined; address: string; canMail: boolean },
): Html {
  const again =
    undo !== undefined &&
    html`<form method="post"><input type="hidden" name="undo" value="${undo}"><button class="small" name="do" value="undo">${say('undo')}</button></form>`;
  const link = said === 'freshLinkNeeded' && canMail && act('link', say('mailMeLink'));
  return html`<div class="said" role="status">${say(said, { address })}${again}${link}</div>`;
}

function topicsForm(say: Say, topics: readonly PreferredTopic[]): Html {
  return html`<form method="post"><fieldset><legend><h2>${say('topicsHeading')}</h2></legend><p class="hint">${say('topicsHint')}</p>
${topics.map(
  ({
    id,
    name,
    description,
    on,
  }) => html`<label class="topic"><input type="checkbox" name="on" value="${id}"${on ? html` checked` : ''}><span><b>${name}</b>${description !== '' && html`<br><small>${description}</small>`}</span></label>
<input type="hidden" name="shown" value="${id}">${on && html`<input type="hidden" name="was" value="${id}">`}`,
)}</fieldset>
<button class="main" name="do" value="save">${say('save')}</button></form>`;
}

function pauseForms(say: Say, isPaused: boolean): Html {
  const buttons = isPaused
    ? act('resume', say('endPause'))
    : html`<form method="post"><button name="do" value="pause30">${say('pause30')}</button> <button name="do" value="pause90">${say('pause90')}</button></form>`;
  return html`<h2>${say('pauseHeading')}</h2><p class="hint">${say('pauseHint')}</p>${buttons}`;
}

/** A button that does one thing. */
const act = (name: string, text: string, look = ''): Html =>
  html`<form method="post"><button class="${look}" name="do" value="${name}">${text}</button></form>`;

/** The page behind every link that doesn't work, whatever is wrong with it. */
export function invalidPage(voice: Voice, { canMail }: { canMail: boolean }): Page {
  const { say } = voice;
  const title = say('invalidTitle');
  return {
    title,
    body: html`<h1>${title}</h1><p>${say('invalidText')}</p>${canMail && findForm(say, { action: '/find', heading: true })}`,
  };
}

/** Where people ask for a link to their settings. */
export function findPage({ say }: Voice, { canMail, wrong }: { canMail: boolean; wrong?: boolean }): Page {
  const title = say('findTitle');
  return {
    title,
    body: html`<h1>${title}</h1>${canMail ? findForm(say, { wrong }) : html`<p>${say('noMail')}</p>`}`,
  };
}

function findForm(
  say: Say,
  options: { action?: string; heading?: boolean; wrong?: boolean | undefined },
): Html {
  const { action, heading, wrong } = options;
  return html`<form method="post"${action !== undefined && html` action="${action}"`}>${heading && html`<h2>${say('findTitle')}</h2>`}<p>${say('findText')}</p>
${emailField(say, { wrong })}<button class="main">${say('mailMeLink')}</button></form>`;
}

/**
 * The form with which people sign up by themselves. Nothing is ticked that the person didn't tick: a box that
 * was ticked for them is no consent (GDPR, recital 32; Court of Justice, C-673/17).
 *
 * @param given.ticked ids of the topics that they ticked, and `given.email` what they typed, if the form is shown again
 */
export function joinPage(
  { say }: Voice,
  given: {
    topics: readonly PreferredTopic[];
    canMail: boolean;
    ticked?: ReadonlySet<number>;
    email?: string;
    wrong?: 'email' | 'topics';
  },
): Page {
  const { topics, canMail, ticked, email, wrong } = given;
  const title = say('joinTitle');
  if (!canMail) return { title, body: html`<h1>${title}</h1><p>${say('noMail')}</p>` };
  const body = html`<h1>${title}</h1><form method="post">${emailField(say, { value: email, wrong: wrong === 'email' })}
${
  topics.length > 0 &&
  html`<fieldset${wrong === 'topics' ? html` aria-describedby="wrong"` : ''}><legend><h2>${say('topicsHeading')}</h2></legend><p class="hint">${say('topicsHint')}</p>${wrong === 'topics' && wrongText(say('topicsWrong'))}${topics.map(
    ({ id, name, description }) =>
      html`<label class="topic"><input type="checkbox" name="topic" value="${id}"${ticked?.has(id) ? html` checked` : ''}><span><b>${name}</b>${description !== '' && html`<br><small>${description}</small>`}</span></label>`,
  )}</fieldset>`
}
<div class="trap" aria-hidden="true"><label>${say('leaveEmpty')}<input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>
<p class="hint">${say('joinText')}</p><button class="main">${say('join')}</button></form>`;
  return { title, body };
}

function emailField(
  say: Say,
  { value, wrong }: { value?: string | undefined; wrong?: boolean | undefined },
): Html {
  return html`<label>${say('email')}<input type="email" name="email" autocomplete="email" required maxlength="320"${value !== undefined && html` value="${value}"`}${wrong ? html` aria-invalid="true" aria-describedby="wrong"` : ''}></label>${wrong && wrongText(say('emailWrong'))}`;
}

const wrongText = (text: string): Html => html`<p class="wrong" id="wrong" role="alert">${text}</p>`;

/** The page behind the link of a confirmation mail: one button, and only that button acts. */
export function confirmPage(
  { say }: Voice,
  { email, topics }: Pick<WaitingSignUp, 'email' | 'topics'>,
): Page {
  const title = say('confirmTitle');
  const body = html`<h1>${title}</h1><p>${confirmText(say, email)}</p>
${topics.length > 0 && html`<p class="soft">${say('confirmTopics', { topics: topics.join(', ') })}</p>`}
<form method="post"><button class="main">${say('confirm')}</button></form>`;
  return { title, body };
}

/** What the person says yes to. */
export const confirmText = (say: Say, email: string): string =>
  say('confirmText', { address: maskedAddress(email) });

/** A page that says one thing, perhaps with a link to the next page. */
export const messagePage = (title: string, text?: string, link?: { url: string; text: string }): Page => ({
  title,
  body: html`<h1>${title}</h1>${text !== undefined && html`<p>${text}</p>`}${link && html`<p><a href="${link.url}">${link.text}</a></p>`}`,
});

/** Enough of an address for its owner to recognize it: `j•••@example.com`. */
function maskedAddress(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email.slice(0, at)][0] ?? ''}•••${email.slice(at)}`;
}
