import type { Channel } from '../slack-server/protocol.ts';
import { html } from './html.ts';
import { useSurroundings } from './surroundings.ts';

/** What stands at the top of a channel: what it is for, and the commands that work here. */
export function Welcome({ channel, onTry }: { channel: Channel; onTry: (text: string) => void }) {
  const { workspace } = useSurroundings();
  const title = channel.kind === 'direct' ? `You and ${workspace.app.name}` : `Welcome to #${channel.name}`;
  const purpose =
    channel.kind === 'direct'
      ? 'Only the two of you see what is written here.'
      : (channel.purpose ?? 'Nothing here leaves this machine.');
  return html`<section class="welcome" aria-label="About this channel">
    <h2>${title}</h2>
    <p>${purpose}</p>
    <p>Type a command below, or start with one of these:</p>
    <ul class="tries">
      ${workspace.commands.map(
        ({
          command,
          description,
        }) => html`<li key=${command}><button type="button" class="try" onClick=${() => onTry(`${command} `)}>
          <code>${command}</code><span>${description}</span>
        </button></li>`,
      )}
    </ul>
  </section>`;
}
