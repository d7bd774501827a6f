import type { Channel } from '../slack-server/protocol.ts';
import { AddChannel } from './add-channel.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { MoveClock } from './move-clock.ts';
import { PeopleSwitcher } from './people.ts';
import { type Connection, isUnread, type State } from './state.ts';
import { useSurroundings } from './surroundings.ts';

/** The places to go to, and the current person. */
export function Sidebar(props: {
  state: State;
  channels: Channel[];
  current: string;
  onSwitch: (id: string) => void;
  onGo: () => void;
  isInspecting: boolean;
  /** How many faults are on. */
  faultsOn: number;
  onInspect: () => void;
}) {
  const { state, channels, current, onSwitch, onGo, isInspecting, faultsOn, onInspect } = props;
  const { workspace } = useSurroundings();
  const link = (channel: Channel, picture: unknown, name: string) => {
    const unread = channel.id !== current && isUnread(state, channel.id);
    return html`<li key=${channel.id}><a href=${`#${channel.id}`} class=${unread ? 'unread' : ''} aria-current=${channel.id === current ? 'page' : undefined} onClick=${onGo}>
      ${picture}<span class="place-name">${name}</span>${unread && html`<span class="unread-dot"><span class="sr-only">new messages</span></span>`}
    </a></li>`;
  };
  return html`<nav class="sidebar" aria-label="Workspace">
    <header class="brand">
      <img src="/logo.svg" alt="" width="32" height="32" />
      <div><p class="brand-name">Rollcall playground</p><p class="brand-team">${workspace.team.name}</p></div>
    </header>
    <div class="places">
      <h2>Channels</h2>
      <ul>
        ${channels.filter(({ kind }) => kind !== 'direct').map((channel) => link(channel, html`<${Icon} name=${channel.kind === 'private' ? 'lock' : 'hash'} />`, channel.name))}
      </ul>
      <${AddChannel} onAdded=${onGo} />
      <h2>Outside Slack</h2>
      <ul>
        <li><a href="#mailbox" aria-current=${current === 'mailbox' ? 'page' : undefined} onClick=${onGo}><${Icon} name="mail" /><span class="place-name">Mailbox</span></a></li>
      </ul>
      <h2>Apps</h2>
      <ul>
        ${channels.filter(({ kind }) => kind === 'direct').map((channel) => link(channel, html`<img class="place-app" src="/logo.svg" alt="" />`, workspace.app.name))}
      </ul>
    </div>
    <${MoveClock} clock=${state.clock} />
    <button type="button" class="inspector-button" aria-expanded=${isInspecting ? 'true' : 'false'} title="Requests between Slack and the app" onClick=${onInspect}>
      <${Icon} name="pulse" /> Inspector ${faultsOn > 0 && html`<span class="faults-on">${faultsOn} ${faultsOn === 1 ? 'fault' : 'faults'} on</span>`}
    </button>
    <${ConnectionLine} connection=${state.connection} />
    <${PeopleSwitcher} onSwitch=${onSwitch} />
  </nav>`;
}

function ConnectionLine({ connection }: { connection: Connection }) {
  const text = {
    connecting: 'Connecting…',
    online: 'Runs on this machine only',
    offline: 'Connection lost. Is `npm start` still running?',
  };
  return html`<p class=${`connection ${connection}`} role="status"><span class="connection-dot" aria-hidden="true"></span>${text[connection]}</p>`;
}
