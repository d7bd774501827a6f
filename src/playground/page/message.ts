import type { Message } from '../slack-server/protocol.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/block.ts';
import { FileCard } from './file-card.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { focusComposer, useKeptFocus } from './kept-focus.ts';
import { MessageTools } from './message-tools.ts';
import { SurfaceProvider, useSurfaceOf } from './surface.ts';
import { useDateReader } from './surroundings.ts';
import { formatSlackDate } from './text/slack-date.ts';
import { Mrkdwn, useNameOf } from './text/text.ts';
import { useLayoutEffect, useRef } from './vendor/hooks.js';

/**
 * One message. `follows`: the message above has the same author, so the author is not repeated. `onThread`
 * opens its thread; inside a thread it is missing.
 */
export function MessageView(props: {
  message: Message;
  follows?: boolean;
  replies?: number;
  onThread?: (ts: string) => void;
}) {
  const { message, follows = false, replies = 0, onThread } = props;
  const nameOf = useNameOf();
  const seconds = Number(message.ts);
  const reader = useDateReader();
  const time = formatSlackDate(seconds, '{time}', reader);
  const name =
    message.author.kind === 'slack' ? 'Playground' : (nameOf(message.author.id) ?? message.author.id);
  const article = useRef<HTMLElement>(null);
  useKeptFocus(article, message, () => article.current?.focus());
  useLayoutEffect(
    () => () => {
      // The message is removed, with the button that removed it.
      if (article.current?.contains(document.activeElement)) setTimeout(focusComposer);
    },
    [],
  );
  const stamp = html`<time class="stamp" datetime=${new Date(seconds * 1000).toISOString()} title=${formatSlackDate(seconds, '{date_long} {time_secs}', reader)}>${time}</time>`;

  return html`<article ref=${article} tabindex="-1" class=${`message ${follows ? 'follows' : ''} ${message.ephemeral ? 'ephemeral' : ''} from-${message.author.kind}`} aria-label=${`${name}, ${time}`}>
    <div class="message-side">${follows ? stamp : html`<${Avatar} author=${message.author} />`}</div>
    <div class="message-main">
      ${message.ephemeral && !follows && html`<p class="only-you"><${Icon} name="eye" /> Only visible to you</p>`}
      ${
        !follows &&
        html`<p class="byline">
          <span class="author">${name}</span>
          ${message.author.kind === 'app' && html`<span class="badge">App</span>`}
          ${stamp}
        </p>`
      }
      <${MessageBody} message=${message} />
      ${message.files?.map((file) => html`<${FileCard} key=${file.id} file=${file} />`)}
      ${
        replies > 0 &&
        onThread &&
        html`<button type="button" class="thread-link" onClick=${() => onThread(message.ts)}>${replies} ${replies === 1 ? 'reply' : 'replies'} <${Icon} name="forward" /></button>`
      }
    </div>
    <${MessageTools} message=${message} onThread=${onThread} />
  </article>`;
}

function MessageBody({ message }: { message: Message }) {
  const { channel, ts, blocks = [], text, edited } = message;
  const surface = useSurfaceOf('message', { type: 'message', channel, ts }, blocks);
  return html`<${SurfaceProvider} surface=${surface}>
    ${blocks.length > 0 ? html`<${Blocks} blocks=${blocks} />` : text && html`<${Mrkdwn} text=${text} />`}
    ${edited && html`<span class="edited">(edited)</span>`}
    ${surface.notice && html`<p class="trouble" role="alert"><${Icon} name="warning" /> ${surface.notice}</p>`}
  <//>`;
}
