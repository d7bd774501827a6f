import { addTag, listTags, splitTagging, tagByEmail, untagByEmail } from '../../../audience/tags.ts';
import type { Command, CommandRequest } from '../../command-line.ts';
import type { Message } from '../../messages/message.ts';
import { tagAlike, tagged, tagList, tagMade } from '../../messages/tags.ts';
import { unquote } from '../../quotes.ts';

const list = async ({ deps, caller }: CommandRequest): Promise<Message> =>
  tagList(await listTags(deps.audience, caller));

export const tagsCommand: Command = {
  name: '/tags',
  alone: { usage: '', does: 'all tags, and how many contacts carry each', run: list },
  subcommands: {
    list: { usage: 'list', does: 'the same', run: list },
    new: {
      usage: 'new <name>',
      does: 'make a tag',
      async run({ deps, caller, rest }) {
        const made = await addTag(deps.audience, caller, { name: unquote(rest) });
        return 'tag' in made ? tagMade(made.tag.name) : tagAlike(made.name, made.alike);
      },
    },
    add: {
      usage: 'add <tag> <addresses>',
      does: 'put a tag on contacts; paste the addresses in any form',
      async run({ deps, caller, rest }) {
        const tagging = await splitTagging(deps.audience, caller, rest);
        return tagged(await tagByEmail(deps.audience, caller, tagging), 'on');
      },
    },
    remove: {
      usage: 'remove <tag> <addresses>',
      does: 'take a tag off contacts',
      async run({ deps, caller, rest }) {
        const tagging = await splitTagging(deps.audience, caller, rest);
        return tagged(await untagByEmail(deps.audience, caller, tagging), 'off');
      },
    },
  },
};
