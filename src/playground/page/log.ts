import { html } from './html.ts';
import { Icon } from './icon.ts';
import { MessageView } from './message.ts';
import { type Entry, logOf, type Run, type State } from './state.ts';
import { useDateReader } from './surroundings.ts';
import { formatSlackDate } from './text/slack-date.ts';
import { useLayoutEffect, useRef, useState } from './vendor/hooks.js';
import type { ComponentChildren } from './vendor/preact.js';

/**
 * A channel's messages, oldest first. It stays at the end until the person scrolls up. An empty log starts at
 * its top, which says what to do.
 */
export function Log(props: {
  state: State;
  channel: string;
  onThread: (ts: string) => void;
  onRetry: (run: Run) => void;
  children?: ComponentChildren;
}) {
  const { state, channel, onThread, onRetry, children } = props;
  const reader = useDateReader();
  const entries = logOf(state, channel, (at) => formatSlackDate(at.getTime() / 1000, '{date_num}', reader));
  const begun = useRef(false);
  begun.current = entries.length > 0;
  const frame = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const [away, setAway] = useState(false);

  const toEnd = () => {
    atEnd.current = true;
    if (frame.current && begun.current) frame.current.scrollTop = frame.current.scrollHeight;
  };
  useLayoutEffect(() => {
    toEnd();
    // Messages grow after they are drawn: a table's next page, a message that changes, a smaller window.
    const follow = new ResizeObserver(() => atEnd.current && toEnd());
    if (inner.current) follow.observe(inner.current);
    if (frame.current) follow.observe(frame.current);
    return () => follow.disconnect();
  }, []);
  // People who send something want to see the result.
  useLayoutEffect(toEnd, [state.runs.length]);
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = frame.current ?? {};
    // Only scrolling up leaves the end: a log that grows is not a person who scrolls.
    if (scrollHeight - scrollTop - clientHeight < 40) atEnd.current = true;
    else if (scrollTop < lastTop.current) atEnd.current = false;
    lastTop.current = scrollTop;
    setAway(!atEnd.current);
  };

  const show = (entry: Entry) => {
    switch (entry.kind) {
      case 'day':
        return html`<div class="day" key=${entry.key}><span>${formatSlackDate(entry.at.getTime() / 1000, '{date_long_pretty}', reader)}</span></div>`;
      case 'message':
        return html`<${MessageView} key=${entry.key} message=${entry.message} follows=${entry.follows} replies=${entry.replies} onThread=${onThread} />`;
      case 'run':
        return html`<${RunLine} key=${entry.key} run=${entry.run} onRetry=${onRetry} />`;
      default:
        return entry satisfies never;
    }
  };
  return html`<div class="log-frame">
    <div class="log" ref=${frame} onScroll=${onScroll} tabindex="0" role="region" aria-label="Messages">
      <div class="log-inner" ref=${inner}>
        ${children}
        <div role="log" aria-live="polite" aria-relevant="additions text" aria-label="New messages">${entries.map(show)}</div>
      </div>
    </div>
    ${away && html`<button type="button" class="to-end" onClick=${toEnd}><${Icon} name="down" /> Latest</button>`}
  </div>`;
}

/**
 * A command that this person ran. Slack would not show it; here it explains the answers below it. And anything that was not sent.
 */
function RunLine({ run, onRetry }: { run: Run; onRetry: (run: Run) => void }) {
  const { text, ackMs, failed, lost } = run;
  const [first = '', ...rest] = text.split('\n');
  return html`<p class=${`run ${ackMs === undefined ? 'waiting' : ''} ${failed ? 'failed' : ''}`}>
    <code>${first}${rest.length > 0 && ` … ${rest.length} more ${rest.length === 1 ? 'line' : 'lines'}`}</code>
    <span class="run-state">${stateOfRun(ackMs, { failed, lost })}</span>
    ${lost && html`<button type="button" class="link-button" onClick=${() => onRetry(run)}>Retry</button>`}
  </p>`;
}

function stateOfRun(
  ackMs: number | undefined,
  { failed, lost }: Partial<Record<'failed' | 'lost', boolean | undefined>>,
): string {
  if (ackMs === undefined) return 'waiting for the app';
  if (lost) return 'Not sent';
  return failed ? `no good answer, ${ackMs} ms` : `${ackMs} ms`;
}
