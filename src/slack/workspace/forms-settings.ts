import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { GivenRoles } from '../../audience/workspace/roles.ts';
import type { Settings } from '../../audience/workspace/settings-changes.ts';
import { defined } from '../../lib/defined.ts';
import { withUtm } from '../../lib/utm.ts';
import { consentRule, trackingInput } from '../campaigns/forms-tracking.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { actions, pickers, views } from '../core/ids.ts';
import { button, buttons, context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { code, md } from '../kit/mrkdwn.ts';

export const settingsMetadata = z.object({ to: answerToSchema });

/** The value of an option for a setting without a value. */
export const UNSET = 'unset';

const months =
  'January, February, March, April, May, June, July, August, September, October, November, December'.split(
    ', ',
  );

/** What an admin can set for the workspace. Each feature adds its section here. */
export function settingsModal(
  to: AnswerTo,
  { settings, roles }: { settings: Settings; roles: GivenRoles },
): ModalView {
  return {
    ...formFrame({ callback: views.settings, title: 'Settings', submit: 'Save', metadata: { to } }),
    blocks: [
      ...datesSection(settings),
      ...tagsSection(settings),
      ...importsSection(settings),
      ...trackingSection(settings),
      ...campaignsSection(settings),
      ...keepingSection(settings),
      ...rolesSection(roles),
      ...connectionsSection,
    ],
  };
}

function datesSection(settings: Settings): KnownBlock[] {
  const { timeZone, weekStart, dateOrder, fiscalYearStart } = settings;
  const zone = { text: plain(timeZone, 75), value: timeZone };
  return [
    section(md`*Dates*\nThese decide what “this week” or “3/4/2026” means, in every segment, from now on.`),
    {
      type: 'input',
      block_id: 'timeZone',
      label: plain('Time zone', 2000),
      element: {
        type: 'external_select',
        action_id: pickers.timeZone,
        min_query_length: 0,
        initial_option: zone,
      },
    },
    choice('weekStart', 'Weeks start on', weekStart, [
      ['monday', 'Monday'],
      ['sunday', 'Sunday'],
      ['saturday', 'Saturday'],
    ]),
    choice('dateOrder', '3/4/2026 is', dateOrder ?? UNSET, [
      ['dmy', '3 April: day first'],
      ['mdy', '4 March: month first'],
      ['ymd', 'Neither: dates here start with the year'],
      [UNSET, 'Not set: such dates are refused'],
    ]),
    choice('fiscalYearStart', 'The fiscal year starts in', String(fiscalYearStart ?? UNSET), [
      [UNSET, 'Not set: fiscal years are refused'],
      ...months.map((name, index): [string, string] => [String(index + 1), name]),
    ]),
  ];
}

const tagsSection = ({ tagStyle }: Settings): KnownBlock[] => [
  section(md`*Tags*`),
  choice('tagStyle', 'Names of new tags are', tagStyle, [
    ['free', 'As people type them'],
    ['lower-case', 'In lower case: vip customer'],
    ['kebab-case', 'In kebab-case: vip-customer'],
  ]),
];

const importsSection = ({ offersImports }: Settings): KnownBlock[] => [
  section(md`*Imports*`),
  choice(
    'offersImports',
    'Someone shares a CSV file in a channel with Rollcall',
    offersImports ? 'on' : 'off',
    [
      ['on', 'Ask only them whether to import it'],
      ['off', 'Don’t ask'],
    ],
  ),
];

const trackingSection = ({ trackOpens, trackClicks, addsUtm, homePage }: Settings): KnownBlock[] => [
  section(md`*Tracking*\nFor campaigns that start from now on, unless a campaign says otherwise.`),
  trackingInput('trackOpens', trackOpens, { isOptional: trackOpens === undefined }),
  trackingInput('trackClicks', trackClicks, { isOptional: trackClicks === undefined }),
  context(consentRule),
  choice('addsUtm', 'Links get UTM parameters', addsUtm ? 'on' : 'off', [
    ['off', 'No'],
    ['on', 'Yes'],
  ]),
  context(md`For example: ${code(withUtm('https://example.com/', 'Spring sale'))}`),
  {
    type: 'input',
    block_id: 'homePage',
    optional: true,
    label: plain('Home page', 2000),
    hint: plain(
      'Old links lead here once their campaign is deleted. Leave empty for a page that says so.',
      2000,
    ),
    element: {
      type: 'plain_text_input',
      action_id: 'homePage',
      max_length: 500,
      placeholder: plain('https://example.com', 150),
      ...(homePage === '' ? {} : { initial_value: homePage }),
    },
  },
];

const campaignsSection = ({ postsResults }: Settings): KnownBlock[] => [
  section(md`*Campaigns*`),
  choice('postsResults', 'Post results in a campaign’s thread', postsResults ? 'on' : 'off', [
    ['on', 'After an hour; updated after a day and a week'],
    ['off', 'Don’t post them'],
  ]),
];

/** The days that an admin can choose, in words. */
const spans: [days: number, words: string][] = [
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
  [365, '1 year'],
  [730, '2 years'],
  [1095, '3 years'],
];

const keepingSection = ({ keepRejectedDays, keepEventsDays }: Settings): KnownBlock[] => [
  section(md`*Data retention*\nOlder data is deleted for good, within the hour.`),
  keeping(
    'keepRejectedDays',
    'Keep rejected import rows for',
    'Counted from the end of the import. You can get them as a file until then.',
    keepRejectedDays,
  ),
  keeping(
    'keepEventsDays',
    'Keep events for',
    'Totals are kept: when each contact first and last received, opened and clicked, and how often. Rules about a campaign, counts of your own events, earlier dates, or “machines included” only see the events that are left.',
    keepEventsDays,
  ),
];

function keeping(id: keyof Settings, label: string, hint: string, days: number | undefined): InputBlock {
  const others: [number, string][] =
    days === undefined || spans.some(([span]) => span === days) ? [] : [[days, `${days} days`]];
  const choices = [...spans, ...others].sort(([one], [other]) => one - other);
  const block = choice(id, label, String(days ?? UNSET), [
    ...choices.map(([span, words]): [string, string] => [String(span), words]),
    [UNSET, 'Forever'],
  ]);
  return { ...block, hint: plain(hint, 2000) };
}

const rolesSection = ({ admins, viewers }: GivenRoles): KnownBlock[] => [
  section(
    md`*People*\nMembers of this Slack workspace are editors: they can change tags, segments and contacts. Its admins and owners are always admins here. Guests have no access.`,
  ),
  people('admins', 'More admins: they can also delete, erase, export and change settings', admins),
  people('viewers', 'Viewers: they can see sizes and lists, but not change anything', viewers),
  context(md`You can’t change your own role.`),
];

const connectionsSection: KnownBlock[] = [
  section(md`*Connections*\nYour changes above are kept while you open these.`),
  buttons(button('Email providers', actions.listProviders, ''), button('API keys', actions.listApiKeys, '')),
];

function choice(
  id: keyof Settings,
  label: string,
  present: string,
  choices: [value: string, words: string][],
): InputBlock {
  const options = choices.map(([value, words]) => ({ text: plain(words, 75), value }));
  const initial = options.find(({ value }) => value === present);
  return {
    type: 'input',
    block_id: id,
    label: plain(label, 2000),
    element: {
      type: 'static_select',
      action_id: id,
      options,
      ...defined({ initial_option: initial }),
    },
  };
}

const people = (id: string, label: string, initial: string[]): InputBlock => ({
  type: 'input',
  block_id: id,
  optional: true,
  label: plain(label, 2000),
  element: {
    type: 'multi_users_select',
    action_id: id,
    ...(initial.length === 0 ? {} : { initial_users: initial }),
  },
});
