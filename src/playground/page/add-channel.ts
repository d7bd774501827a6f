import { addChannel } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { useSurroundings } from './surroundings.ts';
import { useId, useLayoutEffect, useRef, useState } from './vendor/hooks.js';

/** A button below the channels that becomes a small form, and then goes to the new channel. */
export function AddChannel({ onAdded }: { onAdded: () => void }) {
  const { person } = useSurroundings();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string>();
  const box = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  // Before anything that is typed next.
  useLayoutEffect(() => {
    if (isOpen) box.current?.focus();
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    setProblem(undefined);
    setTimeout(() => button.current?.focus());
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const answer = await addChannel(person.id, box.current?.value ?? '');
    if (typeof answer === 'string') return setProblem(answer);
    setOpen(false);
    setProblem(undefined);
    location.hash = answer.id;
    onAdded();
  };
  if (!isOpen) {
    return html`<button type="button" class="add-channel" ref=${button} onClick=${() => setOpen(true)}><${Icon} name="plus" /> Add a channel</button>`;
  }
  return html`<form class="add-channel-form" onSubmit=${add} onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}>
    <input class="text-input" ref=${box} placeholder="newsletter" aria-label="Name of the channel" maxlength="80" autocomplete="off"
      aria-invalid=${problem ? 'true' : undefined} aria-describedby=${problem ? id : undefined} />
    <button type="submit" class="button">Add</button>
    ${problem && html`<p class="add-channel-problem" id=${id} role="alert">${problem}</p>`}
  </form>`;
}
