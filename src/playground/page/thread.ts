import type { Message } from '../slack-server/protocol.ts';
import { Composer } from './composer.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { MessageView } from './message.ts';
import { useEffect, useRef } from './vendor/hooks.js';

/** A thread beside the log: its parent message, the replies, and a box to reply. */
export function Thread(props: { messages: Message[]; onSend: (text: string) => void; onClose: () => void }) {
  const { messages, onSend, onClose } = props;
  const end = useRef<HTMLDivElement>(null);
  // A draft takes the focus: people who open a thread want to reply.
  const empty = useRef({ text: '' });
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [messages.length]);
  return html`<aside class="thread" aria-label="Thread" onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && onClose()}>
    <header>
      <h2>Thread</h2>
      <button type="button" class="icon-button" aria-label="Close the thread" title="Close the thread" onClick=${onClose}><${Icon} name="close" /></button>
    </header>
    <div class="thread-log" role="log" aria-live="polite" tabindex="0" aria-label="Replies">
      ${messages.map(
        (message, index) => html`<${MessageView} key=${message.ts} message=${message} />
          ${index === 0 && messages.length > 1 && html`<div class="day"><span>${messages.length - 1} ${messages.length === 2 ? 'reply' : 'replies'}</span></div>`}`,
      )}
      <div ref=${end}></div>
    </div>
    <${Composer} placeholder="Reply…" draft=${empty.current} onSend=${onSend} />
  </aside>`;
}
