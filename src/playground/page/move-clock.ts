import type { ClockState } from '../slack-server/protocol.ts';
import { moveClock } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { useSurroundings } from './surroundings.ts';
import { useId, useState } from './vendor/hooks.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** Moves the app's clock forward, to see what the coming days bring. Once moved, it shows the app's date. */
export function MoveClock({ clock }: { clock: ClockState }) {
  const { person, now } = useSurroundings();
  const [isOpen, setOpen] = useState(false);
  const [days, setDays] = useState('30');
  const [problem, setProblem] = useState<string>();
  const panel = useId();
  if (!clock.movable) return null;
  const day = new Intl.DateTimeFormat(person.locale, { dateStyle: 'full', timeZone: person.timeZone });
  const move = async (by: number) => {
    const moved = await moveClock(person.id, by * DAY_MS);
    setProblem(typeof moved === 'string' ? moved : undefined);
  };
  const custom = Number(days);
  const isFine = Number.isInteger(custom) && custom >= 1 && custom <= MOST_DAYS;

  return html`<div class="move-clock">
    <button type="button" class="inspector-button" aria-expanded=${isOpen ? 'true' : 'false'} aria-controls=${isOpen ? panel : undefined} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name="clock" /> Move the clock ${clock.aheadMs > 0 && html`<span class="faults-on">+${aheadIn(clock.aheadMs)}</span>`}
    </button>
    <p class="clock-day" role="status">${clock.aheadMs > 0 && `In the app it is ${day.format(now())}`}</p>
    ${
      isOpen &&
      html`<div class="clock-panel" id=${panel}>
        <p>Anything due by then happens at once: pauses end, rules with dates are counted again. The clock can’t be moved back.</p>
        <div class="clock-buttons">
          <button type="button" class="button" onClick=${() => void move(1)}>+1 day</button>
          <button type="button" class="button" onClick=${() => void move(7)}>+7 days</button>
        </div>
        <form onSubmit=${(event: Event) => {
          event.preventDefault();
          if (isFine) void move(custom);
        }}>
          <label>Days <input type="number" min="1" max=${MOST_DAYS} step="1" value=${days} onInput=${({ currentTarget }: { currentTarget: HTMLInputElement }) => setDays(currentTarget.value)} /></label>
          <button type="submit" class="button" disabled=${!isFine}>Move</button>
        </form>
        ${problem && html`<p class="trouble" role="alert">${problem}</p>`}
      </div>`
    }
  </div>`;
}

function aheadIn(ms: number): string {
  const days = Math.round(ms / DAY_MS);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
