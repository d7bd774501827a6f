import type { Exchange, Faults } from '../slack-server/protocol.ts';
import { inspect } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { useDateReader, useSurroundings } from './surroundings.ts';
import { formatSlackDate } from './text/slack-date.ts';
import { useEffect, useId, useState } from './vendor/hooks.js';

/** How many exchanges are shown; older ones are dropped. */
const kept = 300;

const switches: { name: keyof Faults; label: string; hint: string }[] = [
  { name: 'slow', label: 'Slack is slow', hint: 'Every response to the app is two seconds late.' },
  { name: 'rateLimited', label: 'Rate-limited', hint: 'Every call gets a 429: try again in a second.' },
  { name: 'triggersExpire', label: 'Triggers expire', hint: 'No form opens: the app was too late.' },
  { name: 'networkFails', label: 'Network fails', hint: 'Nothing gets through between Slack and the app.' },
];

/** Requests between Slack and the app, newest first, with result and JSON; and switches that cause faults. */
export function Inspector(props: {
  faults: Faults | undefined;
  onFault: (changes: Partial<Faults>) => void;
  onClose: () => void;
}) {
  const { faults, onFault, onClose } = props;
  const [exchanges, setExchanges] = useState<Exchange[]>([]);
  const [onlyBad, setOnlyBad] = useState(false);
  useEffect(
    () =>
      inspect((fresh) =>
        setExchanges((known) => {
          // If the numbers restart, the playground was restarted.
          const isNew = (fresh[0]?.id ?? 0) <= (known[0]?.id ?? 0);
          return [...fresh.toReversed(), ...(isNew ? [] : known)].slice(0, kept);
        }),
      ),
    [],
  );
  const shown = exchanges.filter(({ ok }) => !onlyBad || !ok);

  return html`<aside class="inspector" aria-label="Inspector">
    <header>
      <h2>Inspector</h2>
      <button type="button" class="icon-button" aria-label="Close the inspector" title="Close the inspector" onClick=${onClose}><${Icon} name="close" /></button>
    </header>
    <fieldset class="faults">
      <legend>Make something go wrong</legend>
      ${switches.map(
        ({ name, label, hint }) => html`<label class="fault" key=${name} title=${hint}>
          <input type="checkbox" role="switch" checked=${faults?.[name] === true} disabled=${faults === undefined}
            onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) => onFault({ [name]: currentTarget.checked })} />
          <span>${label}</span>
        </label>`,
      )}
    </fieldset>
    <div class="exchange-tools">
      <label class="option"><input type="checkbox" checked=${onlyBad} onChange=${() => setOnlyBad(!onlyBad)} /> Only failures</label>
      <button type="button" class="button" disabled=${exchanges.length === 0} onClick=${() => setExchanges([])}>Clear</button>
    </div>
    <div class="exchanges" tabindex="0" role="region" aria-label="Exchanges">
      ${shown.length === 0 && html`<p class="exchanges-empty">${exchanges.length === 0 ? 'Nothing yet. Run a command.' : 'No failures.'}</p>`}
      <ol>${shown.map((exchange) => html`<${ExchangeLine} key=${exchange.id} exchange=${exchange} />`)}</ol>
    </div>
  </aside>`;
}

function ExchangeLine({ exchange }: { exchange: Exchange }) {
  const { at, from, what, ms, ok, verdict, sent, answer } = exchange;
  const { workspace } = useSurroundings();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const reader = useDateReader();
  return html`<li class=${`exchange ${ok ? 'good' : 'bad'}`}>
    <button type="button" aria-expanded=${isOpen ? 'true' : 'false'} aria-controls=${isOpen ? id : undefined} onClick=${() => setOpen(!isOpen)}>
      <span class="exchange-from">${from === 'slack' ? `to ${workspace.app.name}` : 'to Slack'}</span>
      <span class="exchange-what">${what}</span>
      <span class="exchange-ms">${ms !== null && `${ms} ms`}</span>
      <span class="exchange-verdict"><${Icon} name=${ok ? 'check' : 'warning'} /> ${verdict}</span>
    </button>
    ${
      isOpen &&
      html`<div class="exchange-body" id=${id}>
        <p>${formatSlackDate(at / 1000, '{time_secs}', reader)}</p>
        <h3>Sent</h3>
        <pre tabindex="0">${inFull(sent)}</pre>
        <h3>Answer</h3>
        <pre tabindex="0">${inFull(answer)}</pre>
      </div>`
    }
  </li>`;
}

function inFull(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(nothing)';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
