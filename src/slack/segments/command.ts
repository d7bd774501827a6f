import type { Caller } from '../../audience/caller.ts';
import { copySegment, previewSegmentDeletion, renameSegment } from '../../audience/segments/changes.ts';
import { segmentSorts } from '../../audience/segments/list.ts';
import { lookUpSegment, splitAtSegment } from '../../audience/segments/lookup.ts';
import { addSegment } from '../../audience/segments/segments.ts';
import { whyMember } from '../../audience/segments/why.ts';
import { RollcallError } from '../../errors.ts';
import { leadingQuotations, unquote } from '../../lib/quotes.ts';
import { sendExport } from '../contacts/send-export.ts';
import { type Command, type CommandRequest, openFor } from '../core/command-line.ts';
import type { Message } from '../kit/message.ts';
import { segmentPlace } from './buttons.ts';
import { builderFor } from './buttons-builder.ts';
import { segmentCopied, segmentDeletion, segmentMade, segmentRenamed } from './messages.ts';
import { memberWhy } from './messages-card.ts';
import type { SegmentPlace } from './places.ts';

/** `largest`, `newest lapsed`: how the list is sorted, and what to search for. */
async function list({ deps, caller, rest }: CommandRequest): Promise<Message> {
  const [, word = '', others = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
  const sort = segmentSorts.find((each) => each === word.toLowerCase());
  const search = unquote(sort === undefined ? rest : others);
  return segmentPlace(deps, caller, { show: 'list', search, sort: sort ?? 'name', page: 1 });
}

/** A subcommand that shows something about the segment named after it. */
const of =
  (word: string, show: (id: number) => SegmentPlace) =>
  async ({ deps, caller, rest }: CommandRequest): Promise<Message> =>
    segmentPlace(deps, caller, show(await idOf(deps, caller, { name: rest, word })));

async function idOf(
  deps: CommandRequest['deps'],
  caller: Caller,
  { name, word }: { name: string; word: string },
): Promise<number> {
  const asked = unquote(name);
  if (asked === '')
    throw missing(
      'Which segment?',
      `Name one: /segments ${word} Recent VIPs. To see all segments: /segments`,
    );
  return (await lookUpSegment(deps.audience, caller, { name: asked })).id;
}

export const segmentsCommand: Command = {
  name: '/segments',
  alone: { usage: '', does: 'all segments with their sizes', run: list },
  subcommands: {
    list: {
      usage: 'list <part of a name>',
      does: 'segments with these letters in their name; start with newest or largest to sort them',
      run: list,
    },
    new: {
      usage: 'new <name>: <rule>',
      does: 'create a segment, for example: new Recent VIPs: tagged vip and signed up in the last 30 days; without a name, it opens a form',
      async run(request) {
        const { deps, caller, rest, answerTo: to } = request;
        if (rest === '') return openFor(request, 'New segment', () => builderFor(deps, caller, { to }));
        return segmentMade(await addSegment(deps.audience, caller, splitNew(rest)));
      },
    },
    show: {
      usage: 'show <name>',
      does: 'one segment: its rule, its size and what you can do with it',
      run: of('show', (id) => ({ show: 'card', id })),
    },
    size: {
      usage: 'size <name>',
      does: 'how many contacts are in a segment now',
      run: of('size', (id) => ({ show: 'size', id })),
    },
    count: {
      usage: 'count <rule>',
      does: 'how many contacts match a rule, for example: count subscribers in Germany who never clicked; saves nothing',
      async run({ deps, caller, rest }) {
        if (rest === '')
          throw missing(
            'Count which contacts?',
            'For example: /segments count signed up in the last 30 days',
          );
        return segmentPlace(deps, caller, { show: 'count', sentence: rest });
      },
    },
    members: {
      usage: 'members <name>',
      does: 'who’s in a segment now, page by page; only you see it',
      run: of('members', (id) => ({ show: 'members', id })),
    },
    why: {
      usage: 'why <email> in <name>',
      does: 'why someone is or isn’t in a segment: each condition, and when it changes',
      async run({ deps, caller, rest }) {
        const halves = await splitAtSegment(deps.audience, caller, {
          text: rest,
          word: 'in',
          names: 'right',
        });
        if (halves === undefined)
          throw missing(
            'Who, and in which segment?',
            'For example: /segments why ada@example.org in Lapsed VIPs',
          );
        const [email, name] = halves;
        const id = await idOf(deps, caller, { name, word: 'why' });
        return memberWhy(id, await whyMember(deps.audience, caller, { id, email }));
      },
    },
    forecast: {
      usage: 'forecast <name> <days>',
      does: 'how many contacts will join and leave just because time passes; 30 days by default',
      async run({ deps, caller, rest }) {
        const [, named, number] = /^(.*?)\s+(?:in\s+)?(\d{1,4})(?:\s+days?)?$/is.exec(rest) ?? [];
        const isName = await lookUpSegment(deps.audience, caller, { name: unquote(rest) }).then(
          () => true,
          () => false,
        );
        const days = named === undefined || isName ? 30 : Number(number);
        const name = named === undefined || isName ? rest : named;
        const id = await idOf(deps, caller, { name, word: 'forecast' });
        return segmentPlace(deps, caller, { show: 'forecast', id, days });
      },
    },
    edit: {
      usage: 'edit <name>',
      does: 'edit a segment in a form; shows who joins and leaves before you save',
      async run(request) {
        const { deps, caller, rest, answerTo: to } = request;
        const id = await idOf(deps, caller, { name: rest, word: 'edit' });
        return openFor(request, 'Edit segment', () => builderFor(deps, caller, { to, id }));
      },
    },
    export: {
      usage: 'export <name>',
      does: 'its members as a CSV file, sent to your messages with Rollcall (admins only)',
      async run({ deps, caller, rest, client }) {
        const id = await idOf(deps, caller, { name: rest, word: 'export' });
        return sendExport(deps, { caller, client }, { segment: { id } });
      },
    },
    rename: {
      usage: 'rename <name> to <new name>',
      does: 'rename a segment; rules that use it keep working',
      async run({ deps, caller, rest }) {
        const halves = await splitAtSegment(deps.audience, caller, { text: rest, word: 'to', names: 'left' });
        if (halves === undefined)
          throw missing(
            'To rename a segment, type the segment, the word "to" and the new name.',
            'Try: /segments rename VIPs to Recent VIPs',
          );
        const [from, name] = halves;
        return segmentRenamed(await renameSegment(deps.audience, caller, { ref: { name: from }, name }));
      },
    },
    copy: {
      usage: 'copy <name> to <new name>',
      does: 'create a second segment with the same rule',
      async run({ deps, caller, rest }) {
        if (rest === '') throw missing('Copy which segment?', 'Try: /segments copy VIPs to Old VIPs');
        const halves = await splitAtSegment(deps.audience, caller, { text: rest, word: 'to', names: 'left' });
        const [from, name] = halves ?? [unquote(rest)];
        return segmentCopied(await copySegment(deps.audience, caller, { ref: { name: from }, name }));
      },
    },
    delete: {
      usage: 'delete <name>',
      does: 'delete a segment that no other segment uses; asks first',
      async run({ deps, caller, rest }) {
        const name = unquote(rest);
        if (name === '') throw missing('Delete which segment?', 'For example: /segments delete Old VIPs');
        return segmentDeletion(await previewSegmentDeletion(deps.audience, caller, { name }));
      },
    },
  },
};

/** Splits `Recent VIPs: tagged vip` into its two halves. A colon inside quotes belongs to the name. */
function splitNew(text: string): { name: string; sentence: string } {
  const [quoted] = leadingQuotations(text).filter(({ after }) => /^[:：]/.test(after));
  const [, name, sentence] =
    quoted === undefined
      ? (/^([^:：]*)[:：]\s*(.*)$/s.exec(text) ?? [])
      : ['', quoted.inside, quoted.after.slice(1).trim()];
  if (name === undefined || sentence === undefined || sentence === '') {
    throw missing(
      name === undefined
        ? 'A new segment needs a name, a colon and a rule.'
        : 'The rule after the colon is missing.',
      'Try: /segments new Recent VIPs: tagged vip and signed up in the last 30 days. To include all contacts, use the rule: everyone',
    );
  }
  return { name: unquote(name), sentence };
}

const missing = (message: string, hint: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint });
