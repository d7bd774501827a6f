import type { Message } from '../slack-server/protocol.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { initialsOf, tintOf } from './text/initials.ts';
import { useNameOf } from './text/text.ts';

/** The picture of a message's author: initials for people, Rollcall's logo for the app. */
export function Avatar({ author, small = false }: { author: Message['author']; small?: boolean }) {
  const nameOf = useNameOf();
  const size = small ? 'small' : '';
  if (author.kind === 'app') return html`<img class=${`avatar app ${size}`} src="/logo.svg" alt="" />`;
  if (author.kind === 'slack')
    return html`<span class=${`avatar notice ${size}`} aria-hidden="true"><${Icon} name="info" /></span>`;
  return html`<span class=${`avatar tint-${tintOf(author.id)} ${size}`} aria-hidden="true">${initialsOf(nameOf(author.id) ?? '?')}</span>`;
}
