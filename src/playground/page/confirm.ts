import type { ConfirmationDialog } from '@slack/types';
import { html } from './html.ts';
import { PlainText, Text } from './text/text.ts';
import { useEffect, useId, useRef } from './vendor/hooks.js';

export interface Confirmation {
  confirm: ConfirmationDialog;
  onConfirm: () => void;
}

/** Asks before sending something. Escape and the deny button mean no; `onEnd` follows both answers. */
export function ConfirmDialog({ confirm, onConfirm, onEnd }: Confirmation & { onEnd: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const end = (confirmed: boolean) => {
    dialog.current?.close();
    onEnd();
    if (confirmed) onConfirm();
  };
  const cancel = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    end(false);
  };
  return html`<dialog class="confirm" ref=${dialog} role="alertdialog" aria-labelledby=${`${id}t`} aria-describedby=${`${id}d`} onCancel=${cancel}>
    <h2 id=${`${id}t`}>${confirm.title ? html`<${PlainText} text=${confirm.title} />` : 'Are you sure?'}</h2>
    <div id=${`${id}d`} class="confirm-text"><${Text} text=${confirm.text} /></div>
    <footer>
      <button type="button" class="button" onClick=${() => end(false)}>${confirm.deny ? html`<${PlainText} text=${confirm.deny} />` : 'Cancel'}</button>
      <button type="button" class=${`button ${confirm.style === 'danger' ? 'danger' : 'primary'} filled`} onClick=${() => end(true)}>
        ${confirm.confirm ? html`<${PlainText} text=${confirm.confirm} />` : 'Yes'}
      </button>
    </footer>
  </dialog>`;
}
