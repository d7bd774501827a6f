import type { Caller } from '../../audience/caller.ts';
import { showSenders } from '../../audience/senders/senders.ts';
import type { Subcommand } from '../core/command-line.ts';
import type { SlackDeps } from '../core/deps.ts';
import type { Message } from '../kit/message.ts';
import { senderList } from './messages.ts';

/** `/audience senders`: how mail leaves, and whether it can. */
export const sendersSubcommand: Subcommand = {
  usage: 'senders',
  does: 'how campaigns are sent: add, check, change, remove senders (admins only)',
  run: ({ deps, caller }) => shownSenders(deps, caller),
};

/** The list of senders as it is now. @param done what was just changed */
export async function shownSenders(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  done?: string,
): Promise<Message> {
  const senders = await showSenders(audience, caller);
  const pagesProblem =
    audience.pages === undefined ? 'ROLLCALL_URL isn’t set.' : await audience.pages.check();
  return senderList(senders, { done, pagesProblem });
}
