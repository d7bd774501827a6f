import type { Rule } from '../../schema.ts';

/** Whom mail can be sent to: they agreed, and their address is not known to be wrong. */
export const reachable: Rule = {
  type: 'all',
  rules: [
    { type: 'text', field: 'status', operator: 'is', values: ['subscribed'] },
    { type: 'not', rule: { type: 'text', field: 'email validation', operator: 'is', values: ['invalid'] } },
  ],
};
