import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { showCampaign } from '../../audience/campaigns/drafts.ts';
import {
  allowTestAddresses,
  listTestAddresses,
  sendTests,
  type Tester,
} from '../../audience/campaigns/tests.ts';
import { hasRole, requireRole } from '../../audience/permissions.ts';
import { RollcallError } from '../../errors.ts';
import type { AnswerTo } from '../core/answer-to.ts';
import { opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, type FormValues, peopleIn, typedIn } from '../kit/form-values.ts';
import { placeFor } from './buttons-release.ts';
import { oneCampaign } from './forms.ts';
import { testModal } from './forms-test.ts';
import { testsSent } from './messages-test.ts';
import { campaignIn } from './values.ts';

/** The form that asks who gets a test. */
export async function testFor(
  { audience }: SlackDeps,
  caller: Caller,
  { id, to }: { id: number; to: AnswerTo },
) {
  requireRole(caller, 'editor', 'send tests');
  const [{ name }, addresses] = await Promise.all([
    showCampaign(audience, caller, { id }),
    listTestAddresses(audience, caller),
  ]);
  return testModal(to, { id, name, addresses, isAdmin: hasRole(caller, 'admin'), userId: caller.actor });
}

/** The button and the form of tests. */
export const testListeners = (deps: SlackDeps) => ({
  buttons: {
    testCampaign: opening(deps, 'Send a test', (caller, value, to) => {
      const { id, isPost } = campaignIn(value);
      return testFor(deps, caller, { id, to: placeFor(to, isPost) });
    }),
  },
  forms: {
    testCampaign: submitting(deps, {
      title: 'Send a test',
      field: 'teammates',
      metadata: oneCampaign,
      async run(caller, { id }, { view, client }) {
        const values = view.state.values as FormValues;
        const teammates = await testersOf(client, peopleIn(values, 'teammates'));
        const addresses = await addressesIn(deps, caller, values);
        const { campaign, tests } = await sendTests(deps.audience, caller, { id, teammates, addresses });
        return { answer: testsSent(campaign, tests) };
      },
    }),
  },
});

/** The addresses that were chosen, and those that an admin allows with this form. */
async function addressesIn({ audience }: SlackDeps, caller: Caller, values: FormValues): Promise<string[]> {
  const before = await listTestAddresses(audience, caller);
  const chosen = allChosenIn(values, 'addresses').flatMap((index) => before[Number(index)] ?? []);
  if (!hasRole(caller, 'admin') || !('allowed' in values)) return chosen;
  const now = await allowTestAddresses(audience, caller, typedIn(values, 'allowed'));
  return now.filter((address) => chosen.includes(address) || !before.includes(address));
}

/** The addresses of teammates, as Slack has them: only of people who may use Rollcall. */
async function testersOf(client: WebClient, userIds: readonly string[]): Promise<Tester[]> {
  const testers: Tester[] = [];
  for (const userId of userIds) {
    const { user } = await client.users.info({ user: userId });
    const email = user?.profile?.email;
    const isOutside = user?.is_restricted === true || user?.is_stranger === true || user?.is_bot === true;
    if (email === undefined || isOutside)
      throw new RollcallError(
        'invalid-input',
        isOutside
          ? 'Tests go to members of the workspace only, not to guests or apps.'
          : 'Slack doesn’t tell Rollcall the address of everyone you chose.',
        {
          about: 'teammates',
          ...(isOutside ? {} : { hint: 'The Slack app needs the scope users:read.email.' }),
        },
      );
    testers.push({ email, name: user?.real_name ?? null });
  }
  return testers;
}
