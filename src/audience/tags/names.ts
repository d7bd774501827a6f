import { RollcallError } from '../../errors.ts';
import { namedLike } from '../../lib/names.ts';
import { fold, tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { clip, nearest } from '../../lib/words.ts';
import type { Tag } from '../../storage/tags/tags.ts';
import type { TagStyle } from '../../storage/workspace/workspaces.ts';
import { checkedName } from '../checked-name.ts';
import { areAlike } from './likeness.ts';
import { inStyle } from './style.ts';

const LONGEST_NAME = 60;

/**
 * Why a name needs a second look: it doesn't fit the workspace's style, or is similar to other tags. Nothing
 * was changed.
 */
export type NameDoubt = { name: string; fitting: string; style: TagStyle } | { name: string; alike: Tag[] };

/** What speaks against a new name; undefined if nothing does. */
export function doubtAbout(
  name: string,
  others: Tag[],
  options: { style: TagStyle; despiteAlike?: boolean | undefined },
): NameDoubt | undefined {
  const { style } = options;
  const fitting = inStyle(name, style);
  if (fitting === '') {
    throw new RollcallError(
      'invalid-input',
      `Tags here use ${styleNames[style]}, and "${name}" has nothing to keep in that style.`,
      {
        hint: 'Choose a name with letters or digits.',
      },
    );
  }
  if (fitting !== name) return { name, fitting, style };
  const alike = others.filter((tag) => areAlike(tag.name, name));
  return alike.length > 0 && options.despiteAlike !== true ? { name, alike } : undefined;
}

/** Names of the styles for people. */
const styleNames: Record<TagStyle, string> = {
  free: 'any style',
  'lower-case': 'lower case',
  'kebab-case': 'kebab-case',
};

/**
 * A tidied name for a new tag.
 *
 * @throws RollcallError `invalid-input` for a name that can't be a tag's
 */
export const newTagName = (typed: string): string =>
  checkedName(tidyName(typed), {
    of: 'A tag',
    longest: LONGEST_NAME,
    wrong(name) {
      if (/["“”,]|\p{Cc}/u.test(name))
        return `A tag name can’t have quotes or commas, as in "${clip(name, 60)}".`;
      return name.includes('@')
        ? `A tag name can’t have an @. "${clip(name, 60)}" looks like an email address.`
        : undefined;
    },
    rest: { hint: 'Try: /tags new vip' },
  });

/** How someone refers to a tag: by name, or by the id that a button contains. */
export type TagRef = { name: string } | { id: number };

/**
 * Finds the tag: by id, by its exact name, or as the only one whose name people would call the same.
 *
 * @param options.mayBeNew whether creating it could be meant: not if it is to be deleted, merged or renamed
 * @throws RollcallError `not-found`, with the nearest names, or `invalid-input` if several match
 */
export function findTag(tags: Tag[], ref: TagRef, { mayBeNew = true }: { mayBeNew?: boolean } = {}): Tag {
  if ('id' in ref) {
    const found = tags.find((tag) => tag.id === ref.id);
    if (found !== undefined) return found;
    throw new RollcallError('not-found', 'That tag no longer exists: someone deleted or merged it.', {
      hint: 'See all tags with /tags.',
    });
  }
  const name = tidyName(ref.name);
  if (name === '') {
    throw new RollcallError('invalid-input', 'Which tag?', { hint: 'Name one, or see all tags with /tags.' });
  }
  const like = namedLike(tags, name);
  // Tags from earlier versions may contain invisible characters.
  const seen = (tag: Tag) => fold(withoutInvisible(tag.name)) === fold(name);
  const found = like.length > 0 ? like : tags.filter(seen);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  if (found.length > 1) {
    const names = found.map((tag) => `\`${tag.name}\``).join(' or ');
    throw new RollcallError('invalid-input', `"${name}" could be ${names}. Type it exactly.`, {
      meant: { typed: name, names: found.map((tag) => tag.name) },
    });
  }
  throw unknown(name, tags, mayBeNew);
}

function unknown(name: string, tags: Tag[], mayBeNew: boolean): RollcallError {
  const names = nearest(
    name,
    tags.map((tag) => tag.name),
  );
  const shown = clip(name, 60);
  // Half a name would create another tag.
  const isNewName = mayBeNew && shown === name;
  const hint =
    names.length > 0
      ? `Did you mean ${names.map((other) => `\`${other}\``).join(' or ')}?${isNewName ? ` Or create it: /tags new ${shown}` : ''}`
      : isNewName
        ? `Create it with /tags new ${shown}, or see all tags with /tags.`
        : 'See all tags with /tags.';
  return new RollcallError('not-found', `No tag "${shown}".`, { hint, meant: { typed: name, names } });
}

export const nameTaken = (name: string): RollcallError =>
  new RollcallError('taken', `The tag "${name}" already exists.`, {
    hint: `Tag people with /tags add ${name} ada@example.org`,
  });

const tidyName = (name: string): string => tidy(withoutInvisible(name));
