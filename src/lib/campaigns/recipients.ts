/** The states of a person of a campaign, as on screen. */
export const recipientStates = [
  'waiting',
  'claimed',
  'handing over',
  'handed over',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'uncertain',
  'left out',
] as const;
export type RecipientState = (typeof recipientStates)[number];

/** Why someone is left out: of several reasons, the first. `words` follow a number of people. */
export const leftOutReasons = {
  erased: 'were erased',
  suppressed: 'are suppressed',
  unsubscribed: 'unsubscribed',
  bounced: 'bounced',
  'never agreed': 'never agreed',
  'invalid address': 'have an invalid address',
  'topic off': 'turned this topic off',
  paused: 'are paused',
  'mailed lately': 'were mailed lately',
  stopped: 'were left when it was stopped',
} as const;
export type LeftOutReason = keyof typeof leftOutReasons;
export const leftOutOrder = Object.keys(leftOutReasons) as LeftOutReason[];

/**
 * Why someone who waits may have the mail already, as the reason of `waiting`, `claimed` and `handing over`: no answer
 * came, and the same key can't send it twice for a day; or a person had it sent to the uncertain. Whatever keeps it from
 * going out again leaves them uncertain.
 */
export const maybeReasons = ['unanswered', 'sent again'] as const;

/** The people of a campaign in the groups that a person asks for; together always the number prepared. */
export interface Outcome {
  /** The server took their mail, whatever came after. */
  sent: number;
  bounced: number;
  leftOut: number;
  failed: number;
  uncertain: number;
  /** Their mail hasn't gone out yet. */
  waiting: number;
}

/** The group of each state. */
export const outcomeOf: Record<RecipientState, keyof Outcome> = {
  waiting: 'waiting',
  claimed: 'waiting',
  'handing over': 'waiting',
  'handed over': 'sent',
  delivered: 'sent',
  complained: 'sent',
  bounced: 'bounced',
  failed: 'failed',
  uncertain: 'uncertain',
  'left out': 'leftOut',
};

export const outcomes = ['sent', 'bounced', 'leftOut', 'failed', 'uncertain', 'waiting'] as const;

/** The states of a group. */
export const statesOf = (group: keyof Outcome): RecipientState[] =>
  recipientStates.filter((state) => outcomeOf[state] === group);

/** The states of people whose mail was taken and did not come back: opens, clicks and all else are a share of them. */
export const deliveredStates: readonly RecipientState[] = statesOf('sent');

/**
 * Whether people should have got a mail and didn't, and may still be sent it: no one of them opted out, and no one may
 * have it already.
 */
export const isMissed = ({ state, reason }: { state: RecipientState; reason: string }): boolean =>
  state === 'failed' || (state === 'left out' && (reason === 'mailed lately' || reason === 'stopped'));

export function outcomesOf(sums: readonly { state: RecipientState; people: number }[]): Outcome {
  const outcome: Outcome = { sent: 0, bounced: 0, leftOut: 0, failed: 0, uncertain: 0, waiting: 0 };
  for (const { state, people } of sums) outcome[outcomeOf[state]] += people;
  return outcome;
}
