import type { ModalView } from '@slack/types';
import { duplicateCampaign } from '../../audience/campaigns/copies.ts';
import { showCampaign } from '../../audience/campaigns/drafts.ts';
import { campaignReport } from '../../audience/campaigns/results.ts';
import { pauseCampaign, resumeCampaign } from '../../audience/campaigns/running.ts';
import {
  askedWhyCampaign,
  isCampaignName,
  splitComparison,
  splitSchedule,
} from '../../audience/campaigns/words.ts';
import { requireRole } from '../../audience/permissions.ts';
import { RollcallError } from '../../errors.ts';
import { unquote } from '../../lib/quotes.ts';
import { cut } from '../../lib/words.ts';
import { askForRest, type Command, type CommandRequest, type Subcommand } from '../core/command-line.ts';
import { type Asked, quoted } from '../core/forms-asked.ts';
import type { Message } from '../kit/message.ts';
import { bold, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { LONGEST_PART } from './body-parts.ts';
import { cardOf, deletionOf, formFor, listOf } from './buttons.ts';
import { audienceOf, previewOf, whyOf } from './buttons-audience.ts';
import { releaseFor, rescheduleFor, stopFor } from './buttons-release.ts';
import { compareFor, comparisonOf, conversionsFor, deliverabilityOf, resultsOf } from './buttons-results.ts';
import { whyCampaignModal } from './forms.ts';
import { testFor } from './testing.ts';

/** Asks for one campaign. */
const asksWhich = (title: string, submit: string, needs: Asked['needs']): Asked => ({
  title,
  submit,
  needs,
  fields: [{ label: 'Campaign', takes: 'campaign' }],
  rest: quoted,
});

const seeing: Asked['needs'] = ['viewer', 'see campaigns'];

const explaining: Asked['needs'] = ['editor', 'see why someone gets a campaign'];

const asksWhy: Asked = {
  title: 'Why does someone get it?',
  submit: 'Explain',
  needs: explaining,
  fields: [
    { label: 'Contact', takes: 'person' },
    { label: 'Campaign', takes: 'campaign' },
  ],
  rest: (email, name) => `${email} in ${quoted(name)}`,
};

const asksSchedule: Asked = {
  ...asksWhich('Schedule a campaign', 'Next', ['editor', 'ask for approval']),
  fields: [
    { label: 'Campaign', takes: 'campaign' },
    {
      label: 'When',
      takes: 'text',
      hint: 'For example: tomorrow 9am, next Friday 10:00',
      onlyIfTyped: true,
    },
  ],
  rest: (name, when) => `${quoted(name)} ${when}`.trim(),
};

const idOf = async ({ deps, caller, rest }: CommandRequest): Promise<number> =>
  (await showCampaign(deps.audience, caller, { name: unquote(rest) })).id;

const list = async ({ deps, caller, rest }: CommandRequest): Promise<Message> =>
  listOf(deps, caller, { search: unquote(rest), page: 1 });

/** A form about the campaign named after the subcommand's word. */
const opens =
  (
    title: string,
    make: (
      deps: CommandRequest['deps'],
      caller: CommandRequest['caller'],
      given: { id: number; to: CommandRequest['answerTo'] },
    ) => Promise<ModalView>,
  ): Subcommand['run'] =>
  async (request) => {
    const id = await idOf(request);
    const { deps, caller, answerTo: to, open } = request;
    return open(title, () => make(deps, caller, { id, to }));
  };

const edit: Subcommand = {
  usage: 'edit <name>',
  does: 'edit a campaign that hasn’t begun, in a form',
  asks: asksWhich('Edit campaign', 'Edit', ['editor', 'edit campaigns']),
  async run(request) {
    const id = await idOf(request);
    const { deps, caller, answerTo: to, open } = request;
    return open('Edit campaign', () => formFor(deps, caller, { to, ref: { id } }));
  },
};

/** Something that is done at once. */
const acting = (
  word: string,
  does: string,
  { title, needs, run, done }: Pick<Asked, 'title' | 'needs'> & { run: typeof pauseCampaign; done: Mrkdwn },
): Subcommand => ({
  usage: `${word} <name>`,
  does,
  asks: asksWhich(title, title.split(' ')[0] ?? '', needs),
  async run(request) {
    const { deps, caller } = request;
    const { id } = await run(deps.audience, caller, { id: await idOf(request) });
    return cardOf(deps, caller, { id }, done);
  },
});

export const campaignsCommand: Command = {
  name: '/campaigns',
  about:
    'A campaign is one mail to many people. Nothing goes out until someone has seen who gets it and who doesn’t.',
  alone: { usage: '', does: 'all campaigns by state', run: list },
  isName: ({ audience }, caller, name) => isCampaignName(audience, caller, name),
  subcommands: {
    list: { usage: 'list <part of a name>', does: 'campaigns with these letters in their name', run: list },
    new: {
      usage: 'new <name>: <audience>',
      does: 'write a campaign in a form; the name and who gets it can be left out',
      async run({ deps, caller, rest, answerTo: to, open }) {
        requireRole(caller, 'editor', 'create campaigns');
        const [, said = '', sentence = ''] = /^([^:]*)(?::(.*))?$/s.exec(rest) ?? [];
        const name = cut(unquote(said.trim()), 80);
        // Cut, it could be an audience without its exceptions.
        if (sentence.length > LONGEST_PART)
          throw new RollcallError('invalid-input', 'That audience is too long for the form.', {
            hint: 'Make a segment of it, and say: in segment "its name"',
          });
        return open('New campaign', () =>
          formFor(deps, caller, { to, begun: { name, sentence: sentence.trim() } }),
        );
      },
    },
    show: {
      usage: 'show <name>',
      does: 'one campaign: its state, who gets it, and what you can do with it',
      asks: asksWhich('Show a campaign', 'Show', seeing),
      run: async (request) => cardOf(request.deps, request.caller, { id: await idOf(request) }),
    },
    audience: {
      usage: 'audience <name>',
      does: 'who gets it and who doesn’t, with the reasons; each number is a list of people',
      asks: asksWhich('Who gets a campaign', 'Show', seeing),
      run: async (request) => audienceOf(request.deps, request.caller, { id: await idOf(request) }),
    },
    why: {
      usage: 'why <email> in <name>',
      does: 'why one person gets it or doesn’t, before and after it goes out',
      asks: asksWhy,
      async run(request) {
        const { deps, caller, rest, answerTo, open } = request;
        requireRole(caller, ...explaining);
        const { email, name } = await askedWhyCampaign(deps.audience, caller, rest);
        if (name === undefined)
          return askForRest(request, asksWhy, { command: '/campaigns', word: 'why', typed: [email] });
        const campaign = await showCampaign(deps.audience, caller, { name });
        if (email === undefined) return open('Why?', async () => whyCampaignModal(answerTo, campaign));
        return whyOf(deps, caller, { id: campaign.id, email });
      },
    },
    preview: {
      usage: 'preview <name>',
      does: 'what the mail says, its size, and what to check',
      asks: asksWhich('Preview a campaign', 'Preview', seeing),
      run: async (request) => previewOf(request.deps, request.caller, { id: await idOf(request) }),
    },
    edit,
    test: {
      usage: 'test <name>',
      does: 'mail it to teammates, or to addresses that an admin allowed',
      asks: asksWhich('Send a test', 'Next', ['editor', 'send tests']),
      run: opens('Send a test', testFor),
    },
    send: {
      usage: 'send <name>',
      does: 'send it, now or later; shows who gets it first, and asks for approval if that takes someone else',
      asks: asksWhich('Send a campaign', 'Next', ['editor', 'ask for approval']),
      async run(request) {
        const id = await idOf(request);
        const { deps, caller, answerTo: to, client, open } = request;
        return open('Send campaign', () => releaseFor(deps, caller, { id, to, client }));
      },
    },
    schedule: {
      usage: 'schedule <name> <when>',
      does: 'send it later, or at another time: schedule Spring sale next Friday 10:00',
      asks: asksSchedule,
      async run(request) {
        const { deps, caller, rest, answerTo: to, client, open } = request;
        requireRole(caller, ...asksSchedule.needs);
        const { id, when } = await splitSchedule(deps.audience, caller, rest);
        if (id === undefined)
          return askForRest(request, asksSchedule, {
            command: '/campaigns',
            word: 'schedule',
            typed: [undefined, when],
          });
        const { state } = await showCampaign(deps.audience, caller, { id });
        const title = state === 'scheduled' ? 'Reschedule' : 'Schedule campaign';
        const form = { id, to, client, title, when };
        return open(title, () =>
          state === 'scheduled' || state === 'held'
            ? rescheduleFor(deps, caller, form)
            : releaseFor(deps, caller, form),
        );
      },
    },
    pause: acting('pause', 'stop sending for now; mails already handed over can’t be recalled', {
      title: 'Pause a campaign',
      needs: ['editor', 'pause campaigns'],
      run: pauseCampaign,
      done: md`Paused.`,
    }),
    resume: acting('resume', 'go on sending (admins only)', {
      title: 'Resume a campaign',
      needs: ['admin', 'resume campaigns'],
      run: resumeCampaign,
      done: md`Resumed.`,
    }),
    stop: {
      usage: 'stop <name>',
      does: 'stop it for good: people who haven’t got it won’t; asks first',
      asks: asksWhich('Stop a campaign', 'Next', ['editor', 'stop campaigns']),
      run: opens('Stop campaign', stopFor),
    },
    results: {
      usage: 'results <name>',
      does: 'how it went: who clicked, opened, unsubscribed and bounced; each number is a list of people',
      asks: {
        ...asksWhich('Results of a campaign', 'Show', seeing),
        fields: [{ label: 'Campaign', takes: 'any campaign' }],
      },
      run: async ({ deps, caller, rest }) => resultsOf(deps, caller, { name: unquote(rest) }),
    },
    compare: {
      usage: 'compare <name> with <another>',
      does: 'two campaigns side by side',
      async run({ deps, caller, rest, answerTo: to, open }) {
        requireRole(caller, ...seeing);
        const title = 'Compare campaigns';
        const { one, other } = await splitComparison(deps.audience, caller, rest);
        if (one === undefined) return open(title, () => compareFor(deps, caller, { to }));
        if (other !== undefined) return comparisonOf(deps, caller, { one, other, inWindow: false });
        const { id } = await campaignReport(deps.audience, caller, one);
        return open(title, () => compareFor(deps, caller, { to, id }));
      },
    },
    conversions: {
      usage: 'conversions <name>',
      does: 'which event counts as a conversion of a campaign, and within how many days',
      asks: asksWhich('Conversions', 'Next', ['editor', 'say what counts as a conversion']),
      run: opens('Conversions', conversionsFor),
    },
    deliverability: {
      usage: 'deliverability',
      does: 'bounces and spam reports of the last 30 days, by the domain of the recipients',
      run: ({ deps, caller }) => deliverabilityOf(deps, caller, { inWindow: false }),
    },
    duplicate: {
      usage: 'duplicate <name>',
      does: 'a draft with the same text, audience, sender and topic',
      asks: asksWhich('Duplicate campaign', 'Duplicate', ['editor', 'create campaigns']),
      async run({ deps, caller, rest }) {
        const ref = { name: unquote(rest) };
        const { id, name } = await duplicateCampaign(deps.audience, caller, { ref });
        return cardOf(deps, caller, { id }, md`Created the draft ${bold(name)}.`);
      },
    },
    delete: {
      usage: 'delete <name>',
      does: 'delete a draft; asks first',
      asks: asksWhich('Delete campaign', 'Next', ['editor', 'delete campaigns']),
      run: opens('Delete campaign', deletionOf),
    },
  },
};
