import { defined } from '../../lib/defined.ts';
import { adviceOf } from '../../lib/problem.ts';
import { clip } from '../../lib/words.ts';
import type { RuleForm } from '../../rules/form/row.ts';
import { rowsOfRule } from '../../rules/form/rows-of-rule.ts';
import { type RowProblem, ruleOfRows } from '../../rules/form/rule-of-rows.ts';
import { parseRule, type Twin } from '../../rules/language/parse.ts';
import { printRule } from '../../rules/language/print.ts';
import type { Rule } from '../../rules/schema.ts';
import { compareRules } from '../../rules/sql/compare.ts';
import { compileRule } from '../../rules/sql/compile.ts';
import { comparisonOf, type Member, membersOf, type Side } from '../../storage/queries/run-rule.ts';
import { type StoredSegment, segmentKey } from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { lookUpSegment } from './lookup.ts';
import {
  checkedDescription,
  drawnSeed,
  type Known,
  knownTo,
  nameTaken,
  resolvedRule,
  ruleOf,
  type Size,
  segmentName,
  sizeOfRule,
} from './segments.ts';
import { sizeOfTwin, type TwinSize } from './twin.ts';

const EXAMPLES = 3;

/** What a form needs to read its rows: names, date settings, and the seed for random shares. */
export type FormContext = Known & { seed: number };

/** A segment that is open for editing. */
export interface OpenSegment extends Omit<StoredSegment, 'rule'> {
  rule: Rule;
}

/**
 * The data for a segment's form: the names that its rows may use, and the segment, if there is one.
 *
 * @throws RollcallError `not-found` if the segment is gone, `not-allowed`
 */
export async function openForm(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id?: number | undefined },
): Promise<{ context: FormContext; segment?: OpenSegment }> {
  requireRole(caller, 'editor', id === undefined ? 'create segments' : 'change segments');
  const known = await knownTo(deps, caller);
  if (id === undefined) return { context: { ...known, seed: drawnSeed() } };
  const stored = await lookUpSegment(deps, caller, { id });
  const segment = { ...stored, rule: ruleOf(stored) };
  return { context: { ...known, seed: seedIn(segment.rule) ?? drawnSeed() }, segment };
}

/** A rule's size and sentence, with a few of its members: what a form shows while someone fills it in. */
export interface Preview {
  size: Size;
  /** The other meaning of the text's timeframe, with its size. */
  twin?: TwinSize;
  examples: Member[];
}

/**
 * Counts an unsaved rule, and names a few of its members. Editors only: it names people.
 *
 * @param options.segment the id of the segment that will get the rule: the rule must not use that segment
 * @param options.twin the other meaning of the sentence that the rule was read from
 * @throws RollcallError `invalid-input` for a rule that uses something deleted, or its own segment
 */
export async function previewRule(
  deps: AudienceDeps,
  caller: Caller,
  options: { rule: Rule; segment?: number | undefined; known: Known; twin?: Twin | undefined },
): Promise<Preview> {
  requireRole(caller, 'editor', 'see who is in a segment');
  const { rule, segment, known, twin } = options;
  const origin = defined({ segment });
  const compiled = compileRule(resolvedRule(rule, known, origin), { workspaceId: caller.workspaceId });
  const [size, examples, other] = await Promise.all([
    sizeOfRule(deps, known, rule, origin),
    membersOf(deps.storage, compiled, { limit: EXAMPLES }),
    twin && sizeOfTwin(deps, known, twin),
  ]);
  return { size, examples, ...defined({ twin: other }) };
}

/** The contacts that a rule gains and loses, as of one moment. */
export interface Difference {
  entering: Side;
  leaving: Side;
  at: Date;
}

/**
 * The effect of a segment's new rule: the contacts it gains and loses, and its size; and the current rule as
 * a sentence.
 */
export interface EditPreview {
  difference: Difference;
  size: Size;
  before: { sentence: string; version: number };
}

/**
 * Compares a segment's new rule with the stored one: which contacts it gains and loses. Nothing is saved.
 *
 * @throws RollcallError `not-found`, `invalid-input`
 */
