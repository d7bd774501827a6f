import type { Message, TourFacts } from '../slack-server/protocol.ts';
import type { Run } from './state.ts';

/** A step of the tour. */
export interface Step {
  title: string;
  /** What the composer gets: the command of the step or, once it is done, one that shows the result. */
  text: string;
  hint: string;
  done: boolean;
  /** The step is done in the mailbox, not by a command. */
  inMailbox?: boolean;
}

/** Two people of samples/contacts.csv, until there are contacts. */
const sampleAddresses = ['julia.garcia1@mail.example.org', 'hana.jansen2@post.example.com'];

/**
 * The whole job in steps that fit what exists: an audience, and then a mail to it. Only facts complete a step: an acknowledged command may have failed, and a
 * window may have been closed.
 *
 * @param shown the segment whose size was shown last, and the campaign whose results were
 */
export function tourSteps(facts: TourFacts, shown: Shown): Step[] {
  return [...audienceSteps(facts, shown), ...campaignSteps(facts, shown)];
}

/** What answers in the conversation showed last. */
export interface Shown {
  size?: string | undefined;
  results?: string | undefined;
}

function audienceSteps(facts: TourFacts, { size }: Shown): Step[] {
  const { contacts, tag, newTag, segment, newSegment } = facts;
  const name = tag?.name ?? newTag;
  const addresses = facts.addresses.length > 0 ? facts.addresses : sampleAddresses;
  const called = segment ?? newSegment;
  const isTagged = tag !== null && tag.people > 0;
  return [
    {
      title: 'Import contacts',
      text: contacts > 0 ? '/contacts' : '/contacts import',
      hint: 'Any CSV file. You see how it’s read before anything is saved.',
      done: contacts > 0,
    },
    {
      title: 'Create a tag',
      text: tag === null ? `/tags new ${name}` : `/tags show ${name}`,
      hint: 'A label you put on contacts by hand.',
      done: tag !== null,
    },
    {
      title: 'Tag people',
      text: isTagged ? `/tags show ${name}` : `/tags add ${name} ${addresses.join(', ')}`,
      hint: 'Paste addresses in any format.',
      done: isTagged,
    },
    {
      title: 'Create a segment from a sentence',
      text:
        segment === null
          ? `/segments new ${called}: tagged ${name} and signed up in the last 5 years`
          : `/segments show ${called}`,
      hint: 'It keeps itself up to date.',
      done: segment !== null,
    },
    {
      title: 'See its size',
      text: `/segments size ${called}`,
      hint: 'How many members it has, and how many can be mailed.',
      done: segment !== null && isSame(size, segment),
    },
  ];
}

function campaignSteps({ campaign, newCampaign }: TourFacts, { results }: Shown): Step[] {
  const name = campaign?.name ?? newCampaign.name;
  const isSent = campaign !== null && campaign.is !== 'written';
  const isRead = campaign?.is === 'read';
  return [
    {
      title: 'Write a campaign',
      text: campaign === null ? `/campaigns new ${name}: ${newCampaign.audience}` : `/campaigns show ${name}`,
      hint: 'Add a subject and a text. The draft says who will get it, and who won’t and why.',
      done: campaign !== null,
    },
    {
      title: 'Send it',
      text: isSent ? `/campaigns show ${name}` : `/campaigns send ${name}`,
      hint: 'It goes into the mailbox, on the left: nothing leaves this machine.',
      done: isSent,
    },
    {
      title: 'Let the audience read it',
      text: 'Mailbox',
      hint: 'Invented people open, click, bounce and unsubscribe over three days.',
      done: isRead,
      inMailbox: true,
    },
    {
      title: 'See the results',
      text: `/campaigns results ${name}`,
      hint: 'Who got it, who read it, who left: every number is a list of people.',
      done: isRead && isSame(results, name),
    },
  ];
}

const isSame = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

/** What was shown last by answers that are no errors. */
export const shownIn = (runs: readonly Run[], messages: readonly Message[]): Shown => ({
  size: answeredIn(/^\/segments size\s+/i, runs, messages),
  results: answeredIn(/^\/campaigns results\s+/i, runs, messages),
});

function answeredIn(asked: RegExp, runs: readonly Run[], messages: readonly Message[]): string | undefined {
  const found = runs.findLast(
    (run) =>
      asked.test(run.text) && messages.some((message) => message.answers === run.key && isGood(message)),
  );
  return found?.text.replace(asked, '').trim();
}

/** Rollcall begins an error with a warning sign. */
function isGood({ author, blocks }: Message): boolean {
  const first = blocks?.[0] as { text?: { text?: string } } | undefined;
  return author.kind === 'app' && first?.text?.text?.startsWith(':warning:') !== true;
}
