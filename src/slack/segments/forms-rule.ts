import { z } from 'zod';
import { defined } from '../../lib/defined.ts';
import { emptyRow, type Row, type RowPart, type RuleForm, type Subject } from '../../rules/form/row.ts';
import { subjectOf } from '../../rules/form/rows.ts';
import type { RowProblem } from '../../rules/form/rule-of-rows.ts';
import { usualTime } from '../../rules/form/times.ts';
import type { Names } from '../../rules/names.ts';
import { answerToSchema } from '../core/answer-to.ts';

/** What a segment's form remembers besides its inputs. */
export const formMetadata = z.object({
  to: answerToSchema,
  /** The segment being edited, and the version that was opened; missing for a new one. */
  segment: z.object({ id: z.int(), version: z.int() }).optional(),
  /** The seed that random shares are drawn with. */
  seed: z.int(),
  mode: z.enum(['rows', 'text']),
  /** The numbers of the rows, in order. A number is never used again, so typed text stays with its row. */
  rows: z.array(z.int()),
  next: z.int(),
  /** How often another text replaced the typed one: Slack keeps what an input with the same id holds. */
  texts: z.int().default(0),
});
export type FormMetadata = z.infer<typeof formMetadata>;

/** Everything a form holds at one moment. */
export interface SegmentDraft {
  metadata: FormMetadata;
  name: string;
  description: string;
  form: RuleForm;
  text: string;
}

/** The places in the modal: block ids. */
export const blocks = {
  name: 'name',
  description: 'description',
  match: 'match',
  text: ({ texts }: { texts: number }) => (texts === 0 ? 'text' : `text~${texts}`),
  /**
   * Subject and operator of a row. The id has the subject: another subject's operator must not survive it.
   */
  head: (row: number, what: string) => `row${row}~${what}`,
  input: (row: number, part: RowPart, takes: string) => `row${row}.${part}~${takes}`,
  /** A timeframe in the person's own words. */
  phrase: (row: number) => `row${row}.phrase~timeframe`,
};

/** The choices of a timeframe that are no timeframe: none, and one that is typed. */
export const times = { any: 'any', typed: 'typed' } as const;

/** Elements of the form: action ids. All begin the same, so that one listener hears every change. */
export const elements = {
  match: 'form.match',
  what: 'form.what',
  how: 'form.how',
  remove: 'form.remove',
  add: 'form.add',
  asText: 'form.as-text',
  asRows: 'form.as-rows',
  text: 'form.text',
  /** Followed by a number: a suggested text that can replace the typed one. */
  offer: 'form.offer',
  typed: 'form.typed',
  choice: 'form.choice',
} as const;

interface Element {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[] | null;
}
/** Slack's `view.state.values`. */
export type FormState = Record<string, Record<string, Element>>;

/** The draft in the view that Slack sends. */
export function readDraft(state: FormState, metadata: FormMetadata): SegmentDraft {
  const first = (block: string): Element => Object.values(state[block] ?? {})[0] ?? {};
  const match = first(blocks.match).selected_option?.value;
  return {
    metadata,
    name: first(blocks.name).value ?? '',
    description: first(blocks.description).value ?? '',
    text: first(blocks.text(metadata)).value ?? '',
    form: {
      match: metadata.rows.length === 0 ? 'everyone' : match === 'any' ? 'any' : 'all',
      rows: metadata.rows.map((row) => readRow(row, state, metadata.seed)),
    },
  };
}

/**
 * The draft as the modal shows it: a row without an operator of its subject gets the usual one, with the usual
 * timeframe.
 */
export function withOperators(draft: SegmentDraft, names: Names): SegmentDraft {
  const rows = draft.form.rows.map((row) => {
    const subject = subjectOf(row.what, names);
    const operators = subject?.operators ?? [];
    if (subject !== undefined && operators.some(({ how }) => how === row.how)) return onlyShown(row, subject);
    const how = operators[0]?.how ?? '';
    const time = subject?.inputs(how).find(({ part }) => part === 'time');
    const hasUsual = time?.choices?.some(({ value }) => value === usualTime) === true;
    const fits = row.time !== '' || row.typesTime === true;
    const filled = hasUsual && time?.optional === false && !fits ? { time: usualTime } : {};
    return { ...row, how, not: false, ...filled };
  });
  return { ...draft, form: { ...draft.form, rows } };
}

/** A row without what its operator doesn't show: a timeframe that is out of view must not narrow the rule. */
function onlyShown(row: Row, subject: Subject): Row {
  const parts = new Set(subject.inputs(row.how).map(({ part }) => part));
  const { what, how, not, seed, typesTime } = row;
  const shown = { ...emptyRow, what, how, not, ...defined({ seed }) };
  for (const part of parts) Object.assign(shown, { [part]: row[part] });
  return parts.has('time') ? { ...shown, ...defined({ typesTime }) } : shown;
}

function readRow(row: number, state: FormState, seed: number): Row {
  const read: Row = { ...emptyRow, seed };
  for (const [block, inside] of Object.entries(state)) {
    if (block.startsWith(`row${row}~`)) {
      const how = inside[elements.how]?.selected_option?.value ?? '';
      read.what = inside[elements.what]?.selected_option?.value ?? '';
      read.not = how.startsWith('!');
      read.how = how.replace(/^!/, '');
    }
    const part = block.startsWith(`row${row}.`) ? partOf(block) : undefined;
    const element = Object.values(inside)[0] ?? {};
    if (part === 'values' || part === 'campaigns')
      read[part] = (element.selected_options ?? []).map(({ value }) => value);
    else if (part === 'time') Object.assign(read, timeIn(element.selected_option?.value, row, state));
    else if (part !== undefined) read[part] = element.value ?? '';
  }
  return read;
}

/** The timeframe of a row, chosen or typed. */
function timeIn(chosen: string | undefined, row: number, state: FormState): Partial<Row> {
  if (chosen === undefined || chosen === times.any) return {};
  if (chosen !== times.typed) return { time: chosen };
  const [phrase] = Object.values(state[blocks.phrase(row)] ?? {});
  return { typesTime: true, time: phrase?.value ?? '' };
}

function partOf(block: string): RowPart | undefined {
  const part = /^row\d+\.([a-z]+)~/.exec(block)?.[1];
  return part === 'values' || part === 'text' || part === 'time' || part === 'count' || part === 'campaigns'
    ? part
    : undefined;
}

/** The place for problems of the form as a whole: an input that the form has. */
export const formBlock = (metadata: FormMetadata): string =>
  metadata.mode === 'text' ? blocks.text(metadata) : metadata.rows.length > 1 ? blocks.match : blocks.name;

/** Each problem under its input, by block id; a problem without one goes under the form's first input. */
export function fieldErrors(
  { form, metadata }: SegmentDraft,
  problems: readonly (Omit<RowProblem, 'row'> & { row?: number })[],
  names: Names,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { row, part, message } of problems) {
    const filled = row === undefined ? undefined : form.rows[row];
    const subject = filled === undefined ? undefined : subjectOf(filled.what, names);
    const input =
      filled === undefined || subject === undefined
        ? undefined
        : subject.inputs(filled.how).find((each) => each.part === part);
    const where = input === undefined && row !== undefined ? `Condition ${row + 1}: ` : '';
    const block =
      input === undefined || row === undefined
        ? formBlock(metadata)
        : input.part === 'time' && filled?.typesTime === true
          ? blocks.phrase(metadata.rows[row] ?? 0)
          : blocks.input(metadata.rows[row] ?? 0, input.part, input.takes);
    errors[block] ??= `${where}${message}`;
  }
  return errors;
}
