import { z } from 'zod';
import { requireRole } from '../../audience/permissions.ts';
import { lookUpSegment } from '../../audience/segments/lookup.ts';
import { listUncertain, postNow } from '../../audience/watches/post-now.ts';
import { listWatches, showWatch, snoozeWatch, stopWatch } from '../../audience/watches/watches.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { message, section } from '../kit/message.ts';
import { md } from '../kit/mrkdwn.ts';
import { watchModal } from './forms.ts';
import { watchChanged, watchList, watchStopped } from './messages-watches.ts';

const idValue = z.coerce.number().pipe(z.int());

/** The buttons of watches. Every id they hold is looked up in the caller's workspace. */
export function watchActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    listWatches: answering(deps, async (caller) => {
      const uncertain = await listUncertain(audience, caller);
      return watchList(await listWatches(audience, caller), { uncertain });
    }),
    newWatch: opening(deps, 'New watch', async (caller, value, to) => {
      requireRole(caller, 'editor', 'watch sizes');
      const segment =
        value === '' ? undefined : await lookUpSegment(audience, caller, { id: idValue.parse(value) });
      return watchModal({ ...to, replace: false }, { segment });
    }),
    editWatch: opening(deps, 'Edit watch', async (caller, value, to) => {
      requireRole(caller, 'editor', 'edit this watch');
      return watchModal(to, { watch: await showWatch(audience, caller, idValue.parse(value)) });
    }),
    snoozeWatch: answering(deps, async (caller, value) => {
      const watch = await snoozeWatch(audience, caller, { id: idValue.parse(value), days: 7 });
      return watchChanged(watch, `Snoozed the watch on ${watch.name} for a week.`);
    }),
    wakeWatch: answering(deps, async (caller, value) => {
      const watch = await snoozeWatch(audience, caller, { id: idValue.parse(value), days: 0 });
      return watchChanged(watch, `The watch on ${watch.name} is on again.`);
    }),
    stopWatch: answering(deps, async (caller, value) =>
      watchStopped(await stopWatch(audience, caller, idValue.parse(value))),
    ),
    /** At most once, however often it is clicked. */
    postNow: answering(deps, async (caller, value) => {
      const words = (await postNow(audience, caller, idValue.parse(value)))
        ? 'Posting it now.'
        : 'It was posted, or someone is posting it already.';
      return message(
        [
          section(
            md`:bell: ${words === 'Posting it now.' ? md`Posting it now.` : md`It was posted, or someone is posting it already.`}`,
          ),
        ],
        words,
      );
    }),
  };
}
