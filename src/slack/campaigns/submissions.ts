import { z } from 'zod';
import {
  createCampaign,
  deleteCampaign,
  editCampaign,
  showCampaign,
} from '../../audience/campaigns/drafts.ts';
import type { CampaignInput } from '../../audience/campaigns/fields.ts';
import { audienceFrom, type ChosenAudience, chosenFrom } from '../../audience/campaigns/targets.ts';
import { requireRole } from '../../audience/permissions.ts';
import { RollcallError } from '../../errors.ts';
import { trackings } from '../../lib/campaigns/tracking.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { bold, md } from '../kit/mrkdwn.ts';
import { cardOf } from './buttons.ts';
import { campaignMetadata, oneCampaign } from './forms.ts';
import { campaignDeleted } from './messages.ts';
import { aboutFile, bodyIn } from './submissions-body.ts';

/** What the forms about campaigns do when they are submitted. */
export function campaignViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    campaign: submitting(deps, {
      title: 'Campaign',
      field: 'name',
      metadata: campaignMetadata,
      async run(caller, { edits }, { view, client }) {
        const values = view.state.values as FormValues;
        const name = typedIn(values, 'name');
        const before = edits && (await showCampaign(audience, caller, edits));
        requireRole(caller, 'editor', before === undefined ? 'create campaigns' : 'edit campaigns');
        const fields = fieldsIn(values, before?.audience ?? null);
        const body = await bodyIn(deps, values, { before, client });
        const said = { name, ...fields, ...body };
        if (edits === undefined) {
          const made = await aboutFile(body, () => createCampaign(audience, caller, said));
          return { answer: await cardOf(deps, caller, made, md`Created the draft ${bold(made.name)}.`) };
        }
        const saved = await aboutFile(body, () => editCampaign(audience, caller, { ...edits, ...said }));
        return { answer: await cardOf(deps, caller, saved, md`Saved ${bold(saved.name)}.`) };
      },
    }),

    deleteCampaign: submitting(deps, {
      title: 'Delete campaign',
      metadata: oneCampaign,
      run: async (caller, { id }) => ({
        answer: campaignDeleted(await deleteCampaign(audience, caller, { id })),
      }),
    }),
  };
}

/** @param before the audience as stored: it stays as it is if the pickers say the same */
function fieldsIn(values: FormValues, before: unknown): CampaignInput {
  const id = (block: string): number | null => {
    const chosen = chosenIn(values, block);
    return chosen === undefined ? null : Number(chosen);
  };
  return {
    subject: typedIn(values, 'subject'),
    preheader: typedIn(values, 'preheader'),
    senderId: id('sender'),
    topicId: id('topic'),
    ...trackingIn(values),
    ...audienceIn(values, before),
  };
}

/** What the campaign records; nothing if the form didn't ask. */
function trackingIn(values: FormValues): Pick<CampaignInput, 'trackOpens' | 'trackClicks' | 'addsUtm'> {
  if (values.trackOpens === undefined) return {};
  const utm = chosenIn(values, 'addsUtm');
  return {
    trackOpens: tracking.parse(chosenIn(values, 'trackOpens') ?? null),
    trackClicks: tracking.parse(chosenIn(values, 'trackClicks') ?? null),
    addsUtm: utm === undefined ? null : utm === 'on',
  };
}

const tracking = z.enum(trackings).nullable();

/** The audience that was chosen or typed. @throws RollcallError `invalid-input` if it was both */
function audienceIn(values: FormValues, before: unknown): Pick<CampaignInput, 'audience'> {
  const ids = (block: string, picker: string) => allChosenIn(values, block, picker).map(Number);
  const targets = (block: string) => ({
    tags: ids(`${block}-tags`, pickers.tag),
    segments: ids(`${block}-segments`, pickers.segment),
  });
  const chosen: ChosenAudience = { sendTo: targets('send-to'), except: targets('except') };
  const isChosen = [chosen.sendTo, chosen.except].some(
    ({ tags, segments }) => tags.length + segments.length > 0,
  );
  const sentence = typedIn(values, 'audience').trim();
  if (sentence !== '') {
    if (!isChosen) return { audience: sentence };
    throw new RollcallError('invalid-input', 'Choose tags and segments, or say it in words, not both.', {
      about: 'audience',
    });
  }
  const rule = audienceFrom(chosen);
  if (isChosen && rule === null)
    throw new RollcallError(
      'invalid-input',
      'Say who should get it: for everyone else, say "everyone, except …" here.',
      {
        about: 'audience',
      },
    );
  return isSame(chosen, chosenFrom(before)) ? {} : { audience: rule };
}

/** Whether two audiences name the same tags and segments, in whatever order. */
function isSame(one: ChosenAudience, other: ChosenAudience | undefined): boolean {
  const sorted = (ids: number[] = []) => JSON.stringify([...ids].sort((a, b) => a - b));
  return (['sendTo', 'except'] as const).every((side) =>
    (['tags', 'segments'] as const).every(
      (things) => sorted(one[side][things]) === sorted(other?.[side][things]),
    ),
  );
}
