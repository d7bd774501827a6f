import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import { showCampaign } from '../../audience/campaigns/drafts.ts';
import { campaignReport } from '../../audience/campaigns/results.ts';
import { lookUpContact } from '../../audience/contacts/lookup.ts';
import { lookUpSegment } from '../../audience/segments/lookup.ts';
import { tagOfId } from '../../audience/tags/tags.ts';
import { RollcallError } from '../../errors.ts';
import type { Command } from './command-line.ts';
import type { SlackDeps } from './deps.ts';
import { type AskedField, askedBlock, askedMetadata } from './forms-asked.ts';
import { submitting } from './submissions.ts';

type Element = { value?: string | null; selected_option?: { value: string } | null };

/** Runs the subcommand whose argument a form asked for, as if the person had typed it. */
export const askedViews = (deps: SlackDeps, commands: Command[]) => ({
  asked: submitting(deps, {
    title: 'Rollcall',
    field: askedBlock(0),
    metadata: askedMetadata,
    async run(caller, { to, command, word }, { view, client }) {
      const subcommand = commands.find(({ name }) => name === command)?.subcommands[word];
      if (subcommand?.asks === undefined)
        throw new Error(`a form for an unknown command: ${command} ${word}`);
      const { fields, rest } = subcommand.asks;
      const given = fields.map((field, index) => {
        const block = view.state.values[askedBlock(index)] ?? {};
        return givenIn(deps, caller, field, (Object.values(block)[0] ?? {}) as Element);
      });
      let instead: ModalView | undefined;
      const answer = await subcommand.run({
        deps,
        caller,
        client,
        answerTo: to,
        rest: rest(...(await Promise.all(given))),
        open: async (_title, make) => {
          instead = await make();
          return null;
        },
      });
      if (instead !== undefined) return { instead };
      if (answer === null) throw new Error(`${command} ${word} answered a form with nothing`);
      return { answer };
    },
  }),
});

/** What a person typed, or the name of what they chose; '' if nothing. */
async function givenIn(
  deps: SlackDeps,
  caller: Caller,
  { takes, label, optional, onlyIfTyped }: AskedField,
  { value, selected_option }: Element,
): Promise<string> {
  const chosen = selected_option?.value ?? '';
  const id = /^\d+$/.test(chosen) ? Number(chosen) : Number.NaN;
  const typed = Number.isNaN(id) ? (value ?? chosen).trim() : undefined;
  if (typed === '' && !(optional ?? onlyIfTyped))
    throw new RollcallError('invalid-input', `${label}: fill this in.`);
  if (typed !== undefined) return typed;
  if (takes === 'person') return (await lookUpContact(deps.audience, caller, { id })).email;
  return (await chosenThing(deps, caller, { takes, id })).name;
}

function chosenThing(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  { takes, id }: { takes: AskedField['takes']; id: number },
): Promise<{ name: string }> {
  if (takes === 'tag') return tagOfId(audience, caller, id);
  if (takes === 'campaign') return showCampaign(audience, caller, { id });
  if (takes === 'any campaign') return campaignReport(audience, caller, { id });
  return lookUpSegment(audience, caller, { id });
}
