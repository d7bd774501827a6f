import type { Caller } from '../../audience/caller.ts';
import { nameOfSource } from '../../audience/people/named.ts';
import { askedBreakdown, askedComparison } from '../../audience/people/words.ts';
import { requireRole } from '../../audience/permissions.ts';
import { copySegment, previewSegmentDeletion, renameSegment } from '../../audience/segments/changes.ts';
import { askedForecast } from '../../audience/segments/forecast-words.ts';
import { segmentSorts } from '../../audience/segments/list.ts';
import {
  askedWhySegment,
  lookUpSegment,
  segmentNames,
  splitAtSegment,
} from '../../audience/segments/lookup.ts';
import { addSegment } from '../../audience/segments/segments.ts';
import { whyMember } from '../../audience/segments/why.ts';
import { askedHistory } from '../../audience/watches/asked-history.ts';
import { leadingQuotations, unquote } from '../../lib/quotes.ts';
import { sendExport } from '../contacts/send-export.ts';
import { askForRest, type Command, type CommandRequest } from '../core/command-line.ts';
import { type Asked, type AskedField, quoted } from '../core/forms-asked.ts';
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

/** Asks for a segment, and has a field for the name that was typed after "to". */
const asksBoth = (title: string, submit: string, needs: Asked['needs']): Asked => ({
  ...asksWhich(title, submit, needs),
  fields: [
    { label: 'Segment', takes: 'segment' },
    { label: 'New name', takes: 'text', onlyIfTyped: true },
  ],
  rest: (name, newName) => (newName === '' ? quoted(name) : `${quoted(name)} to ${quoted(newName)}`),
});
const asksRename = asksBoth('Rename segment', 'Next', ['editor', 'rename segments']);
const asksCopy = asksBoth('Copy segment', 'Copy', ['editor', 'create segments']);

/** Asks for a segment, and has a field for the time that was typed without one. */
const asksOverTime = (title: string, submit: string, time: AskedField): Asked => ({
  ...asksWhich(title, submit, seeing),
  fields: [
    { label: 'Segment', takes: 'segment' },
    { ...time, onlyIfTyped: true },
  ],
  rest: (name, typed) => `${quoted(name)} ${typed}`.trim(),
});
const asksForecast = asksOverTime('Forecast a segment', 'Forecast', { label: 'Days', takes: 'text' });
const asksHistory = asksOverTime('History of a segment', 'Show', {
  label: 'Time',
  takes: 'text',
  hint: 'For example: last 30 days',
});

export const segmentsCommand: Command = {
  name: '/segments',
  about: tagsOrSegments,
  isName: async ({ audience }, caller, name) => (await segmentNames(audience, caller))(name),
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
      isCount: true,
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
      async run(request) {
        const { deps, caller, rest, answerTo, open } = request;
        requireRole(caller, ...explaining);
        const { email, name } = await askedWhySegment(deps.audience, caller, rest);
        if (name === undefined)
          return askForRest(request, asksWhy, { command: '/segments', word: 'why', typed: [email] });
        const segment = await lookUpSegment(deps.audience, caller, { name });
        if (email === undefined) return open('Why?', async () => whyModal(answerTo, segment));
        const { id } = segment;
        return memberWhy(id, await whyMember(deps.audience, caller, { id, email }));
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
      asks: asksForecast,
      async run(request) {
        const { deps, caller, rest } = request;
        const { name, days } = await askedForecast(deps.audience, caller, rest);
        if (name === undefined) {
          const typed = [undefined, days === undefined ? undefined : String(days)];
          return askForRest(request, asksForecast, { command: '/segments', word: 'forecast', typed });
        }
        const id = await idOf(deps, caller, name);
        return segmentPlace(deps, caller, { show: 'forecast', id, days: days ?? 30 });
      },
    },
    history: {
      usage: 'history <name> <timeframe>',
      does: 'how a segment’s size changed, as a chart and a table, for example: history Recent VIPs last 30 days; history everyone for all contacts',
      asks: asksHistory,
      async run(request) {
        const { deps, caller, rest } = request;
        const { id, ...asked } = await askedHistory(deps.audience, caller, rest);
        if (id === undefined)
          return askForRest(request, asksHistory, {
            command: '/segments',
            word: 'history',
            typed: [undefined, rest],
          });
        return segmentPlace(deps, caller, { show: 'history', id, ...asked });
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
      asks: asksRename,
      async run(request) {
        const { deps, caller, rest, answerTo, open } = request;
        requireRole(caller, ...asksRename.needs);
        const { before, after: name } = await splitAtSegment(deps.audience, caller, rest);
        if (before === undefined)
          return askForRest(request, asksRename, {
            command: '/segments',
            word: 'rename',
            typed: [undefined, name],
          });
        if (name === undefined) {
          const segment = await lookUpSegment(deps.audience, caller, { name: before });
          return open('Rename segment', async () => renameSegmentModal(answerTo, segment));
        }
        return segmentRenamed(await renameSegment(deps.audience, caller, { ref: { name: before }, name }));
      },
    },
    copy: {
      usage: 'copy <name> to <new name>',
      does: 'create a second segment with the same rule',
      asks: asksCopy,
      async run(request) {
        const { deps, caller, rest } = request;
        requireRole(caller, ...asksCopy.needs);
        const { before, after: name } = await splitAtSegment(deps.audience, caller, rest);
        if (before === undefined)
          return askForRest(request, asksCopy, {
            command: '/segments',
            word: 'copy',
            typed: [undefined, name],
          });
        return segmentCopied(await copySegment(deps.audience, caller, { ref: { name: before }, name }));
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
