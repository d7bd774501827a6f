import { html } from '../html.ts';
import { useDateReader, useSurroundings } from '../surroundings.ts';
import { formatAgo, formatSlackDate } from './slack-date.ts';

/** The name of a person, the app or a channel. */
export function Mention({ type, id, label }: { type: 'user' | 'channel'; id: string; label?: string }) {
  const { workspace, person } = useSurroundings();
  if (type === 'channel') {
    const channel = workspace.channels.find((each) => each.id === id);
    return channel
      ? html`<a class="mention" href=${`#${id}`}>#${channel.name}</a>`
      : html`<span class="mention">#${label ?? id}</span>`;
  }
  const name =
    id === workspace.app.botUserId
      ? workspace.app.name
      : workspace.people.find((each) => each.id === id)?.realName;
  return html`<span class=${`mention ${id === person.id ? 'you' : ''}`}>@${name ?? label ?? id}</span>`;
}

/** A moment in the time zone of the person at the page. */
export function Moment({ seconds, format, fallback }: { seconds: number; format: string; fallback: string }) {
  const reader = useDateReader();
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return html`<span>${fallback}</span>`;
  const title = `${formatSlackDate(seconds, '{date_long} {time_secs}', reader)} (${reader.timeZone}), ${formatAgo(at, reader)}`;
  return html`<time datetime=${at.toISOString()} title=${title}>${formatSlackDate(seconds, format, reader)}</time>`;
}
