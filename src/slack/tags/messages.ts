import type { NewTag, TagPage } from '../../audience/tags/tags.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import {
  button,
  buttons,
  context,
  header,
  type Message,
  message,
  section,
  sectionWith,
} from '../kit/message.ts';
import { code, count, counted, escaped, joined, md, moment } from '../kit/mrkdwn.ts';

/** How many tags one page has. */
export const TAGS_PER_PAGE = 15;

/** What a list's buttons contain: the search, and the page. */
interface ListPlace {
  search: string;
  page: number;
}

/** A page of tags, each with a button that shows it; below, the buttons for the other pages. */
export function tagList(list: TagPage): Message {
  const { total, found, search, page, pages, tags } = list;
  if (total === 0) {
    return message(
      [
        section(
          md`No tags yet. A tag is a label that you put on people by hand. For a group that keeps itself up to date from a rule, use a segment.`,
        ),
        buttons(newTag('primary'), help),
      ],
      'No tags yet.',
    );
  }
  const lines = tags.map((tag) =>
    sectionWith(
      md`${code(tag.name)}  ·  *${counted(tag.contacts, 'person', 'people')}*${tag.lastAdded === null ? '' : md`  ·  last added ${moment(tag.lastAdded)}`}`,
      button('View tag', actions.showTag, String(tag.id)),
    ),
  );
  return message(
    [
      header(search === '' ? counted(total, 'tag') : `${counted(found, 'tag')} of ${count(total)}`),
      ...(search === '' ? [] : [context(md`with ${code(clip(search, 60))} in the name`)]),
      ...lines,
      buttons(
        ...(page > 1 ? [listButton('Previous', actions.previousTags, { search, page: page - 1 })] : []),
        ...(page < pages ? [listButton('Next', actions.nextTags, { search, page: page + 1 })] : []),
        newTag(),
        ...menu(
          ...(search === '' ? [] : [allTags]),
          choice('Help', `${actions.runCommand}.help`, '/tags help'),
        ),
      ),
      context(
        pages > 1
          ? md`Page ${count(page)} of ${count(pages)}  ·  find one: \`/tags list vip\`  ·  tag people: \`/tags add vip ada@example.org\``
          : md`Tag people: \`/tags add vip ada@example.org\``,
      ),
    ],
    search === '' ? counted(total, 'tag') : `${counted(found, 'tag')} with ${clip(search, 60)} in the name`,
  );
}

const listButton = (words: string, action: string, place: ListPlace) =>
  button(words, action, JSON.stringify(place));
/** From anywhere to the first page. */
export const allTags = choice('All tags', actions.listTags, JSON.stringify({ search: '', page: 1 }));
const newTag = (style?: 'primary') => button('New tag', actions.newTag, '', defined({ style }));
const help = button('Help', actions.runCommand, '/tags help');

/** A tag that was just created; others that are easily mixed up with it are pointed out. */
export function tagMade({ tag, near, undoId }: Extract<NewTag, { undoId: number }>): Message {
  const { id, name } = tag;
  const named = near.slice(0, NAMED).map((other) => code(other.name));
  return message(
    [
      section(md`:label: Created the tag ${code(name)}.`),
      ...(named.length === 0
        ? []
        : [
            context(
              md`:warning: There’s also ${joined(named, ', ')}. If you mean the same people, undo this and use that tag.`,
            ),
          ]),
      buttons(
        button('Add people', actions.addPeople, String(id), { style: 'primary' }),
        button('View tag', actions.showTag, String(id)),
        button('Undo', actions.undo, String(undoId)),
      ),
      context(md`Or paste addresses: ${code(`/tags add ${name} ada@example.org`)}`),
    ],
    `Created the tag ${name}.`,
  );
}

const NAMED = 3;

/** A tag that was just renamed. */
export function tagRenamed(renamed: {
  tag: { id: number; name: string };
  from: string;
  undoId: number;
}): Message {
  const { tag, from, undoId } = renamed;
  return message(
    [
      section(md`:label: Renamed ${code(from)} to ${code(tag.name)}. Segments that use it keep working.`),
      buttons(
        button('Undo', actions.undo, String(undoId)),
        button('View tag', actions.showTag, String(tag.id)),
      ),
    ],
    `Renamed ${from} to ${tag.name}.`,
  );
}

/** How to find the result of an undo that takes longer: in a message that follows, or only on request. */
const ends = {
  follow: 'A message from Rollcall shows the progress and the result.',
  ask: 'Slack doesn’t let Rollcall send you a message. To see the result, run /audience history.',
} as const;

/** What was undone, and what was left because someone changed it since. */
export function undoneMessage(
  { did, left }: { did: string; left: string[] },
  end?: keyof typeof ends,
): Message {
  return message(
    [
      section(md`:leftwards_arrow_with_hook: ${escaped(did)}.`),
      ...(end === undefined ? [] : [context(escaped(ends[end]))]),
      ...left.slice(0, SHOWN_LEFT).map((each) => context(escaped(each))),
      ...(left.length > SHOWN_LEFT ? [context(md`and ${count(left.length - SHOWN_LEFT)} more`)] : []),
    ],
    `${did}.`,
  );
}

const SHOWN_LEFT = 20;

/** After Cancel, if the question can no longer be removed. */
export const cancelled: Message = message(
  [section(md`Canceled. Nothing changed.`)],
  'Canceled. Nothing changed.',
);
