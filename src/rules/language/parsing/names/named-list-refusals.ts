import type { Named } from '../../../names.ts';
import { quoteName } from '../../quote.ts';
import { printToldApart } from '../../told-apart.ts';
import { bracketed } from '../reader/connectors.ts';
import { ask, cited, type Reader, refuse, textOf } from '../reader/reader.ts';
import type { Values } from '../values/values.ts';

// What a list of names may not say, because it has several meanings.

/** Something that contacts can be in by name: a tag, a segment. */
export interface NamedKind {
  noun: string;
  /** The words before its names in a sentence. */
  lead: string;
  known: (reader: Reader) => readonly Named[];
  /** How to create a missing one. */
  advice: string;
  /** A contact is in at most one of them. */
  isOne?: boolean;
  /** Whether something of another kind begins here, which ends this list. */
  isOther?: (reader: Reader) => boolean;
}

/** A contact can't be in two of them. */
export function refuseBoth(reader: Reader, kind: NamedKind, list: Values<Named>): null {
  const from = list.starts[0] ?? reader.next;
  const message = `A contact is ${kind.lead} of one name only; say "or" between the names.`;
  const names = list.values.map((each) => printToldApart(each, kind.known(reader)));
  return ask(reader, from, list.end, message, [names.join(' or ')]);
}

/** "vip, beta": after "tagged" any of them, but between conditions a comma means "and". */
export function refuseCommas(reader: Reader, list: Values<Named>): null {
  const from = list.starts[0] ?? reader.next;
  const message = `${cited(textOf(reader, from, list.end))}: any of these, or all of them? Say "or" or "and" between them.`;
  const names = list.values.map((each) => quoteName(each.name));
  return ask(reader, from, list.end, message, [names.join(' or '), names.join(' and ')]);
}

export function refuseStrayNot(reader: Reader, kind: NamedKind, list: Values<Named>): null {
  const { connector, at } = list.strayNot ?? { connector: undefined, at: list.end };
  const name = textOf(reader, at + 1, at + 2);
  const message = `"${textOf(reader, connector?.from ?? at, at + 1)}" needs its own "${kind.lead}" after it.`;
  return refuse(reader, at, at + 2, message, [`not ${kind.lead} ${name}`]);
}

export function refuseMixed(reader: Reader, kind: NamedKind, from: number, list: Values<Named>): null {
  const names = list.starts.map((start, index) =>
    textOf(reader, start, list.connectors[index]?.from ?? list.end).replace(/\)$/, ''),
  );
  const lead = textOf(reader, from, list.starts[0] ?? from);
  const says = list.connectors.map((connector, index) =>
    connector.comma
      ? (list.connectors.slice(index).find((later) => !later.comma)?.says ?? 'or')
      : connector.says,
  );
  const readings = bracketed(
    names.map((name) => `${kind.lead} ${name}`),
    says,
  );
  const message = `${cited(textOf(reader, list.starts[0] ?? from, list.end))} has both "and" and "or"; use brackets to show which belong together.`;
  return ask(reader, from, list.end, message, /not|n't|never/i.test(lead) ? [] : readings);
}

export function refuseNeither(reader: Reader, kind: NamedKind, from: number, list: Values<Named>): null {
  const { lead } = kind;
  const names = list.values.map((each) => quoteName(each.name));
  const message = `Not ${lead} any of these, or not ${kind.noun === 'tag' ? 'tagged with' : 'in'} all of them at once? Say "or" for neither.`;
  return ask(reader, from, list.end, message, [
    `not ${lead} ${names.join(' or ')}`,
    `not (${lead} ${names.join(' and ')})`,
  ]);
}
