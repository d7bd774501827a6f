import type { Message } from '../slack-server/protocol.ts';
import { noticeOf, send } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { Menu } from './menu.ts';
import { useSurroundings } from './surroundings.ts';
import { useState } from './vendor/hooks.js';

/** The actions for a message: reply in a thread, run a message shortcut. Shown on hover or focus. */
export function MessageTools({
  message,
  onThread,
}: {
  message: Message;
  onThread: ((ts: string) => void) | undefined;
}) {
  const { workspace, person } = useSurroundings();
  const [notice, setNotice] = useState<string>();
  if (message.ephemeral) return null;
  const { channel, ts } = message;
  const items = workspace.shortcuts
    .filter(({ type }) => type === 'message')
    .map(({ callback_id, name, description }) => ({
      key: callback_id,
      label: name,
      description,
      onSelect: async () => {
        const outcome = await send.shortcut({
          person: person.id,
          callbackId: callback_id,
          message: { channel, ts },
        });
        setNotice(noticeOf(outcome));
      },
    }));
  if (items.length === 0 && !onThread) return null;
  return html`<div class="message-tools">
      ${onThread && html`<button type="button" class="icon-button" aria-label="Reply in a thread" title="Reply in a thread" onClick=${() => onThread(ts)}><${Icon} name="reply" /></button>`}
      ${items.length > 0 && html`<${Menu} label="Message shortcuts" items=${items}><${Icon} name="dots" /><//>`}
    </div>
    ${notice && html`<p class="trouble" role="alert"><${Icon} name="warning" /> ${notice}</p>`}`;
}
