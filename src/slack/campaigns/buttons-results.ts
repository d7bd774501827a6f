import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { clickersSegment } from '../../audience/campaigns/clickers.ts';
import { conversionsForm } from '../../audience/campaigns/conversions.ts';
import { draftForMissed } from '../../audience/campaigns/copies.ts';
import { deliverability } from '../../audience/campaigns/deliverability.ts';
import { campaignLosses } from '../../audience/campaigns/losses.ts';
import { campaignReport } from '../../audience/campaigns/results.ts';
import { resultsCard } from '../../audience/campaigns/results-card.ts';
import { resultsFile } from '../../audience/campaigns/results-file.ts';
import { RollcallError } from '../../errors.ts';
import type { AnswerTo } from '../core/answer-to.ts';
import { answering, answeringBeside, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { sendFile } from '../core/send-file.ts';
import { type Message, message, section } from '../kit/message.ts';
import { bold, md } from '../kit/mrkdwn.ts';
import { builderFor } from '../segments/buttons-builder.ts';
import { cardOf, idValue } from './buttons.ts';
import { compareCampaignsModal, conversionsModal } from './forms-results.ts';
import { comparison } from './messages-compare.ts';
import { deliverabilityMessage } from './messages-deliverability.ts';
import { missedWords } from './messages-missed.ts';
import { resultsMessage } from './messages-results.ts';
import { partSchema, type ResultsPart, resultsPart } from './messages-results-parts.ts';

type Deps = Pick<SlackDeps, 'audience'>;
type Ref = { id: number } | { name: string };

/** The results of a campaign, counted now. */
export const resultsOf = async ({ audience }: Deps, caller: Caller, ref: Ref): Promise<Message> =>
  resultsMessage(await resultsCard(audience, caller, ref));

/** Two campaigns side by side. @throws RollcallError `invalid-input` if they are the same one */
export async function comparisonOf(
  { audience }: Deps,
  caller: Caller,
  { one, other, inWindow }: { one: Ref; other: Ref; inWindow: boolean },
): Promise<Message> {
  const [first, second] = await Promise.all([
    campaignReport(audience, caller, one),
    campaignReport(audience, caller, other),
  ]);
  if (first.id === second.id)
    throw new RollcallError('invalid-input', `That compares "${first.name}" with itself.`, {
      hint: 'Choose another campaign.',
      about: 'other',
    });
  return comparison(first, second, { inWindow });
}

/** The form that asks which campaigns to compare. */
export async function compareFor(
  { audience }: Deps,
  caller: Caller,
  { to, id }: { to: AnswerTo; id?: number },
) {
  if (id === undefined) return compareCampaignsModal(to);
  const { name } = await campaignReport(audience, caller, { id });
  return compareCampaignsModal(to, { id, name });
}

/** The form of a campaign's conversions. */
export const conversionsFor = async (
  { audience }: Deps,
  caller: Caller,
  { to, id }: { to: AnswerTo; id: number },
) => conversionsModal(to, await conversionsForm(audience, caller, { id }));

/** How much bounced and was reported as spam lately, by domain. */
export const deliverabilityOf = async (
  { audience }: Deps,
  caller: Caller,
  { inWindow }: { inWindow: boolean },
): Promise<Message> => deliverabilityMessage(await deliverability(audience, caller), { inWindow });

async function partOf(
  { audience }: Deps,
  caller: Caller,
  { id, show }: ResultsPart,
  inWindow: boolean,
): Promise<Message> {
  const report = await campaignReport(audience, caller, { id });
  const losses = show === 'losses' ? await campaignLosses(audience, caller, report) : undefined;
  return resultsPart(report, show, { losses, inWindow });
}

/** Puts the numbers of a campaign as a CSV file into the person's own messages. */
async function exported(
  deps: Pick<SlackDeps, 'audience' | 'log'>,
  caller: Caller,
  { id, client }: { id: number; client: WebClient },
): Promise<Message> {
  const { report, content } = await resultsFile(deps.audience, caller, { id });
  const { name } = report;
  const said = message([section(md`:outbox_tray: The results of ${bold(name)}`)], `The results of ${name}`);
  await sendFile(deps, { client, userId: caller.actor }, { name: `results ${name}`, content, message: said });
  return message(
    [
      section(
        md`:outbox_tray: The file with the results of ${bold(name)} is in your messages with Rollcall.`,
      ),
    ],
    `The results of ${name} are in your messages with Rollcall.`,
  );
}

/** The buttons of results. Every id is looked up in the caller's workspace. */
export function campaignResultsActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    campaignResults: answering(deps, (caller, value) =>
      resultsOf(deps, caller, { id: idValue.parse(value) }),
    ),
    resultsPart: answering(deps, (caller, value, { body }) =>
      partOf(deps, caller, partSchema.parse(JSON.parse(value)), body.view !== undefined),
    ),
    /** The form of a new segment, with its rule filled in. */
    segmentClickers: opening(deps, 'New segment', async (caller, value, to) =>
      builderFor(deps, caller, {
        to: beside(to),
        ...(await clickersSegment(audience, caller, { id: idValue.parse(value) })),
      }),
    ),
    sendToMissed: answeringBeside(deps, async (caller, value) => {
      const ref = { id: idValue.parse(value) };
      const { draft, missed } = await draftForMissed(audience, caller, ref);
      const report = await campaignReport(audience, caller, ref);
      return cardOf(deps, caller, draft, missedWords(report, { draft, missed }));
    }),
    compareCampaigns: opening(deps, 'Compare campaigns', (caller, value, to) =>
      compareFor(deps, caller, { to: beside(to), id: idValue.parse(value) }),
    ),
    exportResults: answeringBeside(deps, (caller, value, { client }) =>
      exported(deps, caller, { id: idValue.parse(value), client }),
    ),
    deliverability: answeringBeside(deps, (caller, _value, { body }) =>
      deliverabilityOf(deps, caller, { inWindow: body.view !== undefined }),
    ),
    campaignConversions: opening(deps, 'Conversions', (caller, value, to) =>
      conversionsFor(deps, caller, { to, id: idValue.parse(value) }),
    ),
  };
}

/** The results stay: what is opened from them is answered beside them. */
const beside = (to: AnswerTo): AnswerTo => ({ ...to, replace: false });
