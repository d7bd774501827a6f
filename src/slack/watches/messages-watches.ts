import type { KnownBlock } from '@slack/types';
import type { listUncertain } from '../../audience/watches/post-now.ts';
import type { AddedWatch, Watch } from '../../audience/watches/watches.ts';
import { conditionWords } from '../../lib/watches/condition.ts';
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
import {
  bold,
  channelLink,
  code,
  count,
  counted,
  escaped,
  type Mrkdwn,
  md,
  moment,
  person,
} from '../kit/mrkdwn.ts';

type UncertainPost = Awaited<ReturnType<typeof listUncertain>>[number];

/** A channel, or a person’s messages with the app. */
export const channelWords = (channel: string): Mrkdwn =>
  /^[UW]/.test(channel) ? md`messages to ${person(channel)}` : channelLink(channel);

/** Messages that may not have been posted: one block each. */
const UNCERTAIN = 4;
/** Watches that a message can show: two blocks each. */
const SHOWN = 20;

/**
 * All watches, with what can be done about each.
 *
 * @param options.search what their names were searched for, if there are others
 */
export function watchList(
  watches: readonly Watch[],
  { uncertain = [], search = '' }: { uncertain?: readonly UncertainPost[]; search?: string } = {},
): Message {
  const add = buttons(button('New watch', actions.newWatch, ''));
  // They may be about the week, or about a watch that was stopped since.
  const unsure = uncertain.slice(0, UNCERTAIN).map(uncertainLine);
  if (watches.length === 0 && search !== '') {
    const none = md`No watches with ${code(clip(search, 60))} in the name.`;
    const all = button('All watches', actions.listWatches, '');
    return message([...unsure, section(none), buttons(all)], `No watches with "${clip(search, 60)}".`);
  }
  if (watches.length === 0) {
    return message(
      [
        ...unsure,
        section(
          md`No watches yet. A watch tells a channel when a size crosses a limit: \`/segments watch "Lapsed VIPs" above 500\``,
        ),
        add,
      ],
      'No watches yet.',
    );
  }
  const rest = watches.length - SHOWN;
  return message(
    [
      header(counted(watches.length, 'watch', 'watches')),
      ...unsure,
      ...watches.slice(0, SHOWN).flatMap(watchBlocks),
      ...(rest > 0
        ? [context(md`${count(rest)} more. Stop some, or find one: \`/segments watches lapsed\``)]
        : []),
      add,
    ],
    counted(watches.length, 'watch', 'watches'),
  );
}

/** A message that may not have been posted. */
const uncertainLine = ({ id, name, channel, createdAt }: UncertainPost): KnownBlock =>
  sectionWith(
    md`:warning: A message about ${bold(clip(name ?? 'the week', 100))} of ${moment(createdAt)} may not have been posted in ${channelWords(channel)}.`,
    button('Post now', `${actions.postNow}.${id}`, String(id)),
  );

function watchBlocks(watch: Watch): KnownBlock[] {
  const { id, name, condition, channel, owner, members, trouble, broken, state, snoozedUntil } = watch;
  const size = members === null ? md`not counted yet` : md`${count(members)} now`;
  const line = md`${bold(clip(name, 200))} ${escaped(conditionWords(condition))}  ·  ${size}\nin ${channelWords(channel)}, by ${person(owner)}`;
  const status =
    state === 'ended'
      ? md`\n:warning: Ended: its segment was deleted.`
      : snoozedUntil === null
        ? ''
        : md`\n:zzz: Snoozed until ${moment(snoozedUntil)}.`;
  const wrong = trouble ?? broken;
  const words = md`${line}${status}${wrong === null ? '' : md`\n:warning: ${escaped(clip(wrong, 300))}`}`;
  if (!watch.mayChange) return [section(words)];
  const key = String(id);
  return [
    section(words),
    buttons(
      ...(state === 'ended' ? [] : [button('Edit', `${actions.editWatch}.${id}`, key)]),
      ...(state === 'on' ? [button('Snooze for a week', `${actions.snoozeWatch}.${id}`, key)] : []),
      ...(state === 'snoozed' ? [button('Wake up', `${actions.wakeWatch}.${id}`, key)] : []),
      button('Stop', `${actions.stopWatch}.${id}`, key),
    ),
  ];
}

/** One watch after a change: `Created`, `Saved`, `Snoozed`. */
export function watchChanged(watch: Watch, words: string, notes: readonly Mrkdwn[] = []): Message {
  return message(
    [
      section(md`:bell: ${escaped(words)}`),
      ...watchBlocks(watch),
      ...notes.map((note) => context(note)),
      buttons(button('All watches', actions.listWatches, '')),
    ],
    words,
  );
}

/** A new watch, and what its owner should know. */
export function watchAdded({ watch, size, notes, audience }: AddedWatch): Message {
  const said = notes.map((note) =>
    note === 'met'
      ? md`It’s ${escaped(conditionWords(watch.condition))} already (${count(size.members)}). You’ll hear when it crosses again.`
      : md`Your whole audience has ${counted(audience, 'contact')}, so this can’t happen for now.`,
  );
  const place = /^[UW]/.test(watch.channel)
    ? []
    : [md`If Rollcall isn’t in that channel yet, invite it: \`/invite @Rollcall\``];
  return watchChanged(watch, `Watching ${watch.name}: ${conditionWords(watch.condition)}.`, [
    ...said,
    ...place,
  ]);
}

/** A watch that was stopped. */
export function watchStopped(watch: Watch): Message {
  const words = `Stopped watching ${watch.name}: ${conditionWords(watch.condition)}.`;
  return message(
    [
      section(md`:bell: ${escaped(words)}`),
      buttons(
        button('All watches', actions.listWatches, ''),
        ...menu(choice('New watch', actions.newWatch, '')),
      ),
    ],
    words,
  );
}

/** Several watches fit the words of `unwatch`. */
export const watchesToStop = (watches: readonly Watch[]): Message => ({
  ...watchList(watches),
  text: message([], 'Which watch do you want to stop?').text,
});
