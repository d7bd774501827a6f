import type { TableBlock as Table } from '@slack/types';
import { html } from '../html.ts';
import { CellContent } from './cell.ts';

/** A plain table; its first row is the header. */
export function TableBlock({ block }: { block: Table }) {
  const [header = [], ...rows] = block.rows;
  const classOf = (column: number) => {
    const settings = block.column_settings?.[column];
    return `align-${settings?.align ?? 'left'} ${settings?.is_wrapped ? 'wrapped' : ''}`;
  };
  return html`<div class="table-frame" tabindex="0" role="region" aria-label="Table">
    <table>
      <thead><tr>${header.map((cell, column) => html`<th scope="col" class=${classOf(column)}><${CellContent} cell=${cell} /></th>`)}</tr></thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell, column) => html`<td class=${classOf(column)}><${CellContent} cell=${cell} /></td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
