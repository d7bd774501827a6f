import { handwriting, type Ids } from './questions.ts';

/**
 * A rule of thirty conditions as a careful team would write it, with tags, fields, attributes, dates, events
 * and counts, and one handwritten statement that joins each table once.
 */
export function thirtyConditions(ids: Ids): { sentence: string; byHand: string } {
  const { contacts, tagged, some, counted } = handwriting(ids);
  const { workspaceId, plan, seats } = ids;
  const all = [
    ['status is subscribed', "c.status = 'subscribed'"],
    ['email validation is not invalid', "c.email_validation <> 'invalid'"],
    [
      'signed up between 1 January 2024 and 15 November 2026',
      "c.signed_up_at >= '2024-01-01' AND c.signed_up_at < '2026-11-16'",
    ],
    [
      'received at least 3 times in the last 90 days',
      "r.received_last >= '2026-08-25 00:00+01' AND r.received_recent[3] >= '2026-08-25 00:00+01'",
    ],
    [
      'not bounced in the last 90 days',
      `NOT ${some("e.kind = 'bounced' AND e.occurred_at >= '2026-08-25 00:00+01'")}`,
    ],
    ['never complained', `NOT ${some("e.kind = 'complained'")}`],
  ];
  const value = [
    ['tagged vip', undefined],
    ['tagged partner', undefined],
    ['tagged press', undefined],
    ['tagged staff', tagged('vip', 'partner', 'press', 'staff')],
    ['plan is pro', `lower(c.attributes ->> '${plan}') IN ('pro', 'team')`],
    ['plan is team', undefined],
    [
      'seats > 40',
      `jsonb_typeof(c.attributes -> '${seats}') = 'number' AND c.attributes -> '${seats}' > '40'`,
    ],
    ['company contains "Company 7"', "strpos(lower(c.company), 'company 7') > 0"],
    ['email domain is example5.org', "split_part(c.email_key, '@', 2) = 'example5.org'"],
    ['name starts with "First12"', "starts_with(lower(c.name), 'first12')"],
    ['clicked in the last 30 days', "r.clicked_last >= '2026-10-24 00:00+01'"],
    [
      'opened at least 5 times in the last 90 days',
      "r.opened_last >= '2026-08-25 00:00+01' AND r.opened_recent[5] >= '2026-08-25 00:00+01'",
    ],
    [
      'opened at least 12 times in the last 180 days',
      `r.opened_total >= 12 AND r.opened_recent[10] >= '2026-05-27 00:00+01'
       AND ${counted("e.kind = 'opened' AND e.occurred_at >= '2026-05-27 00:00+01'")} >= 12`,
    ],
    ['first opened in the last 60 days', "r.opened_first >= '2026-09-24 00:00+01'"],
    ['clicked at least twice', 'r.clicked_total >= 2'],
  ];
  const place = [
    ['country is US, GB, CA', "c.country IN ('US', 'GB', 'CA')"],
    ['language is Norwegian', "c.language = 'no'"],
    ['has phone', "c.phone <> ''"],
    ['has company', "c.company <> ''"],
  ];
  const none = [
    ['tagged churned', tagged('churned')],
    ['country is BR', "c.country = 'BR'"],
    ['last opened more than 180 days ago', "r.opened_last < '2026-05-27 00:00+01'"],
    ['received exactly once', 'r.received_total = 1'],
    [
      'opened between 3 and 1 days ago',
      some("e.kind = 'opened' AND e.occurred_at >= '2026-11-20' AND e.occurred_at < '2026-11-23'"),
    ],
  ];
  const said = (list: (string | undefined)[][]) => list.map(([sentence]) => sentence).join(', ');
  const sql = (list: (string | undefined)[][]) =>
    list.flatMap(([, test]) => (test === undefined ? [] : [test]));
  const tests = [
    ...sql(all),
    `((${sql(value).join(') OR (')}))`,
    `(${sql(place).join(' OR ')})`,
    ...sql(none).map((test) => `(${test}) IS NOT TRUE`),
  ];
  return {
    sentence: `all of (${said(all)}, any of (${said(value)}), any of (${said(place)}), none of (${said(none)}))`,
    byHand: contacts
      .replace(
        'contacts c',
        `contacts c JOIN contact_rollups r ON r.workspace_id = ${workspaceId} AND r.contact_id = c.id`,
      )
      .concat(tests.map((test) => ` AND ${test}`).join('')),
  };
}
