import { kinds } from '../conditions/kinds.ts';
import type { Names } from '../names.ts';
import type { RowSubject, Subject } from './row.ts';

const subjects = kinds.flatMap(({ subject }) => subject ?? []);

/** All that a row may be about in a workspace, in the order in which a picker offers it. */
export function rowSubjects(names: Names): RowSubject[] {
  return subjects.flatMap(({ offers }) => offers(names));
}

/** What a row is about; undefined if the workspace does not know it. */
export function subjectOf(what: string, names: Names): Subject | undefined {
  const [, kind, name = ''] = /^([a-z]+)(?::(.*))?$/s.exec(what) ?? [];
  return subjects.find((each) => each.name === kind)?.find(name, names);
}
