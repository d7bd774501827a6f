import { z } from 'zod';
import type { Caller } from '../../../audience/caller.ts';
import { countWithNeverMailed, showSegment } from '../../../audience/segment-card.ts';
import { deleteSegment, previewSegmentDeletion } from '../../../audience/segment-changes.ts';
import { forecastSegment } from '../../../audience/segment-forecast.ts';
import { listSegments } from '../../../audience/segment-list.ts';
import { lookUpSegment } from '../../../audience/segment-lookup.ts';
import { membersOfSegment } from '../../../audience/segment-members.ts';
import { sizeOfSegment } from '../../../audience/segments.ts';
import { answerLater } from '../../answers.ts';
import { answering, answerPlace, type Click, opening } from '../../clicks.ts';
import type { SlackDeps } from '../../deps.ts';
import type { Message } from '../../messages/message.ts';
import { MEMBERS_PER_PAGE, memberPage, segmentCard } from '../../messages/segment-card.ts';
import {
  counting,
  forecasts,
  SEGMENTS_PER_PAGE,
  segmentDeleted,
  segmentList,
  segmentSize,
  shared,
} from '../../messages/segments.ts';
import { copySegmentModal, deleteSegmentModal, renameSegmentModal, whyModal } from '../../modals/segments.ts';
import { personOf } from '../../people.ts';
import { placeSchema, type SegmentPlace } from '../../segment-places.ts';
import { showError } from '../../show-error.ts';

const idValue = z.coerce.number().pipe(z.int());

/** What a button about segments shows, asked anew: numbers in a message are as old as the message. */
export async function segmentPlace(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  place: SegmentPlace,
): Promise<Message> {
  switch (place.show) {
    case 'list':
      return segmentList(await listSegments(audience, caller, { ...place, perPage: SEGMENTS_PER_PAGE }));
    case 'card':
      return segmentCard(await showSegment(audience, caller, { id: place.id }));
    case 'size':
      return segmentSize(await sizeOfSegment(audience, caller, { id: place.id }));
    case 'count': {
      const { size, neverMailed } = await countWithNeverMailed(audience, caller, place);
      return counting(size, neverMailed);
    }
    case 'members': {
      const { id, after } = place;
      const segment = await lookUpSegment(audience, caller, { id });
      const page = await membersOfSegment(audience, caller, { id, after, limit: MEMBERS_PER_PAGE });
      return memberPage(segment, page, { after, at: audience.now() });
    }
    case 'forecast': {
      const { id, days } = place;
      const { name } = await lookUpSegment(audience, caller, { id });
      const lists = [...new Set([Math.min(7, days), days])].map(async (ahead) => ({
        ...(await forecastSegment(audience, caller, { id, days: ahead })),
        days: ahead,
      }));
      return forecasts(id, name, await Promise.all(lists));
    }
    default:
      throw place satisfies never;
  }
}

/** The buttons of lists and cards of segments. Every id that they carry is looked up in the caller's workspace. */
export function segmentActions(deps: SlackDeps) {
  const { audience } = deps;
  const segmentOf = (caller: Caller, value: string) =>
    lookUpSegment(audience, caller, { id: idValue.parse(value) });
  const place = (value: string): SegmentPlace => placeSchema.parse(JSON.parse(value));

  return {
    show: answering(deps, (caller, value) => segmentPlace(deps, caller, place(value))),

    /** The same for all to see, counted anew; what goes wrong is said to the asker alone. */
    async share({ ack, body, action, client, respond }: Click): Promise<void> {
      await ack();
      const asker = { client, userId: body.user.id, to: { ...answerPlace(body), replace: false } };
      try {
        const caller = await deps.callerOf(personOf(body), client);
        const card = shared(await segmentPlace(deps, caller, place(action.value ?? '')), body.user.id);
        await respond({ response_type: 'in_channel', replace_original: false, ...card }).catch(async () => {
          // The message is too old to be answered: as a message of the app's own, where it may write.
          await client.chat.postMessage({ channel: body.channel?.id ?? body.user.id, ...card });
        });
      } catch (error) {
        await answerLater(deps, asker, showError(error, deps.log));
      }
    },

    openWhy: opening(deps, 'Why?', async (caller, value, to) => whyModal(to, await segmentOf(caller, value))),
    openRename: opening(deps, 'Rename segment', async (caller, value, to) =>
      renameSegmentModal(to, await segmentOf(caller, value)),
    ),
    openCopy: opening(deps, 'Copy segment', async (caller, value, to) =>
      copySegmentModal(to, await segmentOf(caller, value)),
    ),
    openDelete: opening(deps, 'Delete segment', async (caller, value, to) => {
      const { segment } = await previewSegmentDeletion(audience, caller, { id: idValue.parse(value) });
      return deleteSegmentModal(to, segment);
    }),
    confirmDeletion: answering(deps, async (caller, value) =>
      segmentDeleted(await deleteSegment(audience, caller, { id: idValue.parse(value) })),
    ),
  };
}
