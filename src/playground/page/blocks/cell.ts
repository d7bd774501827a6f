import type { RawNumberElement, RawTextElement, RichTextBlock as RichText } from '@slack/types';
import { html } from '../html.ts';
import { RichTextBlock } from './rich-text.ts';

export type Cell = RawTextElement | RawNumberElement | RichText;

/** The content of a table cell. */
export function CellContent({ cell }: { cell: Cell }) {
  return cell.type === 'rich_text'
    ? html`<${RichTextBlock} block=${cell} />`
    : html`<span>${cell.text}</span>`;
}

/** The text of a cell, without its styles. */
function cellText(cell: Cell): string {
  if (cell.type !== 'rich_text') return cell.text;
  const parts = cell.elements.flatMap((part): unknown[] => part.elements);
  return parts.map((piece) => (piece as { text?: string }).text ?? '').join(' ');
}

/** Compares two cells: numbers by value, text in natural order, including numbers in it. */
export function compareCells(a: Cell | undefined, b: Cell | undefined): number {
  if (a?.type === 'raw_number' && b?.type === 'raw_number') return a.value - b.value;
  return collator.compare(a ? cellText(a) : '', b ? cellText(b) : '');
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
