import { z } from 'zod';
import type { RecipientState } from '../../lib/campaigns/recipients.ts';
import { defined } from '../../lib/defined.ts';
import { campaignsOfRow, chosenCampaigns } from '../form/campaigns-of-row.ts';
import { inputOf, type ReadRow, type Row, refused, rowOf } from '../form/row.ts';
import { capital } from '../form/typed.ts';
import { saidCampaigns } from '../language/print-event.ts';
import { quote } from '../language/quote.ts';
import { explainLatest, latestCampaigns, mostLatest } from '../latest-campaigns.ts';
import type { NamedCampaign, Names } from '../names.ts';
import {
  type CampaignOutcome,
  campaignTest,
  type ResolvedCampaigns,
  recipientFact,
} from '../sql/compile-campaigns.ts';
import type { LeafKind } from './kind.ts';
import { ids } from './stored.ts';
import type { EventCondition } from './stored-event.ts';

/**
 * Why people are left out of a campaign, each with its words after "because"; read-backs use the first. Those who
 * were erased are no contacts.
 */
export const leftOutBecause = {
  suppressed: ['they were suppressed', 'they are suppressed', 'suppressed', 'suppression', 'of suppression'],
  unsubscribed: ['they unsubscribed', 'they had unsubscribed', 'they were unsubscribed', 'unsubscribed'],
  bounced: [
    'they bounced',
    'they had bounced',
    'their address bounced',
    'their address had bounced',
    'bounced',
    ...['a bounce', 'of a bounce'],
  ],
  'never agreed': [
    ...['they never agreed', 'they had never agreed', 'they never subscribed', 'they had never subscribed'],
    ...['they were non-subscribed', 'they never gave consent', 'they had not agreed', 'they did not agree'],
  ],
  'invalid address': [
    ...['their address was invalid', 'their address is invalid', 'their email was invalid'],
    ...[
      'their email is invalid',
      'of an invalid address',
      'of invalid addresses',
      'an invalid address',
      'invalid',
    ],
  ],
  'topic off': [
    ...['they turned the topic off', 'they turned its topic off', 'they turned this topic off'],
    ...['they turned off the topic', 'they had turned the topic off', 'the topic was off', 'of the topic'],
  ],
  paused: [
    'they were paused',
    'they are paused',
    'they paused',
    'they had paused',
    'paused',
    'a pause',
    'of a pause',
  ],
  'mailed lately': [
    ...['they were mailed lately', 'they had been mailed lately', 'they were mailed recently'],
    ...['they had been mailed recently', 'mailed lately', 'mailed recently'],
  ],
  stopped: ['it was stopped', 'the campaign was stopped', 'stopped'],
} as const;
export type LeftOutBecause = keyof typeof leftOutBecause;
export const leftOutBecauses = Object.keys(leftOutBecause) as LeftOutBecause[];

/**
 * The outcome of any of some campaigns, for a person.
 *
 * `sent`: their mail went out, or may have: delivered, bounced and uncertain ones count. `left out`: they were in
 * the audience, and were left out. `missed`: they should have got it and didn't: the server refused it for now or
 * for good, or they had been mailed lately. Nobody who may not be mailed missed anything.
 */
export type CampaignCondition = {
  type: 'campaign';
  was: CampaignOutcome;
  /** Only of `left out`. */
  because?: LeftOutBecause;
  campaigns?: number[];
  /** The last so many campaigns sent, as of the moment the rule runs; in place of `campaigns`. */
  latest?: number;
};

/** Ready to compile. */
export type ResolvedCampaignCondition = Omit<CampaignCondition, 'campaigns' | 'latest'> & ResolvedCampaigns;

export const campaign: LeafKind<
  CampaignCondition,
  ResolvedCampaignCondition,
  CampaignCondition | EventCondition
