import type { DataTableBlock as DataTable } from '@slack/types';
import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { useState } from '../vendor/hooks.js';
import { CellContent, compareCells } from './cell.ts';

interface Sorting {
  column: number;
  direction: 'ascending' | 'descending';
}

/** A table with pages. Clicks on a column's name sort it: ascending, descending, original order. */
export function DataTableBlock({ block }: { block: DataTable }) {
  const [header = [], ...rows] = block.rows;
  const [page, setPage] = useState(0);
  const [sorting, setSorting] = useState<Sorting>();
  const size = block.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, pages - 1);
  const shown = sortRows(rows, sorting).slice(at * size, (at + 1) * size);
  const isNumber = (column: number) => rows.every((row) => row[column]?.type === 'raw_number');

  const sortBy = (column: number) => {
    setPage(0);
    if (sorting?.column !== column) setSorting({ column, direction: 'ascending' });
    else setSorting(sorting.direction === 'ascending' ? { column, direction: 'descending' } : undefined);
  };
  const heading = (cell: (typeof header)[number], column: number) => {
    const direction = sorting?.column === column ? sorting.direction : undefined;
    return html`<th scope="col" class=${isNumber(column) ? 'align-right' : ''} aria-sort=${direction ?? 'none'}>
      <button type="button" class=${`sort ${direction ?? ''}`} onClick=${() => sortBy(column)}><${CellContent} cell=${cell} /><${Icon} name=${direction === 'ascending' ? 'up' : direction ? 'chevron' : 'sort'} /></button>
    </th>`;
  };
  const cell = (content: (typeof header)[number], column: number) => {
    const name = isNumber(column) ? 'align-right' : '';
    return column === block.row_header_column_index
      ? html`<th scope="row" class=${name}><${CellContent} cell=${content} /></th>`
      : html`<td class=${name}><${CellContent} cell=${content} /></td>`;
  };

  return html`<div class="data-table">
    <div class="table-frame" tabindex="0" role="region" aria-label=${block.caption}>
      <table>
        <caption>${block.caption}</caption>
        <thead><tr>${header.map(heading)}</tr></thead>
        <tbody>${shown.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody>
      </table>
    </div>
    ${
      pages > 1 &&
      html`<div class="pages">
        <span aria-live="polite">${at * size + 1} to ${Math.min(rows.length, (at + 1) * size)} of ${rows.length}</span>
        <button type="button" class="icon-button framed" aria-label="Previous page" disabled=${at === 0} onClick=${() => setPage(at - 1)}><${Icon} name="back" /></button>
        <button type="button" class="icon-button framed" aria-label="Next page" disabled=${at === pages - 1} onClick=${() => setPage(at + 1)}><${Icon} name="forward" /></button>
      </div>`
    }
  </div>`;
}

function sortRows(rows: DataTable['rows'], sorting: Sorting | undefined): DataTable['rows'] {
  if (!sorting) return rows;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => sign * compareCells(a[sorting.column], b[sorting.column]));
}
