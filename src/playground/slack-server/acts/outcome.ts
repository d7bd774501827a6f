import type { Reply } from '../link.ts';
import type { Outcome } from '../protocol.ts';

/** What the client says of anything that the network didn't let through. */
const NOT_SENT = 'Not sent: the network failed.';

const trouble = 'We had some trouble connecting. Try again?';

/** The outcome of a click or a submission, in the words that Slack's client shows. */
export function outcomeOf(reply: Reply): Outcome {
  if (reply.kind === 'late') return bad('late', `${trouble} (The app didn’t answer in time.)`, reply.ackMs);
  if (reply.kind === 'unreachable')
    return bad('unreachable', `${trouble} (Nothing is listening there.)`, reply.ackMs);
  if (reply.kind === 'unsent') return unsentOutcome();
  if (reply.status !== 200)
    return bad('failed', `${trouble} (The app answered ${reply.status}.)`, reply.ackMs);
  return { ok: true, ackMs: reply.ackMs };
}

/** The app gave an answer that Slack would not accept. */
export function refusedAnswer(why: string, ackMs: number): Outcome {
  return bad('failed', `${trouble} (${why})`, ackMs);
}

/** The app's manifest says that people can't write to it. */
export const readOnly = (): Outcome => bad('gone', 'Sending messages to this app has been turned off.', 0);

/** Nothing reached the app. */
export const unsentOutcome = (): Outcome => bad('unsent', NOT_SENT, 0);

export function goneOutcome(what: string): Outcome {
  return bad('gone', `This ${what} no longer exists.`, 0);
}

function bad(
  reason: 'late' | 'failed' | 'unreachable' | 'unsent' | 'gone',
  notice: string,
  ackMs: number,
): Outcome {
  return { ok: false, reason, notice, ackMs };
}
