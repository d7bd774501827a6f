import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { limits } from './limits.ts';
import { blockId, richText } from './parts.ts';

/** The blocks that show data: table, data_table, data_visualization. */

const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const rawText = (min: number) => z.strictObject({ type: z.literal('raw_text'), text: z.string().min(min) });

export const tableBlock = z
  .strictObject({
    type: z.literal('table'),
    block_id: blockId,
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText(0), rawNumber, richText]))
          .min(1)
          .max(limits.table.columns),
      )
      .min(1)
      .max(limits.table.rows),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(limits.table.columns)
      .optional(),
  })
  .superRefine((table, context) => notTooLong(table.rows, limits.table.text, context));

export const dataTableBlock = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId,
    caption: z.string().min(1),
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText(1), rawNumber, richText]))
          .min(1)
          .max(limits.dataTable.columns),
      )
      .min(limits.dataTable.minRows)
      .max(limits.dataTable.rows),
    page_size: z.int().min(1).max(limits.dataTable.pageSize).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .superRefine((table, context) => {
    const width = table.rows[0]?.length ?? 0;
    for (const [i, row] of table.rows.entries()) {
      if (row.length !== width) {
        context.addIssue({
          code: 'custom',
          message: `must have ${width} cells like the first row`,
          path: ['rows', i],
        });
      }
      for (const [j, cell] of row.entries()) {
        if (isEmpty(cell)) {
          context.addIssue({ code: 'custom', message: 'must not be an empty cell', path: ['rows', i, j] });
        }
      }
    }
    if ((table.row_header_column_index ?? 0) >= width) {
      context.addIssue({ code: 'custom', message: 'must be a column', path: ['row_header_column_index'] });
    }
    notTooLong(table.rows, limits.dataTable.text, context);
  });

const point = z.strictObject({ label: z.string().min(1), value: z.number() });
const axisChart = <T extends 'line' | 'bar' | 'area'>(type: T) =>
  z
    .strictObject({
      type: z.literal(type),
      series: z
        .array(z.strictObject({ name: z.string().min(1), data: z.array(point).min(1) }))
        .min(1)
        .max(limits.chart.series),
      axis_config: z.strictObject({
        categories: z.array(z.string().min(1)).min(1).max(limits.chart.categories),
        x_label: z.string().optional(),
        y_label: z.string().optional(),
      }),
    })
    .superRefine((chart, context) => {
      const names = chart.series.map((one) => one.name);
      for (const [i, one] of chart.series.entries()) {
        if (names.indexOf(one.name) !== i) {
          context.addIssue({ code: 'custom', message: 'must be unique', path: ['series', i, 'name'] });
        }
        const labels = one.data.map((each) => each.label);
        if (!isDeepStrictEqual(labels.sort(), chart.axis_config.categories.toSorted())) {
          context.addIssue({
            code: 'custom',
            message: 'must have one value for each category',
            path: ['series', i, 'data'],
          });
        }
      }
    });
const pieChart = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label: z.string().min(1).max(limits.chart.label), value: z.number().positive() }))
    .min(1)
    .max(limits.chart.categories),
});

export const chartBlock = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: blockId,
  title: z.string().min(1).max(limits.chart.title),
  chart: z.discriminatedUnion('type', [axisChart('line'), axisChart('bar'), axisChart('area'), pieChart]),
});

function notTooLong(rows: unknown[][], max: number, context: z.core.$RefinementCtx) {
  const total = rows.flat().reduce<number>((sum, cell) => sum + textOf(cell).length, 0);
  if (total > max) {
    context.addIssue({
      code: 'custom',
      message: `must be less than ${max + 1} characters in total`,
      path: ['rows'],
    });
  }
}

/** Rich text without content. The schemas of the other kinds already require that their text is not empty. */
function isEmpty(cell: z.output<typeof dataTableBlock>['rows'][number][number]): boolean {
  if (cell.type !== 'rich_text') return false;
  const pieces = (part: { elements: unknown[] }): unknown[] =>
    part.elements.flatMap((each) => {
      const { elements } = each as { elements?: unknown[] };
      return elements ? pieces({ elements }) : each;
    });
  return pieces(cell).every((piece) => (piece as { text?: string }).text === '');
}

function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { text, elements } = node as { text?: unknown; elements?: unknown };
  return typeof text === 'string' ? text : textOf(elements);
}
