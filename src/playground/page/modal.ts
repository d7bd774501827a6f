import type { OpenView } from '../slack-server/protocol.ts';
import { send } from './api.ts';
import { Blocks } from './blocks/block.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { focusComposer, useKeptFocus } from './kept-focus.ts';
import { SurfaceProvider, useSurfaceOf } from './surface.ts';
import { useSurroundings } from './surroundings.ts';
import { PlainText } from './text/text.ts';
import { useEffect, useId, useLayoutEffect, useRef, useState } from './vendor/hooks.js';

/**
 * A person's modals. The whole stack stays alive, so that going back finds what was typed. Only the top one
 * is visible.
 */
export function Modals({ views }: { views: OpenView[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { person } = useSurroundings();
  const top = views.at(-1);
  const close = (all: boolean) => {
    if (top) void send.close({ person: person.id, viewId: top.id, all });
  };

  const isOpen = top !== undefined;
  // Layout effects move the focus before anything that is typed next.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
      else focusComposer();
    };
  }, [isOpen]);
  useLayoutEffect(
    () => focusFirst(dialog.current?.querySelector<HTMLElement>('.modal-view:not([hidden])')),
    [top?.id],
  );

  const onCancel = (event: Event) => {
    // The browser must not close it by itself: the stand-in decides whether it closes.
    event.preventDefault();
    if (event.target === dialog.current) close(false);
  };
  if (!top) return null;
  return html`<dialog class="modal" ref=${dialog} aria-labelledby=${`title-${top.id}`} onCancel=${onCancel} onKeyDown=${keepFocus}>
    ${views.map((view) => html`<${ModalView} key=${view.id} open=${view} shown=${view === top} onClose=${close} />`)}
  </dialog>`;
}

function ModalView({
  open,
  shown,
  onClose,
}: {
  open: OpenView;
  shown: boolean;
  onClose: (all: boolean) => void;
}) {
  const { view } = open;
  const { person } = useSurroundings();
  const surface = useSurfaceOf('modal', { type: 'view', viewId: open.id }, view.blocks);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [trouble, setTrouble] = useState<string>();
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const formId = useId();
  useKeptFocus(form, open.hash, () => focusFirst(form.current));
  // Another view took the place of this one, such as a form that was loading: its first field gets the focus.
  const kind = `${view.callback_id ?? ''} ${view.title.text}`;
  const shownKind = useRef(kind);
  useLayoutEffect(() => {
    if (shown && shownKind.current !== kind) focusFirst(form.current);
    shownKind.current = kind;
  }, [kind]);

  // The view was replaced, so the old errors no longer apply.
  useEffect(() => {
    setErrors({});
    setTrouble(undefined);
  }, [open.hash]);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('.input.invalid :is(input, textarea)')?.focus();
  }, [errors]);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (sending || surface.uploads > 0 || !view.submit) return;
    setSending(true);
    setErrors({});
    setTrouble(undefined);
    const outcome = await send.submit({ person: person.id, viewId: open.id, states: surface.states });
    setSending(false);
    if (outcome.ok) return;
    if (outcome.reason === 'errors') setErrors(outcome.errors);
    else setTrouble(outcome.notice);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit(event);
  };
  const notice = trouble ?? surface.notice;

  return html`<form class="modal-view" ref=${form} id=${formId} hidden=${!shown} noValidate onSubmit=${submit} onKeyDown=${onKeyDown}>
    <header>
      ${open.previousId && html`<button type="button" class="icon-button" aria-label="Back" title="Back" onClick=${() => onClose(false)}><${Icon} name="back" /></button>`}
      <h2 id=${`title-${open.id}`} tabindex="-1"><${PlainText} text=${view.title} /></h2>
      <button type="button" class="icon-button" aria-label="Close" title="Close" onClick=${() => onClose(true)}><${Icon} name="close" /></button>
    </header>
    ${sending && html`<div class="progress-line" role="progressbar" aria-label="Waiting for the app"></div>`}
    <div class="modal-body">
      ${notice && html`<p class="trouble" role="alert"><${Icon} name="warning" /> ${notice}</p>`}
      <${SurfaceProvider} surface=${surface}><${Blocks} blocks=${view.blocks} errors=${errors} /><//>
    </div>
    ${
      (view.submit || view.close) &&
      html`<footer>
        ${surface.uploads > 0 && html`<span class="footer-note" role="status">Uploading…</span>`}
        <button type="button" class="button" onClick=${() => onClose(false)}>${view.close ? html`<${PlainText} text=${view.close} />` : 'Cancel'}</button>
        ${
          view.submit &&
          html`<button type="submit" class="button primary filled" aria-busy=${sending ? 'true' : undefined} disabled=${surface.uploads > 0}><${PlainText} text=${view.submit} /></button>`
        }
      </footer>`
    }
  </form>`;
}

const focusable = 'a[href], button:not([disabled]), input:not([disabled]), textarea, select, [tabindex="0"]';

/**
 * The focus of a new view goes to the element that requests it, the first field, or the button that confirms. Without one of
 * these it goes to the title: on a closing button, the next key that someone types would close the view.
 */
function focusFirst(view: HTMLElement | null | undefined): void {
  const first =
    view?.querySelector<HTMLElement>('[data-focus-first]') ??
    view?.querySelector<HTMLElement>('.modal-body :is(input, textarea):not([disabled])') ??
    view?.querySelector<HTMLElement>('footer button[type=submit]:not([disabled])') ??
    view?.querySelector<HTMLElement>('h2');
  first?.focus();
}

/** Keeps Tab inside the modal. The browser blocks the page, but would let Tab leave to its own bars. */
function keepFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'Tab') return;
  const elements = [...event.currentTarget.querySelectorAll<HTMLElement>(focusable)].filter((each) =>
    each.checkVisibility(),
  );
  const [first, last] = [elements[0], elements.at(-1)];
  const [from, to] = event.shiftKey ? [first, last] : [last, first];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to?.focus();
}
