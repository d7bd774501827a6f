import type { Rule } from '../../../schema.ts';

/** People who can be mailed: they agreed, and their address isn't known to be wrong. */
export const reachable: Rule = {
  type: 'all',
  rules: [
    { type: 'text', field: 'status', operator: 'is', values: ['subscribed'] },
    { type: 'not', rule: { type: 'text', field: 'email validation', operator: 'is', values: ['invalid'] } },
  ],
};