> = {
  type: 'campaign',
  schema: z
    .strictObject({
      type: z.literal('campaign'),
      was: z.enum(['sent', 'left out', 'missed']),
      because: z.enum(leftOutBecauses).exactOptional(),
      campaigns: ids('a campaign').exactOptional(),
      latest: z.int().min(1).max(mostLatest).exactOptional(),
    })
    .refine(
      ({ campaigns, latest }) => (campaigns === undefined) !== (latest === undefined),
      'names no campaigns',
    )
    .refine(({ was, because }) => because === undefined || was === 'left out', 'only left out has a reason'),
  values: ({ campaigns }) => campaigns?.length ?? 1,
  refersTo: { things: 'campaigns', key: 'campaigns' },

  resolve({ campaigns, latest, ...rest }, { names, refuseGone, lastCampaigns }) {
    const known = new Map(names.campaigns.map((each) => [each.id, each]));
    const all = latest === undefined ? (campaigns ?? []) : lastCampaigns(latest);
    for (const id of all) if (!known.has(id)) refuseGone('a campaign', id);
    const hasRows = (id: number) => known.get(id)?.hasRecipients === true;
    return { ...rest, sentHere: all.filter(hasRows), reported: all.filter((id) => !hasRows(id)) };
  },

  print(condition, names, negated) {
    const verb = verbs[condition.was][negated ? 1 : 0];
    return [verb, saidCampaigns(condition, names), ...printBecause(condition)].join(' ');
  },
  explain(condition, { names }, negated, { who }) {
    const { was, latest } = condition;
    const which =
      latest === undefined ? saidCampaigns(condition, names) : explainLatest(latest, names.campaigns);
    const said = [explained[was][negated ? 1 : 0], which, ...printBecause(condition)].join(' ');
    return `${who}${said}${notes[was][negated ? 1 : 0]}`;
  },

  compile: (condition, negated, { param }) => campaignTest(condition, negated, param),
  effort: () => 2,
  asksForNone: (_, negated) => negated,
  topics: ({ was, reported }) => ['recipients', ...(was === 'sent' && reported.length > 0 ? ['events'] : [])],
  namesPeople: () => false,

  fact: (condition, _, param) => recipientFact(condition, param),
  sayFact(condition, fact, { names }) {
    const rows = (fact ?? {}) as Record<string, string>;
    return namedCampaigns(condition, names)
      .map((each) => sayRow(rows[String(each.id)], each))
      .join('; ');
  },
  course: null,

  row: (condition) =>
    rowOf('campaign', condition.was, {
      campaigns: chosenCampaigns(condition),
      values: condition.because === undefined ? [] : [condition.because],
    }),
  subject: {
    name: 'campaign',
    offers: ({ campaigns }) =>
      campaigns.length === 0 ? [] : [{ what: 'campaign', words: 'Campaign', group: 'Events' }],
    find: () => ({
      operators: Object.entries(verbs).map(([how, [words, negated]]) => ({ how, words, negated })),
      inputs(how) {
        if (how === 'sent') return [inputOf('campaigns', 'campaigns')];
        const which = inputOf('campaigns', 'some-campaigns');
        return how === 'left out' ? [which, reasonInput] : [which];
      },
      read: (row, { names }) => readRow(row, names),
    }),
  },
};

const reasonInput = {
  ...inputOf('values', 'reason', true),
  choices: leftOutBecauses.map((value) => ({ value, words: capital(leftOutBecause[value][0]) })),
};

function readRow({ how, values, campaigns }: Row, names: Names): ReadRow<CampaignCondition | EventCondition> {
  const chosen = campaignsOfRow(campaigns, names.campaigns);
  if (!chosen.ok) return chosen;
  const was = how as CampaignOutcome;
  if (chosen.of.campaigns === undefined && chosen.of.latest === undefined)
    // As a sentence reads it, too: campaigns that are known from events alone count.
    return was === 'sent'
      ? { ok: true, condition: { type: 'event', event: 'received' } }
      : refused('“Any campaign” doesn’t work here. Choose campaigns by name, or the last ones.', 'campaigns');
  if (was !== 'left out' || values.length === 0)
    return { ok: true, condition: { type: 'campaign', was, ...chosen.of } };
  const because = leftOutBecauses.find((each) => each === values[0]);
  if (because === undefined || values.length > 1)
    return refused('Choose one reason. For two, add another condition.', 'values');
  return { ok: true, condition: { type: 'campaign', was, because, ...chosen.of } };
}

/** The condition in a sentence, and its complement. */
const verbs = {
  sent: ['was sent', 'was not sent'],
  'left out': ['was left out of', 'was not left out of'],
  missed: ['missed', 'did not miss'],
} as const satisfies Record<CampaignOutcome, readonly [string, string]>;

/** The same after "who". */
const explained = {
  sent: ['were sent', 'were not sent'],
  'left out': ['were left out of', 'were not left out of'],
  missed: ['missed', 'did not miss'],
} as const satisfies Record<CampaignOutcome, readonly [string, string]>;

const notes = {
  sent: ['; bounced and uncertain mails count', '; includes everyone outside its audience'],
  'left out': ['', '; includes everyone outside its audience'],
  missed: [
    ': the server refused it, or they had been mailed lately',
    '; includes everyone outside its audience',
  ],
} as const satisfies Record<CampaignOutcome, readonly [string, string]>;

/** The outcome of one campaign, for one person. */
function sayRow(row: string | undefined, { name, hasRecipients }: NamedCampaign): string {
  const said = quote(name);
  if (row === undefined)
    return hasRecipients ? `not in the audience of ${said}` : `not known to have received ${said}`;
  const [state = '', reason = ''] = row.split(': ');
  switch (state as RecipientState | 'received') {
    case 'waiting':
    case 'claimed':
    case 'handing over':
      return `waits for ${said}`;
    case 'handed over':
    case 'delivered':
      return `was sent ${said}`;
    case 'complained':
      return `was sent ${said}, and complained`;
    case 'bounced':
      return `was sent ${said}, which bounced`;
    case 'uncertain':
      return `may have been sent ${said}: the server never said whether it took it`;
    case 'failed':
      return `the server refused ${said}`;
    case 'left out': {
      const because = leftOutBecauses.find((each) => each === reason);
      return [`was left out of ${said}`, ...printBecause(defined({ because }))].join(' ');
    }
    case 'received':
      return `received ${said}`;
    default:
      throw new Error(`no state of a recipient: ${row}`);
  }
}

const printBecause = ({ because }: Pick<CampaignCondition, 'because'>): string[] =>
  because === undefined ? [] : [`because ${leftOutBecause[because][0]}`];

function namedCampaigns({ campaigns, latest }: CampaignCondition, names: Names): NamedCampaign[] {
  if (latest !== undefined) return latestCampaigns(names.campaigns, latest);
  return (campaigns ?? []).map(
    (id) => names.campaigns.find((each) => each.id === id) ?? { id, name: `#${id}` },
  );
}
