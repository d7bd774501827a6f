import type { ElementState } from '../../slack-server/protocol.ts';
import { html } from '../html.ts';
import { controlId, type Placed, useSurface } from '../surface.ts';

interface Kind {
  input: string;
  read: (state: ElementState | undefined) => string;
  write: (text: string) => Partial<ElementState>;
}

const kinds: Record<string, Kind> = {
  datepicker: {
    input: 'date',
    read: (state) => state?.selected_date ?? '',
    write: (text) => ({ selected_date: text || null }),
  },
  timepicker: {
    input: 'time',
    read: (state) => state?.selected_time ?? '',
    write: (text) => ({ selected_time: text || null }),
  },
  datetimepicker: {
    input: 'datetime-local',
    read: (state) => (state?.selected_date_time ? toLocal(state.selected_date_time) : ''),
    write: (text) => ({ selected_date_time: text ? Math.floor(new Date(text).getTime() / 1000) : null }),
  },
};

/** A day, a time of day, or both (in this browser's time zone). */
export function DateInput(placed: Placed) {
  const { element, blockId, labelledBy, describedBy, invalid } = placed;
  const { states, choose } = useSurface();
  const kind = kinds[element.type];
  if (!kind) return null;
  const onChange = ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
    choose(placed, { type: element.type, ...kind.write(currentTarget.value) });
  return html`<input class="text-input date-input" id=${controlId(labelledBy)} type=${kind.input} value=${kind.read(states[blockId]?.[element.action_id ?? ''])}
    aria-labelledby=${labelledBy} aria-label=${labelledBy ? undefined : kind.input} aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined}
    onChange=${onChange} />`;
}

/** Seconds since 1970 in the format of the browser's input. */
function toLocal(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
