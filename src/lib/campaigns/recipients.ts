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
