/**
 * What is recorded of opens, or of clicks. `total`: that someone did it, not who. `person`: who did it, which
 * takes their consent.
 */
export const trackings = ['off', 'total', 'person'] as const;
export type Tracking = (typeof trackings)[number];

/** What is recorded of the mails of a campaign. */
export interface CampaignTracking {
  opens: Tracking;
  clicks: Tracking;
  /** Whether links get UTM parameters. */
  addsUtm: boolean;
}

/** What a workspace recorded of campaigns unless they say otherwise; null: nobody chose yet. */
export interface TrackingSettings {
  opens: Tracking | null;
  clicks: Tracking | null;
  addsUtm: boolean;
  /** Where a link leads whose address is no longer stored; empty: to a page that says so. */
  homePage: string;
}

/** What a campaign says about itself; null: as the workspace says. */
export interface OwnTracking {
  trackOpens: Tracking | null;
  trackClicks: Tracking | null;
  addsUtm: boolean | null;
}

/** What a campaign records that says this of itself, in a workspace with these settings. */
export const trackingOf = (
  { trackOpens, trackClicks, addsUtm }: OwnTracking,
  settings: Pick<TrackingSettings, 'opens' | 'clicks' | 'addsUtm'>,
): CampaignTracking => ({
  opens: trackOpens ?? settings.opens ?? 'off',
  clicks: trackClicks ?? settings.clicks ?? 'off',
  addsUtm: addsUtm ?? settings.addsUtm,
});

/**
 * What is recorded, in words.
 *
 * @example trackingWords({ opens: 'total', clicks: 'person' }) // 'clicks per person, opens in total'
 */
export function trackingWords({ opens, clicks }: Pick<CampaignTracking, 'opens' | 'clicks'>): string {
  if (opens === 'off' && clicks === 'off') return 'no opens or clicks';
  if (opens === clicks) return `opens and clicks ${amounts[opens]}`;
  const parts = [
    ...(clicks === 'off' ? [] : [`clicks ${amounts[clicks]}`]),
    ...(opens === 'off' ? [] : [`opens ${amounts[opens]}`]),
  ];
  return parts.length === 1 ? `only ${parts[0]}` : parts.join(', ');
}

const amounts = { off: '', total: 'in total', person: 'per person' } as const satisfies Record<
  Tracking,
  string
>;