export async function previewEdit(
  deps: AudienceDeps,
  caller: Caller,
  { id, rule }: { id: number; rule: Rule },
): Promise<EditPreview> {
  requireRole(caller, 'editor', 'change segments');
  const [known, stored] = await Promise.all([knownTo(deps, caller), lookUpSegment(deps, caller, { id })]);
  const options = { segment: id };
  const before = ruleOf(stored);
  const comparison = compareRules(
    resolvedRule(before, known, { ...options, stored: true }),
    resolvedRule(rule, known, options),
    {
      workspaceId: caller.workspaceId,
    },
  );
  const [sides, size] = await Promise.all([
    comparisonOf(deps.storage, comparison, { examples: EXAMPLES }),
    sizeOfRule(deps, known, rule, options),
  ]);
  return {
    difference: { ...sides, at: known.dates.now },
    size,
    before: { sentence: printRule(before, known.names), version: stored.version },
  };
}

/** The form's rule, or what is wrong with one of its rows or with its text. */
export type FormRule = { ok: true; rule: Rule; twin?: Twin } | { ok: false; problems: FormProblem[] };

/** What is wrong with a row or with the text; for a text, whole replacements may be offered. */
export type FormProblem = Omit<RowProblem, 'row'> & { row?: number; offers?: readonly string[] };

/** Reads rows or a sentence into a rule, without running a query. */
export function readForm(form: RuleForm | string, context: FormContext): FormRule {
  if (typeof form !== 'string') return ruleOfRows(form, context);
  const parsed = parseRule(form, context);
  if (parsed.ok) return parsed;
  const [problem] = parsed.problems;
  const advice = problem === undefined ? undefined : adviceOf(problem);
  const words = form.slice(problem?.at ?? 0, (problem?.at ?? 0) + (problem?.length ?? 0)).trim();
  const message = `${problem?.message ?? 'Rollcall can’t use this rule.'}${words === '' ? '' : ` (at “${clip(words, 60)}”)`}${advice === undefined ? '' : ` ${clip(advice, 300)}`}`;
  return { ok: false, problems: [{ message, offers: problem?.suggestions ?? [] }] };
}

/**
 * What a text after `/segments new` is, if nothing separates a name from a rule: a rule if it reads as one, even
 * with a mistake in it, else the segment's name. "All contacts" reads as everyone, but is a name.
 */
export function nameOrSentence(text: string, context: FormContext): { name: string } | { sentence: string } {
  const parsed = parseRule(text, context);
  if (!parsed.ok) return (parsed.problems[0]?.at ?? 0) > 0 ? { sentence: text } : { name: text };
  const isName = parsed.rule.type === 'everyone' && !/^everyone$/i.test(text);
  return isName ? { name: text } : { sentence: text };
}

/** A rule in both forms: as rows (or why rows can't show it), and as a sentence. */
export function facesOf(rule: Rule, known: Known): { rows: ReturnType<typeof rowsOfRule>; sentence: string } {
  return { rows: rowsOfRule(rule), sentence: printRule(rule, known.names) };
}

/**
 * Checks a form's name and description before anything is counted.
 *
 * @param options.id the segment being edited, which already has the name
 * @throws RollcallError `invalid-input`, `taken`
 */
export function checkNewName(
  known: Known,
  { id, name, description }: { id?: number | undefined; name: string; description: string },
): void {
  const key = segmentKey(segmentName(name));
  checkedDescription(description);
  const taken = known.names.segments.find((each) => each.id !== id && segmentKey(each.name) === key);
  if (taken !== undefined) throw nameTaken(taken.name);
}

/** The seed of the first random share in a rule: its other shares, and new ones, use the same. */
function seedIn(rule: Rule): number | undefined {
  switch (rule.type) {
    case 'random':
      return rule.seed;
    case 'not':
      return seedIn(rule.rule);
    case 'all':
    case 'any':
      return rule.rules.map(seedIn).find((seed) => seed !== undefined);
    default:
      return undefined;
  }
}
