import { ownCopy } from '../../csv/cells/cells.ts';
import { fold } from '../../lib/texts.ts';
import { areAlike } from '../tags/likeness.ts';
import { inStyle, type TagStyle } from '../tags/style.ts';

/** A tag name as the file spells it, and the tag that is used instead. */
export interface OtherName {
  written: string;
  used: string;
}

/** Decides the tags of an import's rows, and remembers the names it replaced, for the summary. */
export interface TagNamer {
  /** The names of a row's tags to use, each once. */
  namesFor(written: readonly string[]): string[];
  /** Names that were changed to fit the workspace's style. */
  restyled(): OtherName[];
  /** Names that are similar to a tag of the workspace, or to an earlier one in the file. */
  alike(): OtherName[];
  /** Names that leave nothing in the workspace's style: these tags are left out. */
  unusable(): string[];
}

/**
 * Names the tags of a file the way people are asked to: in the workspace's style, and with an existing tag
 * instead of a similar name, unless `tagNames` says otherwise. An exact name always means that tag.
 *
 * @param options.isOwn the file is our own export: similar tags in it are different tags
 * @example
 * tagNamer(['vip'], { style: 'free', tagNames: 'existing' }).namesFor(['VIP', 'beta']) // ['vip', 'beta']
 */
export function tagNamer(
  existing: readonly string[],
  options: { style: TagStyle; tagNames: 'existing' | 'as-written'; isOwn?: boolean },
): TagNamer {
  const known = new Set(existing);
  const names = new Map<string, string>();
  const restyled: OtherName[] = [];
  const alike: OtherName[] = [];

  function nameFor(written: string): string {
    if (known.has(written)) return written;
    const fitting = inStyle(written, options.style);
    if (fitting === '' || known.has(fitting)) {
      if (fitting !== '') restyled.push({ written, used: fitting });
      return fitting;
    }
    const other = nearestOf(fitting, options.isOwn ? existing : known);
    if (other !== undefined) alike.push({ written, used: other });
    if (other !== undefined && options.tagNames === 'existing') return other;
    if (fitting !== written) restyled.push({ written, used: fitting });
    known.add(fitting);
    return fitting;
  }

  return {
    namesFor(written) {
      // Most rows have no tags, and most others have the same tags as the previous row.
      if (written.length === 0) return [];
      const used = written.map((name) => {
        const before = names.get(name);
        if (before !== undefined) return before;
        const own = ownCopy(name);
        const now = nameFor(own);
        names.set(own, now);
        return now;
      });
      return [...new Set(used.filter((name) => name !== ''))];
    },
    restyled: () => restyled,
    alike: () => alike,
    unusable: () => [...names].flatMap(([written, used]) => (used === '' ? [written] : [])),
  };
}

/** Of the similar names, the one that only differs in case, else the first. */
function nearestOf(name: string, known: Iterable<string>): string | undefined {
  let first: string | undefined;
  for (const other of known) {
    if (fold(other) === fold(name)) return other;
    if (first === undefined && areAlike(other, name)) first = other;
  }
  return first;
}
