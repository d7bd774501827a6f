import type { Channel, Faults, Workspace } from '../slack-server/protocol.ts';
import { changeFaults, listen } from './api.ts';
import { ChannelPane } from './channel.ts';
import { html } from './html.ts';
import { Inspector } from './inspector.ts';
import { Mailbox } from './mailbox.ts';
import { Modals } from './modal.ts';
import { Sidebar } from './sidebar.ts';
import { emptyState, reduce } from './state.ts';
import { SurroundingsContext } from './surroundings.ts';
import { useEffect, useReducer, useState } from './vendor/hooks.js';

const personKey = 'rollcall-playground-person';
const inspectorKey = 'rollcall-playground-inspector';

/** The whole page: the current place, the current person, and what happens there. */
export function App({ workspace: given }: { workspace: Workspace }) {
  const [personId, setPersonId] = useState(() => localStorage.getItem(personKey) ?? '');
  const [state, change] = useReducer(reduce, emptyState);
  const workspace = state.channels ? { ...given, channels: state.channels } : given;
  const [place, setPlace] = useState(placeInAddress);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isInspecting, setInspecting] = useState(() => localStorage.getItem(inspectorKey) === 'open');
  const [faults, setFaults] = useState<Faults>();
  const aheadMs = state.clock.movable ? state.clock.aheadMs : 0;
  const now = () => new Date(Date.now() + aheadMs);
  useMinutes();
  const person = workspace.people.find(({ id }) => id === personId) ?? workspace.people[0];
  if (!person) throw new Error('The playground has no people to be.');

  useEffect(() => {
    const onChange = () => setPlace(placeInAddress());
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  useEffect(() => {
    change({ type: 'start-over' });
    return listen(person.id, {
      event: (event) => change({ type: 'event', event }),
      offline: () => change({ type: 'connection', connection: 'offline' }),
    });
  }, [person.id]);

  useEffect(() => {
    void changeFaults().then(setFaults);
  }, []);

  const channels = workspace.channels.filter(({ members }) => !members || members.includes(person.id));
  const isMailbox = place === mailboxPlace;
  const channel =
    channels.find(({ id }) => id === place) ?? samePlace(workspace, channels, place) ?? channels[0];
  useEffect(() => {
    if (channel && !isMailbox) change({ type: 'seen', channel: channel.id });
    document.title = `${isMailbox ? 'Mailbox' : channel?.kind === 'direct' ? workspace.app.name : `#${channel?.name}`} – Rollcall playground`;
  }, [channel?.id, isMailbox, state.messages]);

  const switchTo = (id: string) => {
    localStorage.setItem(personKey, id);
    setPersonId(id);
  };
  const inspectOrNot = (open: boolean) => {
    localStorage.setItem(inspectorKey, open ? 'open' : 'closed');
    setInspecting(open);
    setMenuOpen(false);
  };
  const faultsOn = Object.values(faults ?? {}).filter(Boolean).length;
  return html`<${SurroundingsContext.Provider} value=${{ workspace, person, channelId: isMailbox || channel?.kind === 'direct' ? undefined : channel?.id, now }}>
    <div class=${`app ${isMenuOpen ? 'menu-open' : ''} ${isInspecting ? 'with-inspector' : ''}`}>
      <${Sidebar} state=${state} channels=${channels} current=${isMailbox ? mailboxPlace : (channel?.id ?? '')} onSwitch=${switchTo} onGo=${() => setMenuOpen(false)}
        isInspecting=${isInspecting} faultsOn=${faultsOn} onInspect=${() => inspectOrNot(!isInspecting)} />
      <button type="button" class="scrim" aria-label="Close the menu" onClick=${() => setMenuOpen(false)}></button>
      ${isMailbox && html`<${Mailbox} arrivals=${state.arrivals} onMenu=${() => setMenuOpen(true)} />`}
      ${!isMailbox && channel && html`<${ChannelPane} key=${`${person.id} ${channel.id}`} channel=${channel} state=${state} change=${change} onMenu=${() => setMenuOpen(true)} />`}
      ${isInspecting && html`<${Inspector} faults=${faults} onFault=${(changes: Partial<Faults>) => void changeFaults(changes).then(setFaults)} onClose=${() => inspectOrNot(false)} />`}
    </div>
    <${Modals} views=${state.views} />
  <//>`;
}

/** Renders again every minute: the day advances by itself. */
function useMinutes(): void {
  const [, setMinutes] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMinutes((before) => before + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
}

/** The mailbox in the address: `#mailbox`. */
const mailboxPlace = 'mailbox';

/** The channel in the address: `#C123`. */
function placeInAddress(): string {
  return location.hash.slice(1);
}

/** Everyone has their own direct message with the app: after switching to another person, it shows theirs. */
function samePlace(workspace: Workspace, channels: Channel[], place: string): Channel | undefined {
  const wasDirect = workspace.channels.find(({ id }) => id === place)?.kind === 'direct';
  return wasDirect ? channels.find(({ kind }) => kind === 'direct') : undefined;
}
