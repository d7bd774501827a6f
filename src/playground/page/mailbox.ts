import type { MailedCampaign, MailList } from '../slack-server/protocol.ts';
import { clearMailbox, loadMails } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { MailView } from './mail.ts';
import { LetThemRead } from './readers.ts';
import { useDateReader, useSurroundings } from './surroundings.ts';
import { formatSlackDate } from './text/slack-date.ts';
import { useEffect, useRef, useState } from './vendor/hooks.js';

/** Every mail that the app sent, newest first, and one of them beside the list (on a phone, instead). */
export function Mailbox(props: { arrivals: number; onMenu: () => void }) {
  const { arrivals, onMenu } = props;
  const { person } = useSurroundings();
  const [found, setFound] = useState<MailList>();
  const [search, setSearch] = useState('');
  const [campaign, setCampaign] = useState('');
  const [open, setOpen] = useState<number>();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(
      () =>
        void loadMails({ search, campaign }).then((fresh) => {
          if (!isOld && fresh !== undefined) setFound(fresh);
        }),
      search === '' ? 0 : 150,
    );
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [search, campaign, arrivals]);
  const { mails, campaigns = [] } = found ?? {};
  const reader = useDateReader();
  const close = () => {
    const was = open;
    setOpen(undefined);
    // Back to the previous position in the list.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-mail="${was}"]`)?.focus());
  };
  const empty = async () => {
    if (!confirm('Delete all mail in this mailbox?')) return;
    await clearMailbox(person.id);
    setOpen(undefined);
  };

  return html`<main class=${`channel mailbox ${open === undefined ? '' : 'with-mail'}`}>
    <header class="channel-head">
      <button type="button" class="icon-button menu-button" aria-label="Open the menu" onClick=${onMenu}><${Icon} name="menu" /></button>
      <h1><${Icon} name="mail" />Mailbox</h1>
      <p class="purpose">Mail the app sends ends up here. Nothing leaves this machine.</p>
    </header>
    <section class="mail-list" aria-label="Mails" ref=${list}>
      <div class="mail-tools">
        <label class="mail-search"><span class="sr-only">Search by person or subject</span>
          <input type="search" placeholder="Search by person or subject" value=${search} onInput=${({ currentTarget }: { currentTarget: HTMLInputElement }) => setSearch(currentTarget.value)} /></label>
        <button type="button" class="button" disabled=${!mails?.length} onClick=${() => void empty()}>Empty</button>
      </div>
      ${campaigns.length > 0 && html`<${CampaignChoice} campaigns=${campaigns} chosen=${campaign} onChoose=${setCampaign} />`}
      <${LetThemRead} arrivals=${arrivals} />
      <p class="mail-count" role="status">${countLine(found, search + campaign)}</p>
      <ol>
        ${(mails ?? []).map(
          ({ id, at, to, subject }) => html`<li key=${id}>
            <button type="button" class="mail-line" data-mail=${id} aria-current=${id === open ? 'true' : undefined} onClick=${() => setOpen(id)}>
              <span class="mail-to">${to}</span><span class="mail-at">${formatSlackDate(at / 1000, '{date_short_pretty} {time}', reader)}</span>
              <span class="mail-subject">${subject}</span>
            </button>
          </li>`,
        )}
      </ol>
    </section>
    ${open === undefined ? html`<p class="mail-none">Choose an email to read it.</p>` : html`<${MailView} key=${open} id=${open} onClose=${close} />`}
  </main>`;
}

/** Which campaign's mails are listed. */
function CampaignChoice(props: {
  campaigns: MailedCampaign[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { campaigns, chosen, onChoose } = props;
  return html`<label class="mail-campaign"><span>Campaign</span>
    <select value=${chosen} onChange=${({ currentTarget }: { currentTarget: HTMLSelectElement }) => onChoose(currentTarget.value)}>
      <option value="">All mail</option>
      ${campaigns.map(
        ({ id, subject, mails }) =>
          html`<option key=${id} value=${id}>${subject} (${mails.toLocaleString('en')})</option>`,
      )}
    </select></label>`;
}

function countLine(found: MailList | undefined, asked: string): string {
  if (found === undefined) return 'Loading…';
  const { mails, total } = found;
  if (total === 0) return asked === '' ? 'No mail yet.' : 'No mail matches that.';
  const all = `${total.toLocaleString('en')} ${total === 1 ? 'mail' : 'mails'}`;
  return mails.length < total ? `${all}, the latest ${mails.length} shown` : all;
}
