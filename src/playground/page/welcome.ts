import type { Channel } from '../slack-server/protocol.ts';
import { html } from './html.ts';
import type { State } from './state.ts';
import { useSurroundings } from './surroundings.ts';
import { Tour } from './tour.ts';

/** The top of a channel: its purpose, the commands that work here, and in the first channel the tour. */
export function Welcome(props: { channel: Channel; state: State; onTry: (text: string) => void }) {
  const { channel, state, onTry } = props;
  const { workspace } = useSurroundings();
  const title = channel.kind === 'direct' ? `You and ${workspace.app.name}` : `Welcome to #${channel.name}`;
  const purpose =
    channel.kind === 'direct'
      ? 'Only the two of you can see this conversation.'
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
    ${channel.id === workspace.channels[0]?.id && html`<${Tour} state=${state} onTry=${onTry} />`}
  </section>`;
}
