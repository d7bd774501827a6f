import type { Message, TourFacts } from '../slack-server/protocol.ts';
import type { Run } from './state.ts';

/** A step of the tour. */
export interface Step {
  title: string;
  /** What the composer gets: the command of the step or, once it is done, one that shows the result. */
  text: string;
  hint: string;
  done: boolean;
}

/** Two people of samples/contacts.csv, until there are contacts. */
const sampleAddresses = ['julia.garcia1@mail.example.org', 'hana.jansen2@post.example.com'];

/**
 * The whole job in five steps that fit what exists. Only facts complete a step: an acknowledged command may have failed, and a
 * window may have been closed.
 *
 * @param sized the segment whose size was shown last
 */
export function tourSteps(facts: TourFacts, sized: string | undefined): Step[] {
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
      done: segment !== null && sized?.toLowerCase() === segment.toLowerCase(),
    },
  ];
}

/** The segment of the newest `/segments size …` that was answered, and not with an error. */
export function sizedIn(runs: readonly Run[], messages: readonly Message[]): string | undefined {
  const asked = /^\/segments size\s+/i;
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
