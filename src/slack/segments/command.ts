import type { Caller } from '../../audience/caller.ts';
import { nameOfSource } from '../../audience/people/named.ts';
import { askedBreakdown, askedComparison } from '../../audience/people/words.ts';
import { requireRole } from '../../audience/permissions.ts';
import { copySegment, previewSegmentDeletion, renameSegment } from '../../audience/segments/changes.ts';
import { segmentSorts } from '../../audience/segments/list.ts';
import { lookUpSegment, splitAtSegment } from '../../audience/segments/lookup.ts';
import { addSegment } from '../../audience/segments/segments.ts';
import { whyMember } from '../../audience/segments/why.ts';
import { askedHistory } from '../../audience/watches/history.ts';
import { leadingQuotations, unquote } from '../../lib/quotes.ts';
import { cut } from '../../lib/words.ts';
import { sendExport } from '../contacts/send-export.ts';
import type { Command, CommandRequest } from '../core/command-line.ts';
import { type Asked, askedModal, quoted } from '../core/forms-asked.ts';
import type { Message } from '../kit/message.ts';
import { tagsOrSegments } from '../kit/tags-or-segments.ts';
import { breakDownModal, compareModal } from '../people/forms-numbers.ts';
import { watchSubcommands } from '../watches/command.ts';
import { segmentPlace } from './buttons.ts';
import { builderFor } from './buttons-builder.ts';
import { renameSegmentModal, whyModal } from './forms.ts';
import { segmentMade } from './messages-card.ts';
import { segmentCopied, segmentDeletion, segmentRenamed } from './messages-changes.ts';
import { memberWhy } from './messages-why.ts';
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
  (show: (id: number) => SegmentPlace) =>
  async ({ deps, caller, rest }: CommandRequest): Promise<Message> =>
    segmentPlace(deps, caller, show(await idOf(deps, caller, rest)));

const idOf = async (deps: CommandRequest['deps'], caller: Caller, name: string): Promise<number> =>
  (await lookUpSegment(deps.audience, caller, { name: unquote(name) })).id;

/** Asks for one segment. */
const asksWhich = (title: string, submit: string, needs: Asked['needs']): Asked => ({
  title,
  submit,
  needs,
  fields: [{ label: 'Segment', takes: 'segment' }],
  rest: quoted,
});
const seeing: Asked['needs'] = ['viewer', 'see segments'];
const counting: Asked['needs'] = ['viewer', 'count contacts'];
const explaining: Asked['needs'] = ['editor', 'see why someone is in a segment'];

const asksWhy: Asked = {
  title: 'Why is someone in it?',
  submit: 'Explain',
  needs: explaining,
  fields: [
    { label: 'Contact', takes: 'person' },
    { label: 'Segment', takes: 'segment' },
  ],
  rest: (email, name) => `${email} in ${quoted(name)}`,
};

