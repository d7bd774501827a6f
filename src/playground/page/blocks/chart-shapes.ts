/** A chart with axes, as the app sends it: every series has one value per category. */
export interface AxisChart {
  type: 'line' | 'bar' | 'area';
  series: { name: string; data: { label: string; value: number }[] }[];
  axis_config: { categories: string[]; x_label?: string; y_label?: string };
}

export interface PieChart {
  type: 'pie';
  segments: { label: string; value: number }[];
}

/** The frame for charts with axes, in the units of the drawing. */
export const frame = { width: 640, height: 240, left: 52, right: 12, top: 10, bottom: 28 };

export interface Scale {
  /** Round numbers, lowest first; the first and last are the ends of the axis. */
  ticks: number[];
  /** Converts a value to its distance from the top. */
  y: (value: number) => number;
}

/** A vertical axis from all values and zero, with about four steps of 1, 2 or 5 times a power of ten. */
export function scaleOf(values: readonly number[]): Scale {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 4) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  // Multiplied instead of added: 0.1 + 0.2 would show.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  const span = (last - first) * step;
  const height = frame.height - frame.top - frame.bottom;
  return { ticks, y: (value) => frame.top + height * (1 - (value - first * step) / span) };
}

/** The middle of a category's column, and how wide the column is. */
export function columnOf(index: number, count: number): { x: number; width: number } {
  const width = (frame.width - frame.left - frame.right) / Math.max(1, count);
  return { x: frame.left + width * (index + 0.5), width };
}

/** A label on at most two lines of this many characters; what doesn't fit is cut. */
export function labelLines(label: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of label.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && (`${last} ${word}`.length <= most || lines.length === 2))
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => (line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line));
}

/**
 * Which labels are written if all would be too close: every one, or every second, third, …
 *
 * @param room the width of a column in characters
 */
export function labelEvery(labels: readonly string[], room: number): number {
  // A bar that isn't one of a row of many needs its name, if only the beginning of it.
  if (labels.length <= 7) return 1;
  const longest = Math.max(...labels.flatMap((label) => label.split(/\s+/)).map((word) => word.length));
  return Math.max(1, Math.ceil((longest + 1) / room));
}

/** The values of a series in the order of the categories; 0 if it has none. */
export function valuesOf(series: AxisChart['series'][number], categories: readonly string[]): number[] {
  const values = new Map(series.data.map(({ label, value }) => [label, value]));
  return categories.map((category) => values.get(category) ?? 0);
}

/** The path of a line through points; closed down to `floor` for an area. */
export function linePath(points: readonly { x: number; y: number }[], floor?: number): string {
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const [first, last] = [points[0], points.at(-1)];
  return floor === undefined || !first || !last
    ? line
    : `${line}L${round(last.x)} ${round(floor)}L${round(first.x)} ${round(floor)}Z`;
}

/** The paths of a pie's slices, clockwise from the top, around 0 0 with a radius of 100. */
export function slicePaths(values: readonly number[]): string[] {
  const sum = values.reduce((total, value) => total + value, 0);
  let turned = 0;
  return values.map((value) => {
    const part = sum > 0 ? value / sum : 0;
    const [from, to] = [turned, turned + part];
    turned = to;
    // An arc can't be a full circle.
    if (part > 0.9999) return 'M0 -100A100 100 0 1 1 -0.01 -100Z';
    const [start, end] = [pointAt(from), pointAt(to)];
    return `M0 0L${start}A100 100 0 ${part > 0.5 ? 1 : 0} 1 ${end}Z`;
  });
}

function pointAt(part: number): string {
  const angle = part * 2 * Math.PI - Math.PI / 2;
  return `${round(100 * Math.cos(angle))} ${round(100 * Math.sin(angle))}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
