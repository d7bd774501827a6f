import type { Role } from '../roles.ts';

/** The states of a campaign, as on screen. */
export const campaignStates = [
  'draft',
  'needs approval',
  'scheduled',
  'preparing',
  'sending',
  'paused',
  'held',
  'sent',
  'stopped',
] as const;
export type CampaignState = (typeof campaignStates)[number];

interface Act {
  /** Who may do it. `Rollcall`: nobody, it happens by itself. */
  by: Role | 'Rollcall';
  from: readonly CampaignState[];
  to: CampaignState;
  /** After "You need the admin role to". */
  doing: string;
}

/**
 * What can be done with a campaign, from which states, by whom, and to which state it leads: the one table
 * that storage, use cases and buttons read.
 */
export const campaignActs = {
  edit: {
    by: 'editor',
    // What was approved is no longer what would be sent.
    from: ['draft', 'needs approval', 'scheduled', 'held'],
    to: 'draft',
    doing: 'edit campaigns',
  },
  // Only the text of one that has begun: an admin sees it before it goes on.
  repair: { by: 'editor', from: ['held'], to: 'held', doing: 'edit campaigns' },
  delete: { by: 'editor', from: ['draft'], to: 'draft', doing: 'delete campaigns' },
  ask: { by: 'editor', from: ['draft', 'held'], to: 'needs approval', doing: 'ask for approval' },
  approve: { by: 'admin', from: ['needs approval'], to: 'scheduled', doing: 'approve campaigns' },
  send: { by: 'admin', from: ['draft', 'needs approval', 'held'], to: 'scheduled', doing: 'send campaigns' },
  // The time alone: what was approved stays approved.
  reschedule: { by: 'admin', from: ['scheduled'], to: 'scheduled', doing: 'reschedule campaigns' },
  pause: { by: 'editor', from: ['sending'], to: 'paused', doing: 'pause campaigns' },
  resume: { by: 'admin', from: ['paused', 'held'], to: 'sending', doing: 'resume campaigns' },
  stop: {
    by: 'editor',
    from: ['needs approval', 'scheduled', 'preparing', 'sending', 'paused', 'held'],
    to: 'stopped',
    doing: 'stop campaigns',
  },
  'send to uncertain': {
    by: 'admin',
    from: ['sent', 'paused', 'held'],
    to: 'sending',
    doing: 'send campaigns',
  },
  // A backup was restored: what came after it is not known.
  'treat as uncertain': { by: 'admin', from: ['held'], to: 'sending', doing: 'resume campaigns' },
  start: { by: 'Rollcall', from: ['scheduled', 'preparing'], to: 'preparing', doing: 'prepare campaigns' },
  begin: { by: 'Rollcall', from: ['preparing'], to: 'sending', doing: 'begin campaigns' },
  finish: { by: 'Rollcall', from: ['sending'], to: 'sent', doing: 'finish campaigns' },
  guard: { by: 'Rollcall', from: ['sending'], to: 'paused', doing: 'pause campaigns' },
  hold: {
    by: 'Rollcall',
    from: ['needs approval', 'scheduled', 'preparing', 'sending', 'paused'],
    to: 'held',
    doing: 'hold campaigns',
  },
} as const satisfies Record<string, Act>;

export type CampaignAct = keyof typeof campaignActs;

/** The states in which a campaign still needs its tags, segments, topic and sender. */
export const liveStates: readonly CampaignState[] = campaignStates.filter(
  (state) => state !== 'sent' && state !== 'stopped',
);

/** Acts on a held campaign that has begun: it has its recipients, so it can't be approved again. */
const begunActs: readonly CampaignAct[] = ['resume', 'repair', 'send to uncertain', 'treat as uncertain'];

/** Whether an act is possible with a campaign, for someone with the role: what its buttons go by. */
export const canDo = (
  act: CampaignAct,
  { state, prepared }: { state: CampaignState; prepared: number | null },
): boolean =>
  isPossible(act, state) &&
  (state !== 'held' || act === 'stop' || begunActs.includes(act) === (prepared !== null));

/** Whether an act is possible in a state, for someone with the role. */
export const isPossible = (act: CampaignAct, state: CampaignState): boolean =>
  (campaignActs[act].from as readonly CampaignState[]).includes(state);