export const segmentsCommand: Command = {
  name: '/segments',
  about: tagsOrSegments,
  alone: { usage: '', does: 'all segments with their sizes', run: list },
  subcommands: {
    list: {
      usage: 'list <part of a name>',
      does: 'segments with these letters in their name; start with newest or largest to sort them',
      run: list,
    },
    new: {
      usage: 'new <name>: <rule>',
      does: 'create a segment, for example: new Recent VIPs: tagged vip and signed up in the last 30 days; without the name or the rule, it opens a form',
      async run({ deps, caller, rest, answerTo: to, open }) {
        const { name, sentence } = splitNew(rest) ?? {};
        if (name && sentence) return segmentMade(await addSegment(deps.audience, caller, { name, sentence }));
        const given = rest === '' ? {} : name === undefined ? { said: rest } : { name };
        return open('New segment', () =>
          builderFor(deps, caller, { to, ...given, ...(sentence ? { sentence } : {}) }),
        );
      },
    },
    show: {
      usage: 'show <name>',
      does: 'one segment: its rule, its size and what you can do with it',
      asks: asksWhich('Show a segment', 'Show', seeing),
      run: of((id) => ({ show: 'card', id })),
    },
    size: {
      usage: 'size <name>',
      does: 'how many contacts are in a segment now',
      asks: asksWhich('Size of a segment', 'Show', seeing),
      run: of((id) => ({ show: 'size', id })),
    },
    count: {
      usage: 'count <rule>',
      does: 'how many contacts match a rule, for example: count subscribers in Germany who never clicked; saves nothing',
      asks: {
        title: 'Count contacts',
        submit: 'Count',
        needs: counting,
        fields: [
          {
            label: 'Which contacts?',
            takes: 'lines',
            hint: 'For example: tagged vip and not opened in the last 60 days',
          },
        ],
        rest: (sentence) => sentence,
      },
      run: ({ deps, caller, rest }) => segmentPlace(deps, caller, { show: 'count', sentence: rest }),
    },
    members: {
      usage: 'members <name>',
      does: 'who’s in a segment now, page by page; only you see it',
      asks: asksWhich('People in a segment', 'View people', ['editor', 'see who is in a segment']),
      run: of((id) => ({ show: 'members', id })),
    },
    why: {
      usage: 'why <email> in <name>',
      does: 'why someone is or isn’t in a segment: each condition, and when it changes',
      asks: asksWhy,
      async run({ deps, caller, rest, answerTo, open }) {
        const asked = { text: rest, word: 'in', names: 'right' } as const;
        const halves = await splitAtSegment(deps.audience, caller, asked);
        if (halves !== undefined) {
          const [email, name] = halves;
          const id = await idOf(deps, caller, name);
          return memberWhy(id, await whyMember(deps.audience, caller, { id, email }));
        }
        requireRole(caller, ...explaining);
        if (rest.includes('@')) {
          const metadata = { to: answerTo, command: '/segments', word: 'why' };
          return open(asksWhy.title, async () => askedModal(asksWhy, metadata, [cut(rest, 200)]));
        }
        const segment = await lookUpSegment(deps.audience, caller, { name: unquote(rest) });
        return open('Why?', async () => whyModal(answerTo, segment));
      },
    },
    breakdown: {
      usage: 'breakdown <segment, tag or rule> by <country, tag, status, sign-up month or an attribute>',
      does: 'people counted by a value, as a table and a chart, for example: breakdown Recent VIPs by country',
      async run({ deps, caller, rest, answerTo, open }) {
        requireRole(caller, ...counting);
        if (rest === '') return open('Break down', async () => breakDownModal(answerTo));
        const { source, by } = await askedBreakdown(deps.audience, caller, rest);
        if (by === undefined) return open('Break down', async () => breakDownModal(answerTo, source));
        return segmentPlace(deps, caller, { show: 'breakdown', source, by });
      },
    },
    compare: {
      usage: 'compare <segment, tag or rule> with <another>',
      does: 'who is in both, and who is in only one of them',
      async run({ deps, caller, rest, answerTo, open }) {
        requireRole(caller, ...counting);
        if (rest === '') return open('Compare', async () => compareModal(answerTo));
        const { one, other } = await askedComparison(deps.audience, caller, rest);
        if (other === undefined) {
          const name = await nameOfSource(deps.audience, caller, one);
          return open('Compare', async () => compareModal(answerTo, { source: one, name }));
        }
        return segmentPlace(deps, caller, { show: 'overlap', one, other });
      },
    },
    forecast: {
      usage: 'forecast <name> <days>',
      does: 'how many contacts will join and leave just because time passes; 30 days by default',
      asks: asksWhich('Forecast a segment', 'Forecast', seeing),
      async run({ deps, caller, rest }) {
        const [, named, number] = /^(.*?)\s+(?:in\s+)?(\d{1,9})(?:\s+days?)?$/is.exec(rest) ?? [];
        const isName = await lookUpSegment(deps.audience, caller, { name: unquote(rest) }).then(
          () => true,
          () => false,
        );
        const days = named === undefined || isName ? 30 : Number(number);
        const name = named === undefined || isName ? rest : named;
        const id = await idOf(deps, caller, name);
        return segmentPlace(deps, caller, { show: 'forecast', id, days });
      },
    },
    history: {
      usage: 'history <name> <timeframe>',
      does: 'how a segment’s size changed, as a chart and a table, for example: history Recent VIPs last 30 days; history everyone for all contacts',
      asks: asksWhich('History of a segment', 'Show', seeing),
      async run({ deps, caller, rest }) {
        const asked = await askedHistory(deps.audience, caller, rest);
        return segmentPlace(deps, caller, { show: 'history', ...asked });
      },
    },
    ...watchSubcommands,
    edit: {
      usage: 'edit <name>',
      does: 'edit a segment in a form; shows who joins and leaves before you save',
      asks: asksWhich('Edit segment', 'Edit', ['editor', 'change segments']),
      async run({ deps, caller, rest, answerTo: to, open }) {
        const id = await idOf(deps, caller, rest);
        return open('Edit segment', () => builderFor(deps, caller, { to, id }));
      },
    },
    export: {
      usage: 'export <name>',
      does: 'its members as a CSV file, sent to your messages with Rollcall (admins only)',
      asks: asksWhich('Export a segment', 'Export', ['admin', 'export contacts']),
      async run({ deps, caller, rest, client }) {
        const id = await idOf(deps, caller, rest);
        return sendExport(deps, { caller, client }, { segment: { id } });
      },
    },
    rename: {
      usage: 'rename <name> to <new name>',
      does: 'rename a segment; rules that use it keep working',
      asks: asksWhich('Rename segment', 'Next', ['editor', 'rename segments']),
      async run({ deps, caller, rest, answerTo, open }) {
        const halves = await splitAtSegment(deps.audience, caller, { text: rest, word: 'to', names: 'left' });
        if (halves === undefined) {
          requireRole(caller, 'editor', 'rename segments');
          const segment = await lookUpSegment(deps.audience, caller, { name: unquote(rest) });
          return open('Rename segment', async () => renameSegmentModal(answerTo, segment));
        }
        const [from, name] = halves;
        return segmentRenamed(await renameSegment(deps.audience, caller, { ref: { name: from }, name }));
      },
    },
    copy: {
      usage: 'copy <name> to <new name>',
      does: 'create a second segment with the same rule',
      asks: asksWhich('Copy segment', 'Copy', ['editor', 'create segments']),
      async run({ deps, caller, rest }) {
        const halves = await splitAtSegment(deps.audience, caller, { text: rest, word: 'to', names: 'left' });
        const [from, name] = halves ?? [unquote(rest)];
        return segmentCopied(await copySegment(deps.audience, caller, { ref: { name: from }, name }));
      },
    },
    delete: {
      usage: 'delete <name>',
      does: 'delete a segment that no other segment uses; asks first',
      asks: asksWhich('Delete segment', 'Next', ['admin', 'delete segments']),
      run: async ({ deps, caller, rest }) =>
        segmentDeletion(await previewSegmentDeletion(deps.audience, caller, { name: unquote(rest) })),
    },
  },
};

/**
 * Splits `Recent VIPs: tagged vip` into its two halves, either of which may be empty. A colon inside quotes
 * belongs to the name. Undefined without a colon.
 */
function splitNew(text: string): { name: string; sentence: string } | undefined {
  const [quotation] = leadingQuotations(text).filter(({ after }) => /^[:：]/.test(after));
  if (quotation !== undefined) return { name: quotation.inside, sentence: quotation.after.slice(1).trim() };
  const [, name, sentence] = /^([^:：]*)[:：]\s*(.*)$/s.exec(text) ?? [];
  return name === undefined || sentence === undefined ? undefined : { name: unquote(name), sentence };
}
