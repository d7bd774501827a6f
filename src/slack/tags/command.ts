import { requireRole } from '../../audience/permissions.ts';
import { showTag } from '../../audience/tags/card.ts';
import { previewDeletion } from '../../audience/tags/deletion.ts';
import { previewMerge } from '../../audience/tags/merge.ts';
import { changeTagging } from '../../audience/tags/tagging.ts';
import { addTag, listTags, renameTag, tagNamed } from '../../audience/tags/tags.ts';
import { isTagName, splitPair, splitTagging } from '../../audience/tags/words.ts';
import { unquote } from '../../lib/quotes.ts';
import { sendExport } from '../contacts/send-export.ts';
import { askForRest, type Command, type CommandRequest } from '../core/command-line.ts';
import { type Asked, type AskedField, quoted } from '../core/forms-asked.ts';
import type { Message } from '../kit/message.ts';
import { tagsOrSegments } from '../kit/tags-or-segments.ts';
import { listMessage } from '../people/buttons.ts';
import { mergeTagModal, newTagModal, peopleModal, peopleTitles, renameTagModal } from './forms.ts';
import { TAGS_PER_PAGE, tagList, tagMade, tagRenamed } from './messages.ts';
import { tagCard } from './messages-card.ts';
import { nameDoubt } from './messages-doubts.ts';
import { deletionPreview, mergePreview } from './messages-endings.ts';
import { taggingMessage } from './messages-tagging.ts';

const list = async ({ deps, caller, rest }: CommandRequest): Promise<Message> =>
  tagList(await listTags(deps.audience, caller, { search: unquote(rest), perPage: TAGS_PER_PAGE }));

const needs: Record<'on' | 'off', Asked['needs']> = {
  on: ['editor', 'tag contacts'],
  off: ['editor', 'untag contacts'],
};

/** Asks for one tag. */
const asksWhich = (title: string, submit: string, role: Asked['needs']): Asked => ({
  title,
  submit,
  needs: role,
  fields: [{ label: 'Tag', takes: 'tag' }],
  rest: quoted,
});

/** Asks for a tag, and has a field for the other part of the line, if that was typed. */
const asksBeside = (
  title: string,
  submit: string,
  role: Asked['needs'],
  { other, rest }: { other: AskedField; rest: (tag: string, typed: string) => string },
): Asked => ({
  ...asksWhich(title, submit, role),
  fields: [
    { label: 'Tag', takes: 'tag' },
    { ...other, onlyIfTyped: true },
  ],
  rest: (tag, typed) => (typed === '' ? quoted(tag) : rest(quoted(tag), typed)),
});
const people: AskedField = {
  label: 'Who',
  takes: 'lines',
  hint: 'Email addresses, or: segment "Recent VIPs"',
};
const rest = (tag: string, typed: string) => `${tag} ${typed}`;
const asksTagging = {
  on: asksBeside('Add people', 'Next', needs.on, { other: people, rest }),
  off: asksBeside('Remove people', 'Next', needs.off, { other: people, rest }),
};
const asksRename = asksBeside('Rename tag', 'Next', ['editor', 'rename tags'], {
  other: { label: 'New name', takes: 'text' },
  rest: (tag, typed) => `${tag} to ${quoted(typed)}`,
});
const asksMerge = asksBeside('Merge tag', 'Next', ['editor', 'merge tags'], {
  other: { label: 'The tag to keep', takes: 'text' },
  rest: (tag, typed) => `${tag} into ${quoted(typed)}`,
});

const tagging =
  (way: 'on' | 'off') =>
  async (request: CommandRequest): Promise<Message | null> => {
    const { deps, caller, rest, answerTo, open } = request;
    requireRole(caller, ...needs[way]);
    const { tag, who, said } = await splitTagging(deps.audience, caller, rest);
    if (tag === undefined) {
      const line = { command: '/tags', word: way === 'on' ? 'add' : 'remove' };
      return askForRest(request, asksTagging[way], { ...line, typed: [undefined, said || undefined] });
    }
    if (who === undefined) {
      const found = await tagNamed(deps.audience, caller, tag);
      return open(peopleTitles[way], async () => peopleModal(answerTo, found, way));
    }
    return taggingMessage(await changeTagging(deps.audience, caller, { way, tag: { name: tag }, who }));
  };

export const tagsCommand: Command = {
  name: '/tags',
  about: tagsOrSegments,
  isName: ({ audience }, caller, name) => isTagName(audience, caller, name),
  alone: { usage: '', does: 'all tags, with the number of contacts for each', run: list },
  subcommands: {
    list: { usage: 'list <part of a name>', does: 'tags with these letters in their name', run: list },
    new: {
      usage: 'new <name>',
      does: 'create a tag; without a name, it opens a form',
      async run({ deps, caller, rest, answerTo, open }) {
        requireRole(caller, 'editor', 'create tags');
        if (rest === '') return open('New tag', async () => newTagModal(answerTo));
        const made = await addTag(deps.audience, caller, { name: unquote(rest) });
        return 'tag' in made ? tagMade(made) : nameDoubt(made, { for: 'new' });
      },
    },
    show: {
      usage: 'show <tag>',
      does: 'one tag: who has it, which segments use it, and what you can do with it',
      asks: asksWhich('Show a tag', 'Show', ['viewer', 'see tags']),
      run: async ({ deps, caller, rest }) =>
        tagCard(await showTag(deps.audience, caller, { name: unquote(rest) })),
    },
    people: {
      usage: 'people <tag>',
      does: 'who has a tag, page by page; only you see it',
      asks: asksWhich('People with a tag', 'View people', ['editor', 'see who contacts are']),
      async run({ deps, caller, rest }) {
        const { id } = await tagNamed(deps.audience, caller, unquote(rest));
        return listMessage(deps, caller, { source: { of: 'tag', id } });
      },
    },
    add: {
      usage: 'add <tag> <addresses, or: to segment "…">',
      does: 'tag contacts; paste their addresses in any format',
      asks: asksTagging.on,
      run: tagging('on'),
    },
    remove: {
      usage: 'remove <tag> <addresses, or: from segment "…">',
      does: 'untag contacts',
      asks: asksTagging.off,
      run: tagging('off'),
    },
    export: {
      usage: 'export <tag>',
      does: 'contacts with this tag as a CSV file, sent to your messages with Rollcall (admins only)',
      asks: asksWhich('Export a tag', 'Export', ['admin', 'export contacts']),
      run: ({ deps, caller, rest, client }) =>
        sendExport(deps, { caller, client }, { tag: { name: unquote(rest) } }),
    },
    rename: {
      usage: 'rename <tag> to <name>',
      does: 'rename a tag; segments that use it keep working',
      asks: asksRename,
      async run(request) {
        const { deps, caller, rest, answerTo, open } = request;
        requireRole(caller, ...asksRename.needs);
        const { before: tag, after: name } = await splitPair(deps.audience, caller, {
          text: rest,
          word: 'to',
        });
        if (tag === undefined)
          return askForRest(request, asksRename, {
            command: '/tags',
            word: 'rename',
            typed: [undefined, name],
          });
        if (name === undefined) {
          const found = await tagNamed(deps.audience, caller, tag);
          return open('Rename tag', async () => renameTagModal(answerTo, found));
        }
        const renamed = await renameTag(deps.audience, caller, { tag: { name: tag }, name });
        return 'undoId' in renamed
          ? tagRenamed(renamed)
          : nameDoubt(renamed, { for: 'rename', tag: renamed.tag });
      },
    },
    merge: {
      usage: 'merge <tag> into <tag>',
      does: 'merge two tags into one; shows you the result first',
      asks: asksMerge,
      async run(request) {
        const { deps, caller, rest, answerTo, open } = request;
        requireRole(caller, ...asksMerge.needs);
        const { before: from, after: into } = await splitPair(deps.audience, caller, {
          text: rest,
          word: 'into',
        });
        if (from === undefined)
          return askForRest(request, asksMerge, {
            command: '/tags',
            word: 'merge',
            typed: [undefined, into],
          });
        if (into === undefined) {
          const found = await tagNamed(deps.audience, caller, from);
          return open('Merge tag', async () => mergeTagModal(answerTo, found));
        }
        return mergePreview(
          await previewMerge(deps.audience, caller, { from: { name: from }, into: { name: into } }),
        );
      },
    },
    delete: {
      usage: 'delete <tag>',
      does: 'delete a tag that no segment uses; shows you the result first',
      asks: asksWhich('Delete tag', 'Next', ['admin', 'delete tags']),
      run: async ({ deps, caller, rest }) =>
        deletionPreview(await previewDeletion(deps.audience, caller, { name: unquote(rest) })),
    },
  },
};
