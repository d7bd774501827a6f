import type { ShownMail } from '../slack-server/protocol.ts';
import { loadMail, mailUrl, pressUnsubscribe } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { useDateReader, useSurroundings } from './surroundings.ts';
import { formatSlackDate } from './text/slack-date.ts';
import { useEffect, useRef, useState } from './vendor/hooks.js';

const tabs = ['Mail', 'Text', 'Headers'] as const;
type Tab = (typeof tabs)[number];

/** One mail: as a mail program shows it, as plain text, its headers, and the whole mail to save. */
export function MailView({ id, onClose }: { id: number; onClose: () => void }) {
  const { person } = useSurroundings();
  const reader = useDateReader();
  const [mail, setMail] = useState<ShownMail>();
  const [problem, setProblem] = useState<string>();
  const [tab, setTab] = useState<Tab>('Mail');
  const [withImages, setWithImages] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    void loadMail(id).then((found) => {
      if (typeof found === 'string') return setProblem(found);
      setMail(found);
    });
  }, [id]);
  useEffect(() => heading.current?.focus(), [mail]);
  if (problem !== undefined)
    return html`<article class="mail" aria-label="Mail"><p class="trouble" role="alert"><${Icon} name="warning" /> ${problem}</p></article>`;
  if (mail === undefined) return html`<article class="mail" aria-label="Mail" aria-busy="true"></article>`;
  const shown = tab === 'Mail' && !mail.hasHtml ? 'Text' : tab;

  return html`<article class="mail" aria-label="Mail">
    <header>
      <button type="button" class="icon-button mail-back" aria-label="Back to the list" onClick=${onClose}><${Icon} name="back" /></button>
      <div>
        <h2 tabindex="-1" ref=${heading}>${mail.subject}</h2>
        <dl>
          <dt>From</dt><dd>${fromOf(mail)}</dd>
          <dt>To</dt><dd>${mail.to.join(', ')}</dd>
          <dt>Date</dt><dd>${formatSlackDate(mail.at / 1000, '{date_long} {time_secs}', reader)}</dd>
        </dl>
      </div>
    </header>
    <div class="mail-bar">
      <div class="tabs" role="tablist" aria-label="How to show it">
        ${tabs.map(
          (
            each,
          ) => html`<button type="button" key=${each} role="tab" id=${`mail-tab-${each}`} aria-controls="mail-panel" aria-selected=${String(shown === each)} tabindex=${shown === each ? 0 : -1}
            disabled=${each === 'Mail' && !mail.hasHtml} onClick=${() => setTab(each)} onKeyDown=${(event: KeyboardEvent) => moveTab(event, each, setTab)}>${each}</button>`,
        )}
      </div>
      ${shown === 'Mail' && html`<label class="option"><input type="checkbox" checked=${withImages} onChange=${() => setWithImages(!withImages)} /> Load pictures</label>`}
      <a class="button" href=${mailUrl('mail-raw', id)} download>Save as .eml</a>
      ${mail.hasOneClick && html`<${Unsubscribe} id=${id} person=${person.id} />`}
    </div>
    <div class="mail-panel" role="tabpanel" id="mail-panel" aria-labelledby=${`mail-tab-${shown}`} tabindex=${shown === 'Mail' ? undefined : 0}>
      ${shown === 'Mail' && html`<iframe key=${String(withImages)} title=${`The mail: ${mail.subject}`} src=${mailUrl('mail-html', id, withImages)} sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>`}
      ${shown === 'Text' && html`<pre class="mail-text">${withLinks(mail.text || '(no text)')}</pre>`}
      ${
        shown === 'Headers' &&
        html`<dl class="mail-headers">${mail.headers.map(({ name, value }, index) => html`<div key=${index}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
      }
    </div>
    ${mail.attachments.length > 0 && html`<p class="mail-files">Attached: ${mail.attachments.map(({ name, type }) => `${name} (${type})`).join(', ')}</p>`}
  </article>`;
}

/** What mail programs show beside the sender, for mails with the headers of one-click unsubscribing. */
function Unsubscribe({ id, person }: { id: number; person: string }) {
  const [said, setSaid] = useState<string>();
  const [isPressed, setPressed] = useState(false);
  const press = async () => {
    setPressed(true);
    const problem = await pressUnsubscribe(person, id);
    setPressed(problem === undefined);
    setSaid(problem ?? 'Unsubscribed with one click.');
  };
  return html`<button type="button" class="button" disabled=${isPressed} onClick=${() => void press()}>Unsubscribe</button>
    <span class="mail-said" role="status">${said}</span>`;
}

/** The sender in the mail's header, which mail programs show; the envelope's if there is none. */
const fromOf = ({ headers, from }: ShownMail): string =>
  headers.find(({ name }) => name.toLowerCase() === 'from')?.value ?? from;

/** Plain text with its addresses as links. */
function withLinks(text: string): unknown[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/)
    .map((part, index) =>
      index % 2 === 1 ? html`<a href=${part} target="_blank" rel="noopener noreferrer">${part}</a>` : part,
    );
}

function moveTab(event: KeyboardEvent, from: Tab, go: (tab: Tab) => void): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const next = tabs[(tabs.indexOf(from) + step + tabs.length) % tabs.length] as Tab;
  const button = document.getElementById(`mail-tab-${next}`) as HTMLButtonElement | null;
  if (button === null || button.disabled) return;
  go(next);
  button.focus();
}
