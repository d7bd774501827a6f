import type { InputBlock, KnownBlock } from '@slack/types';
import {
  type OwnTracking,
  type Tracking,
  type TrackingSettings,
  trackings,
} from '../../lib/campaigns/tracking.ts';
import { context, section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { type Mrkdwn, md } from '../kit/mrkdwn.ts';

/** The law in one line. */
export const consentRule: Mrkdwn = md`:warning: Recording *who* opened or clicked takes each person’s consent in the EU and the UK (ePrivacy, CNIL). Counts don’t say who it was.`;

const labels = { trackOpens: 'Track opens', trackClicks: 'Track clicks' } as const;

const words: Record<keyof typeof labels, Record<Tracking, string>> = {
  trackOpens: {
    off: 'Don’t record opens',
    total: 'Count them, without saying who',
    person: 'Record who opened what',
  },
  trackClicks: {
    off: 'Don’t record clicks',
    total: 'Count them, without saying who',
    person: 'Record who clicked what',
  },
};

/**
 * What is recorded of opens, or clicks. Nothing is preselected if nobody chose.
 *
 * @param options.placeholder what it means if nothing is chosen
 */
export function trackingInput(
  block: keyof typeof labels,
  chosen: Tracking | null | undefined,
  { isOptional = false, placeholder = 'Choose' }: { isOptional?: boolean; placeholder?: string } = {},
): InputBlock {
  const options = trackings.map((value) => ({ text: plain(words[block][value], 75), value }));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'input',
    block_id: block,
    optional: isOptional,
    label: plain(labels[block], 2000),
    element: {
      type: 'static_select',
      action_id: block,
      options,
      placeholder: plain(placeholder, 150),
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

/** The question that an admin answers once, before the first campaign goes out. */
export const trackingQuestion = (settings: Pick<TrackingSettings, 'opens' | 'clicks'>): KnownBlock[] => [
  section(
    md`*What should Rollcall record of opens and clicks?*\nIt asks once. You can change it in \`/audience settings\`.`,
  ),
  trackingInput('trackOpens', settings.opens),
  trackingInput('trackClicks', settings.clicks),
  context(consentRule),
];

/** What one campaign records, if it differs from the settings. */
export function ownTrackingInputs({ trackOpens, trackClicks, addsUtm }: OwnTracking): KnownBlock[] {
  const options = [
    { text: plain('Add them to links', 75), value: 'on' },
    { text: plain('Don’t add any', 75), value: 'off' },
  ];
  const initial = addsUtm === null ? undefined : options[addsUtm ? 0 : 1];
  const asSet = { isOptional: true, placeholder: 'As in the settings' };
  return [
    trackingInput('trackOpens', trackOpens, asSet),
    trackingInput('trackClicks', trackClicks, asSet),
    {
      type: 'input',
      block_id: 'addsUtm',
      optional: true,
      label: plain('UTM parameters', 2000),
      element: {
        type: 'static_select',
        action_id: 'addsUtm',
        options,
        placeholder: plain(asSet.placeholder, 150),
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    },
  ];
}
