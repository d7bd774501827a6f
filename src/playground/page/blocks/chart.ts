import { html } from '../html.ts';
import {
  type AxisChart,
  columnOf,
  frame,
  labelEvery,
  labelLines,
  linePath,
  type PieChart,
  scaleOf,
  slicePaths,
  valuesOf,
} from './chart-shapes.ts';

interface Chart {
  title: string;
  chart: AxisChart | PieChart;
}

/** A chart: its title, the drawing, a legend, and the numbers as a table for people who can't see it. */
export function ChartBlock({ block: { title, chart } }: { block: Chart }) {
  const isPie = chart.type === 'pie';
  const rows: [string, number[]][] = isPie
    ? chart.segments.map(({ label, value }) => [label, [value]])
    : chart.axis_config.categories.map((category, index) => [
        category,
        chart.series.map((series) => valuesOf(series, chart.axis_config.categories)[index] ?? 0),
      ]);
  const names = isPie ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  return html`<figure class=${`chart ${isPie ? 'pie' : ''}`}>
    <figcaption>${title}</figcaption>
    ${isPie ? html`<${Pie} chart=${chart} />` : html`<${Axes} chart=${chart} />`}
    <ul class="legend" aria-hidden="true">
      ${names.map((name, index) => html`<li class=${`series-${index % 6}`}><span>${name}</span>${isPie && html`<span class="legend-value">${number.format(rows[index]?.[1][0] ?? 0)}</span>`}</li>`)}
    </ul>
    <div class="sr-only"><table>
      <caption>${title}</caption>
      <thead><tr><td></td>${(isPie ? ['Value'] : names).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${rows.map(([label, values]) => html`<tr><th scope="row">${label}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody>
    </table></div>
  </figure>`;
}

const number = new Intl.NumberFormat('en-GB');
const short = new Intl.NumberFormat('en-GB', { notation: 'compact' });

function Axes({ chart }: { chart: AxisChart }) {
  const { categories, x_label, y_label } = chart.axis_config;
  const all = chart.series.map((series) => valuesOf(series, categories));
  const scale = scaleOf(all.flat());
  // Labels need about 80 units each, so with many categories only every second, third … gets one.
  const every = Math.ceil(categories.length / 7);
  const { width } = columnOf(0, categories.length);
  const middle = (index: number) => columnOf(index, categories.length).x;
  return html`<svg viewBox=${`0 0 ${frame.width} ${frame.height}`} aria-hidden="true">
      ${scale.ticks.map(
        (
          tick,
        ) => html`<line class=${tick === 0 ? 'axis' : 'grid'} x1=${frame.left} x2=${frame.width - frame.right} y1=${scale.y(tick)} y2=${scale.y(tick)} />
          <text class="tick" x=${frame.left - 8} y=${scale.y(tick) + 4} text-anchor="end">${short.format(tick)}</text>`,
      )}
      ${all.map((values, index) => html`<g class=${`series-${index % 6}`}>${chart.type === 'bar' ? bars(values, index, all.length, scale.y) : line(values, chart.type === 'area', scale.y)}</g>`)}
      <g class="wide">${categories.map((category, index) => index % every === 0 && html`<text class="tick" x=${middle(index)} y=${frame.height - 8} text-anchor="middle">${cutTo(category, (width * every) / 7)}</text>`)}</g>
      <${NarrowLabels} categories=${categories} />
    </svg>
    ${(x_label || y_label) && html`<p class="axis-names">${[y_label, x_label].filter(Boolean).join(' by ')}</p>`}`;
}

function cutTo(words: string, room: number): string {
  const most = Math.max(3, Math.floor(room));
  return words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words;
}

/** The labels on a phone, which shows the drawing at half the size: letters are twice as wide, and labels have two lines. */
function NarrowLabels({ categories }: { categories: string[] }) {
  const room = columnOf(0, categories.length).width / 12.5;
  const every = labelEvery(categories, room);
  const most = Math.max(3, Math.floor(room * every));
  const linesAt = (category: string, x: number) =>
    labelLines(category, most).map(
      (line, index) => html`<tspan x=${x} dy=${index === 0 ? 0 : 22}>${line}</tspan>`,
    );
  return html`<g class="narrow">${categories.map((category, index) => {
    const { x } = columnOf(index, categories.length);
    return (
      index % every === 0 &&
      html`<text class="tick" x=${x} y=${frame.height - 8} text-anchor="middle">${linesAt(category, x)}</text>`
    );
  })}</g>`;
}

function bars(values: number[], index: number, count: number, y: (value: number) => number) {
  return values.map((value, at) => {
    const column = columnOf(at, values.length);
    const width = (column.width * 0.7) / count;
    const [top, bottom] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
    return html`<rect x=${column.x - column.width * 0.35 + width * index} y=${top} width=${Math.max(1, width - 1)} height=${bottom - top} rx="2" />`;
  });
}

function line(values: number[], filled: boolean, y: (value: number) => number) {
  const points = values.map((value, at) => ({ x: columnOf(at, values.length).x, y: y(value) }));
  return html`${filled && html`<path class="fill" d=${linePath(points, y(0))} />`}
    <path class="stroke" d=${linePath(points)} />
    ${points.length === 1 && html`<circle cx=${points[0]?.x} cy=${points[0]?.y} r="3" />`}`;
}

function Pie({ chart }: { chart: PieChart }) {
  return html`<svg class="pie-drawing" viewBox="-102 -102 204 204" aria-hidden="true">
    ${slicePaths(chart.segments.map(({ value }) => value)).map((path, index) => html`<path class=${`slice series-${index % 6}`} d=${path} />`)}
  </svg>`;
}
