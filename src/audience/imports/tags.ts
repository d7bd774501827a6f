import { fold } from '../../lib/texts.ts';
import { areAlike } from '../tags/likeness.ts';
import { fitted, type TagStyle } from '../tags/style.ts';

/** A name of a tag as a file writes it, and the tag that is put on in its place. */
export interface OtherName {
  written: string;
  used: string;
}

/** How an import names the tags of its rows. It remembers what it was asked for, to be told afterwards. */
export interface TagNamer {
  /** The names under which the tags of a row are put on, each once. */
  namesFor(written: readonly string[]): string[];
  /** Names changed so that they fit the workspace's style. */
  restyled(): OtherName[];
  /** Names that are much like a tag's: that of the workspace, or of the file's own that came first. */
  alike(): OtherName[];
  /** Names of which nothing can be kept in the workspace's style: these tags are left out. */
  unusable(): string[];
}

/**
 * Names the tags of a file as a person would be asked to: in the workspace's style, and with the tag that is there in place
 * of one much like it, unless `tagNames` says otherwise. An exact name is always that tag.
 *
 * @param options.isOwn the file is an export of ours: tags in it that are much alike are several
 * @example tagNamer(['vip'], { style: 'free', tagNames: 'existing' }).namesFor(['VIP', 'beta']) // ['vip', 'beta']
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
    const fitting = fitted(written, options.style);
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
      // Most rows have none, and most of the others those of the row before.
      if (written.length === 0) return [];
      const used = written.map((name) => {
        const before = names.get(name);
        if (before !== undefined) return before;
        const now = nameFor(name);
        names.set(name, now);
        return now;
      });
      return [...new Set(used.filter((name) => name !== ''))];
    },
    restyled: () => restyled,
    alike: () => alike,
    unusable: () => [...names].flatMap(([written, used]) => (used === '' ? [written] : [])),
  };
}

/** Of the names much like one, that which differs by case alone, or the first. */
function nearestOf(name: string, known: Iterable<string>): string | undefined {
  let first: string | undefined;
  for (const other of known) {
    if (fold(other) === fold(name)) return other;
    if (first === undefined && areAlike(other, name)) first = other;
  }
  return first;
}
