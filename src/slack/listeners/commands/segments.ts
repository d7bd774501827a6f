import {
  addSegment,
  countSentence,
  listSegments,
  sizeOfSegment,
  storedSegment,
} from '../../../audience/segments.ts';
import { RollcallError } from '../../../errors.ts';
import type { AnswerTo } from '../../answer-to.ts';
import type { Command, CommandRequest } from '../../command-line.ts';
import type { Message } from '../../messages/message.ts';
import { counting, segmentList, segmentMade, segmentSize } from '../../messages/segments.ts';
import { loadingModal } from '../../modals/modal.ts';
import { unquote } from '../../quotes.ts';
import { builderFor } from '../actions/segment-builder.ts';

/** How many segments one answer lists and counts. */
const LISTED = 20;

const list = async ({ deps, caller }: CommandRequest): Promise<Message> =>
  segmentList(await listSegments(deps.audience, caller, { limit: LISTED }));

export const segmentsCommand: Command = {
  name: '/segments',
  alone: { usage: '', does: 'all segments with their sizes', run: list },
  subcommands: {
    list: { usage: 'list', does: 'the same', run: list },
    new: {
      usage: 'new <name>: <rule>',
      does: 'make a segment, as in: new Recent VIPs: tagged vip and signed up in the last 30 days; alone, it opens a form',
      async run({ deps, caller, rest, client, triggerId, answerTo }) {
        if (rest === '') {
          await openBuilder(deps, caller, { client, triggerId, to: answerTo });
          return null;
        }
        return segmentMade(await addSegment(deps.audience, caller, splitNew(rest)));
      },
    },
    edit: {
      usage: 'edit <name>',
      does: 'change a segment in a form; shows whom it gains and loses first',
      async run({ deps, caller, rest, client, triggerId, answerTo }) {
        const name = unquote(rest);
        if (name === '') throw missing('Which segment?', 'Name it: /segments edit Recent VIPs');
        const { segment } = await storedSegment(deps.audience, caller, name);
        await openBuilder(deps, caller, { client, triggerId, to: answerTo, id: segment.id });
        return null;
      },
    },
    size: {
      usage: 'size <name>',
      does: 'how many are in a segment now',
      async run({ deps, caller, rest }) {
        const name = unquote(rest);
        if (name === '')
          throw missing('Which segment?', 'Name it: /segments size Recent VIPs. All of them: /segments');
        return segmentSize(await sizeOfSegment(deps.audience, caller, { name }));
      },
    },
    count: {
      usage: 'count <rule>',
      does: 'how many a rule selects, nothing saved',
      async run({ deps, caller, rest }) {
        if (rest === '')
          throw missing('Count whom?', 'Say it: /segments count signed up in the last 30 days');
        return counting(await countSentence(deps.audience, caller, { sentence: rest }));
      },
    },
  },
};

/** The form in a modal: it opens empty within three seconds, and is filled as soon as it can be. */
async function openBuilder(
  deps: CommandRequest['deps'],
  caller: CommandRequest['caller'],
  { client, triggerId, to, id }: Pick<CommandRequest, 'client' | 'triggerId'> & { to: AnswerTo; id?: number },
): Promise<void> {
  const title = id === undefined ? 'New segment' : 'Change segment';
  const opened = await client.views.open({ trigger_id: triggerId, view: loadingModal(title) });
  const view = await builderFor(deps, caller, id === undefined ? { to } : { to, id });
  await client.views.update({ view_id: opened.view?.id ?? '', view });
}

/** `Recent VIPs: tagged vip` in its two halves. A colon inside quotes belongs to the name. */
function splitNew(text: string): { name: string; sentence: string } {
  const [, name, sentence] = /^((?:"[^"]*"|“[^”]*”|[^:])*?)\s*[:：]\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined || sentence === undefined || sentence === '') {
    throw missing(
      name === undefined
        ? 'A new segment needs a name, a colon and a rule.'
        : 'There is no rule after the colon.',
      'Try: /segments new Recent VIPs: tagged vip and signed up in the last 30 days. For all contacts, the rule is: everyone',
    );
  }
  return { name: unquote(name), sentence };
}

const missing = (message: string, hint: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint });
