import type { Channel } from '../slack-server/protocol.ts';
import { noticeOf, send, upload } from './api.ts';
import { Composer } from './composer.ts';
import { useDrop } from './elements/use-drop.ts';
import { Home } from './home.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { Log } from './log.ts';
import { type Change, type Run, type State, threadOf } from './state.ts';
import { useSurroundings } from './surroundings.ts';
import { Thread } from './thread.ts';
import { useRef, useState } from './vendor/hooks.js';
import { Welcome } from './welcome.ts';

/** One channel: its name, log, thread and composer. The app's own channel also has a Home tab. */
export function ChannelPane(props: {
  channel: Channel;
  state: State;
  change: (change: Change) => void;
  onMenu: () => void;
}) {
  const { channel, state, change, onMenu } = props;
  const { workspace, person, now } = useSurroundings();
  const [thread, setThread] = useState<string>();
  const [tab, setTab] = useState<'messages' | 'home'>('messages');
  const [draft, setDraft] = useState<{ text: string }>();
  const [notice, setNotice] = useState<string>();
  const pane = useRef<HTMLElement>(null);
  const isDirect = channel.kind === 'direct';
  const name = isDirect ? workspace.app.name : channel.name;

  const say = async (text: string, threadTs?: string) => {
    setNotice(undefined);
    const id = runs++;
    const sentAt = now().getTime();
    const key = `${sentAt.toString(36)}-${id}`;
    // A command appears in the log at the time it was sent, like a message.
    const ts = (sentAt / 1000).toFixed(6);
    const run = { id, key, channel: channel.id, ts, text };
    const isCommand = text.startsWith('/');
    if (isCommand) change({ type: 'ran', run });
    const outcome = await send.say({
      person: person.id,
      channel: channel.id,
      text,
      id: key,
      ...(threadTs ? { threadTs } : {}),
    });
    const lost = !outcome.ok && (outcome.reason === 'lost' || outcome.reason === 'unsent');
    // What was not sent stays in the log with a button, so nobody has to type it again.
    if (lost && !isCommand && !threadTs) change({ type: 'ran', run });
    change({ type: 'answered', id, ackMs: outcome.ackMs, failed: !outcome.ok, lost });
    // A command's error arrives as a message, unless the stand-in itself can't be reached.
    if (!isCommand || (lost && outcome.reason === 'lost')) setNotice(noticeOf(outcome));
  };
  const retry = (run: Run) => {
    change({ type: 'retried', id: run.id });
    void say(run.text);
  };
  const shareFiles = async (files: File[]) => {
    setNotice(undefined);
    for (const file of files) {
      await upload(file, { person: person.id, channel: channel.id }).catch((error: Error) =>
        setNotice(error.message),
      );
    }
  };
  const runShortcut = async (callbackId: string) => {
    const outcome = await send.shortcut({ person: person.id, callbackId, channel: channel.id });
    setNotice(noticeOf(outcome));
  };
  const over = useDrop(pane, (files) => void shareFiles(files));

  return html`<main class=${`channel ${thread ? 'with-thread' : ''}`} ref=${pane}>
    <header class="channel-head">
      <button type="button" class="icon-button menu-button" aria-label="Open the menu" onClick=${onMenu}><${Icon} name="menu" /></button>
      <h1>${!isDirect && html`<${Icon} name=${channel.kind === 'private' ? 'lock' : 'hash'} />`}${name}</h1>
      ${
        isDirect
          ? html`<div class="tabs" role="tablist" aria-label=${name}>
              ${(['messages', 'home'] as const).map(
                (
                  each,
                ) => html`<button type="button" key=${each} role="tab" aria-selected=${String(tab === each)} tabindex=${tab === each ? 0 : -1} onClick=${() => setTab(each)}
                  onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) => moveTab(event, () => setTab(each === 'home' ? 'messages' : 'home'))}>${each === 'home' ? 'Home' : 'Messages'}</button>`,
              )}
            </div>`
          : html`<p class="purpose">${channel.purpose}</p>`
      }
    </header>
    ${
      tab === 'home'
        ? html`<${Home} home=${state.home} />`
        : html`<section class="conversation" aria-label=${isDirect ? name : `#${name}`}>
            <${Log} state=${state} channel=${channel.id} onThread=${setThread} onRetry=${retry}>
              <${Welcome} channel=${channel} state=${state} onTry=${(text: string) => setDraft({ text })} />
            <//>
            ${notice && html`<p class="trouble" role="alert"><${Icon} name="warning" /> ${notice}</p>`}
            ${
              isDirect && workspace.isMessagesTabReadOnly
                ? html`<p class="read-only">Sending messages to this app has been turned off.</p>`
                : html`<${Composer} placeholder=${`Message ${isDirect ? name : `#${name}`}, or / for commands`} draft=${draft} focusOnLoad=${true} onSend=${say} onFiles=${shareFiles} onShortcut=${runShortcut} />`
            }
          </section>`
    }
    ${
      thread &&
      html`<${Thread} key=${thread} messages=${threadOf(state, channel.id, thread)} onSend=${(text: string) => say(text, thread)} onClose=${() => setThread(undefined)} />`
    }
    ${over && html`<div class="drop-veil" aria-hidden="true"><p><${Icon} name="upload" /> Drop to share in ${isDirect ? name : `#${name}`}</p></div>`}
  </main>`;
}

let runs = 1;

function moveTab(event: KeyboardEvent & { currentTarget: HTMLElement }, move: () => void): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  move();
  const { nextElementSibling, previousElementSibling } = event.currentTarget;
  ((nextElementSibling ?? previousElementSibling) as HTMLElement | null)?.focus();
}
