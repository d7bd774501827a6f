import { type Condition, kinds } from '../conditions/kinds.ts';
import type { Names } from '../names.ts';
import type { RowSubject, Subject } from './row.ts';

const subjects = kinds.flatMap(({ subject }) => subject ?? []);

/** All subjects that a row may have in a workspace, in the order of the picker. */
export function rowSubjects(names: Names): RowSubject[] {
  return subjects.flatMap(({ offers }) => offers(names));
}

/** The subject of a row; undefined if the workspace doesn't know it. */
export function subjectOf(what: string, names: Names): Subject<Condition> | undefined {
  const [, kind, name = ''] = /^([a-z]+)(?::(.*))?$/s.exec(what) ?? [];
  return subjects.find((each) => each.name === kind)?.find(name, names);
}
