import { requireRole } from '../../audience/permissions.ts';
import { lookUpSegment } from '../../audience/segments/lookup.ts';
import { askedWatch } from '../../audience/watches/asked.ts';
import { listDigests, setDigest, stopDigest } from '../../audience/watches/digests.ts';
import { listUncertain } from '../../audience/watches/post-now.ts';
import { addWatch, listWatches, stopWatch, watchesOf } from '../../audience/watches/watches.ts';
import { RollcallError } from '../../errors.ts';
import { nameHas } from '../../lib/names.ts';
import { unquote } from '../../lib/quotes.ts';
import { parseDigest } from '../../lib/watches/digest-words.ts';
import type { WatchPlace } from '../../lib/watches/place.ts';
import { nearest } from '../../lib/words.ts';
import type { CommandRequest, Subcommand } from '../core/command-line.ts';
import { watchModal } from './forms.ts';
import { digestList, digestSet, digestStopped } from './messages-digests.ts';
import { watchAdded, watchesToStop, watchList, watchStopped } from './messages-watches.ts';

/** The channel that is meant. A direct message can't be written to, so it is the person's messages with the app. */
function channelOf({ channel, caller }: CommandRequest, place: WatchPlace | undefined): string {
  if (typeof place === 'object') return place.channel;
  const isChannel = channel !== undefined && /^[CG]/.test(channel);
  return place === 'owner' || !isChannel ? caller.actor : channel;
}

/** `/segments watch`, `watches` and `unwatch`. */
export const watchSubcommands = {
  watch: {
    usage:
      'watch <name or rule> <above 500, below 100, changes by 20% in a week, every time someone joins> <here>',
    does: 'post in this channel when a size crosses a limit or someone joins; “to me” posts in your messages; without a condition, it opens a form',
    async run(request) {
      const { deps, caller, rest, open, answerTo } = request;
      const asked = await askedWatch(deps.audience, caller, rest);
      const { whom, condition } = asked;
      if (condition !== undefined && whom !== '') {
        const channel = channelOf(request, asked.place);
        return watchAdded(await addWatch(deps.audience, caller, { whom, condition, channel }));
      }
      return open('New watch', async () => {
        const segment =
          whom === ''
            ? undefined
            : await lookUpSegment(deps.audience, caller, { name: unquote(whom) }).catch(() => undefined);
        return watchModal(answerTo, { ...(segment === undefined ? { rule: whom } : { segment }), condition });
      });
    },
  },
  watches: {
    usage: 'watches <part of a name>',
    does: 'all watches, and how they are doing: edit, snooze, stop',
    async run({ deps, caller, rest }) {
      const search = unquote(rest);
      const all = await listWatches(deps.audience, caller);
      const uncertain = await listUncertain(deps.audience, caller);
      return watchList(
        all.filter(({ name }) => nameHas(name, search)),
        { uncertain, search: all.length === 0 ? '' : search },
      );
    },
  },
  unwatch: {
    usage: 'unwatch <name>',
    does: 'stop a watch',
    async run({ deps, caller, rest }) {
      requireRole(caller, 'editor', 'stop this watch');
      if (rest === '') return watchList(await listWatches(deps.audience, caller));
      const [first, ...others] = await watchesOf(deps.audience, caller, rest);
      if (first === undefined) {
        const mine = (await listWatches(deps.audience, caller)).filter(({ mayChange }) => mayChange);
        const names = nearest(
          unquote(rest),
          mine.flatMap(({ name }) => [name, name.replace(/^tagged "?|"$/g, '')]),
        );
        throw new RollcallError('not-found', `No watch of yours is on "${unquote(rest)}".`, {
          hint: 'See all of them: /segments watches',
          meant: { typed: unquote(rest), names },
        });
      }
      if (others.length > 0) return watchesToStop([first, ...others]);
      return watchStopped(await stopWatch(deps.audience, caller, first.id));
    },
  },
} satisfies Record<string, Subcommand>;

/** `/audience digest`. */
export const digestSubcommand: Subcommand = {
  usage: 'digest <weekly Monday 9:00 here>',
  does: 'post the week of your audience in this channel: sizes, what changed and why, campaigns, imports; off stops it',
  async run(request) {
    const { deps, caller, rest } = request;
    const parsed = parseDigest(rest);
    switch (parsed.is) {
      case 'refused':
        throw new RollcallError('invalid-input', parsed.problem, {
          hint: parsed.hint,
          instead: parsed.instead,
        });
      case 'show':
        return digestList(await listDigests(deps.audience, caller));
      case 'off':
        await stopDigest(deps.audience, caller, channelOf(request, parsed.place));
        return digestStopped;
      case 'on': {
        const { time, skipsQuiet, place } = parsed;
        const channel = channelOf(request, place);
        return digestSet(await setDigest(deps.audience, caller, { channel, time, skipsQuiet }));
      }
      default:
        throw parsed satisfies never;
    }
  },
};
