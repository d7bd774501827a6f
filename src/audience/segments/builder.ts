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
  checkedName,
  drawnSeed,
  type Known,
  knownTo,
  nameTaken,
  resolved,
  ruleOf,
  type Size,
  sizeOfRule,
} from './segments.ts';
import { sizeOfTwin, type TwinSize } from './twin.ts';

const EXAMPLES = 3;

/** What a form needs to know to read its rows: names, settings of dates, and what random shares are drawn by. */
export type FormContext = Known & { seed: number };

/** A segment as it is opened to be changed. */
export interface OpenSegment extends Omit<StoredSegment, 'rule'> {
  rule: Rule;
}

/**
 * What a segment's form is filled with: what rows may name, and the segment where there is one.
 *
 * @throws RollcallError `not-found` where the segment is gone, `not-allowed`
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

/** A rule in numbers and words, with a few of its members: what a form shows while it is filled in. */
export interface Preview {
  size: Size;
  /** What the text's timeframe may mean as well, with its number. */
  twin?: TwinSize;
  examples: Member[];
}

/**
 * Counts a rule that is not saved, and names a few of its members. An editor's question: it names people.
 *
 * @param options.segment the id of the segment whose rule it may become: it must not ask for itself
 * @param options.twin what the sentence that it was read from may mean as well
 * @throws RollcallError `invalid-input` for a rule that asks for what is gone, or for itself
 */
export async function previewRule(
  deps: AudienceDeps,
  caller: Caller,
  options: { rule: Rule; segment?: number | undefined; known: Known; twin?: Twin | undefined },
): Promise<Preview> {
  requireRole(caller, 'editor', 'see who is in a segment');
  const { rule, segment, known, twin } = options;
  const origin = defined({ segment });
  const compiled = compileRule(resolved(rule, known, origin), { workspaceId: caller.workspaceId });
  const [size, examples, other] = await Promise.all([
    sizeOfRule(deps, known, rule, origin),
    membersOf(deps.storage, compiled, { limit: EXAMPLES }),
    twin && sizeOfTwin(deps, known, twin),
  ]);
  return { size, examples, ...defined({ twin: other }) };
}

/** Whom a rule gains and loses, as of one moment. */
export interface Difference {
  entering: Side;
  leaving: Side;
  at: Date;
}

/** What would come of a segment's new rule: whom it gains and loses, and both rules in words. */
export interface EditPreview {
  difference: Difference;
  size: Size;
  before: { sentence: string; version: number };
}

/**
 * Whom a segment gains and loses by a new rule, beside the one that is stored now. Nothing is saved.
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
    resolved(before, known, { ...options, stored: true }),
    resolved(rule, known, options),
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

/** What a form says: a rule, or what is wrong with which row of it, or with its text. */
export type FormRule = { ok: true; rule: Rule; twin?: Twin } | { ok: false; problems: FormProblem[] };

/** What is wrong with a row, or with the text, and then whole texts that could stand there instead. */
export type FormProblem = Omit<RowProblem, 'row'> & { row?: number; offers?: readonly string[] };

/** Reads rows, or a sentence, into a rule; no statement is run. */
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

/** A rule's two faces: its rows, or why rows can't show it; and its sentence. */
export function facesOf(rule: Rule, known: Known): { rows: ReturnType<typeof rowsOfRule>; sentence: string } {
  return { rows: rowsOfRule(rule), sentence: printRule(rule, known.names) };
}

/**
 * Checks a form's name and description, before anything is counted.
 *
 * @param options.id the segment that has the name already
 * @throws RollcallError `invalid-input`, `taken`
 */
export function checkNewName(
  known: Known,
  { id, name, description }: { id?: number | undefined; name: string; description: string },
): void {
  const key = segmentKey(checkedName(name));
  checkedDescription(description);
  const taken = known.names.segments.find((each) => each.id !== id && segmentKey(each.name) === key);
  if (taken !== undefined) throw nameTaken(taken.name);
}

/** What the first random share in a rule is drawn by: others in it, and what is added to it, go by the same. */
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
