import { html } from './html.ts';
import { Icon } from './icon.ts';
import { Menu } from './menu.ts';
import { commandOf, type Suggestion, suggest } from './suggestions.ts';
import { useSurroundings } from './surroundings.ts';
import { useHistory } from './use-history.ts';
import { useId, useLayoutEffect, useRef, useState } from './vendor/hooks.js';

/**
 * The box to type in. Suggests commands and people, remembers what was sent (arrow up), keeps the lines of
 * pasted text.
 *
 * @param draft text from outside; a new object each time
 */
export function Composer(props: {
  placeholder: string;
  draft?: { text: string } | undefined;
  /** Takes the focus when it appears, unless that would open a phone's keyboard. */
  focusOnLoad?: boolean;
  onSend: (text: string) => void;
  onFiles?: (files: File[]) => void;
  onShortcut?: (callbackId: string) => void;
}) {
  const { workspace } = useSurroundings();
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const history = useHistory();
  const box = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const wanted = useRef<number>(undefined);
  const id = useId();

  const offered = dismissed ? [] : suggest(text.slice(0, caret), workspace);
  const command = commandOf(text, workspace.commands);
  const showsUsage = offered.length === 0 && command !== undefined && !text.includes('\n');

  const write = (next: string, at = next.length) => {
    setText(next);
    setCaret(at);
    setActive(0);
    wanted.current = at;
  };
  useLayoutEffect(() => {
    if (props.focusOnLoad && matchMedia('(pointer: fine)').matches)
      box.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    if (!props.draft) return;
    write(props.draft.text);
    box.current?.focus();
  }, [props.draft]);
  useLayoutEffect(() => {
    if (!box.current) return;
    // The caret can only be moved once the text is in the box.
    if (wanted.current !== undefined) box.current.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight}px`;
  }, [text]);

  const complete = ({ completed }: Suggestion) => write(completed + text.slice(caret), completed.length);
  const sendIt = () => {
    if (text.trim() === '') return;
    history.add(text);
    props.onSend(text);
    write('');
    // The button that was clicked is now disabled and would drop the focus.
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const suggestion = offered[active];
    const fromHistory = (by: -1 | 1) => {
      const earlier = history.step(by);
      if (earlier === undefined) return;
      write(earlier);
      setDismissed(true);
    };
    if (suggestion && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length);
    } else if (suggestion && event.key === 'Escape') setDismissed(true);
    else if (
      suggestion &&
      (event.key === 'Tab' || (event.key === 'Enter' && suggestion.completed.trim() !== text))
    )
      complete(suggestion);
    else if (event.key === 'Enter' && !event.shiftKey) sendIt();
    else if (event.key === 'ArrowUp' && box.current?.selectionEnd === 0) fromHistory(-1);
    else if (event.key === 'ArrowUp' && !text.includes('\n') && dismissed) fromHistory(-1);
    else if (event.key === 'ArrowDown' && !text.includes('\n') && dismissed) fromHistory(1);
    else return;
    event.preventDefault();
  };
  const onInput = ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => {
    setText(currentTarget.value);
    setCaret(currentTarget.selectionEnd);
    setActive(0);
    setDismissed(false);
  };

  const shortcuts = workspace.shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ callback_id, name, description }) => ({
      key: callback_id,
      label: name,
      description,
      onSelect: () => props.onShortcut?.(callback_id),
    }));
  return html`<div class="composer">
    <p class="sr-only" role="status">${offered.length > 0 && `${offered.length} suggestions, arrow keys to choose`}</p>
    ${offered.length > 0 && html`<${Suggestions} id=${id} offered=${offered} active=${active} onPick=${complete} onHover=${setActive} />`}
    ${showsUsage && html`<p class="usage" id=${`${id}u`}><code>${command.command}${command.usage_hint ? ` ${command.usage_hint}` : ''}</code><span>${command.description}</span></p>`}
    <div class="composer-box">
      <textarea rows="1" ref=${box} value=${text} placeholder=${props.placeholder} aria-label=${props.placeholder}
        aria-controls=${offered.length > 0 ? id : undefined} aria-autocomplete="list"
        aria-activedescendant=${offered.length > 0 ? `${id}-${active}` : undefined} aria-describedby=${showsUsage ? `${id}u` : undefined}
        spellcheck=${!text.startsWith('/')} onInput=${onInput} onKeyDown=${onKeyDown} onSelect=${() => setCaret(box.current?.selectionEnd ?? 0)}></textarea>
      <div class="composer-tools">
        ${
          props.onFiles &&
          html`<button type="button" class="icon-button" aria-label="Share a file" title="Share a file" onClick=${() => files.current?.click()}><${Icon} name="clip" /></button>
          <input type="file" hidden multiple ref=${files} onChange=${({
            currentTarget,
          }: {
            currentTarget: HTMLInputElement;
          }) => {
            props.onFiles?.([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }} />`
        }
        ${props.onShortcut && shortcuts.length > 0 && html`<${Menu} label="Shortcuts" items=${shortcuts}><${Icon} name="bolt" /><//>`}
        <button type="button" class="icon-button" aria-label="Commands" title="Commands" onClick=${() => {
          write('/');
          setDismissed(false);
          box.current?.focus();
        }}><span class="slash" aria-hidden="true">/</span></button>
        <button type="button" class="send" aria-label="Send" title="Send (Enter)" disabled=${text.trim() === ''} onClick=${sendIt}><${Icon} name="send" /></button>
      </div>
    </div>
  </div>`;
}

function Suggestions(props: {
  id: string;
  offered: Suggestion[];
  active: number;
  onPick: (suggestion: Suggestion) => void;
  onHover: (index: number) => void;
}) {
  const { id, offered, active, onPick, onHover } = props;
  return html`<div class="suggestions" onMouseDown=${(event: Event) => event.preventDefault()}>
    <div id=${id} role="listbox" aria-label="Suggestions">
      ${offered.map(
        (
          suggestion,
          index,
        ) => html`<div key=${suggestion.key} id=${`${id}-${index}`} class=${`suggestion ${index === active ? 'active' : ''}`} role="option" aria-selected=${String(index === active)}
          onPointerMove=${() => index !== active && onHover(index)} onClick=${() => onPick(suggestion)}>
          <span class="suggestion-name">${suggestion.name}</span>
          ${suggestion.hint && html`<span class="suggestion-hint">${suggestion.hint}</span>`}
          <span class="suggestion-description">${suggestion.description}</span>
        </div>`,
      )}
    </div>
    <p class="suggestions-keys" aria-hidden="true"><kbd>↑</kbd><kbd>↓</kbd><span>to move</span><kbd>Tab</kbd><span>to complete</span><kbd>Esc</kbd><span>to close</span></p>
  </div>`;
}
