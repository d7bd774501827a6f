import { randomBytes } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { orTrouble } from '../../database-trouble.ts';
import { type Fault, RollcallError } from '../../errors.ts';
import { context, type Message, message, section } from '../kit/message.ts';
import { code, codeBlock, joined, md, sentence } from '../kit/mrkdwn.ts';
import { offerBlocks } from '../segments/messages-offers.ts';
import { slackProblem } from './slack-problems.ts';

export type Log = (line: string) => void;

/**
 * What a person sees after an error. For an expected one: what happened, and what to do next. For any other:
 * a reference, which is in the log with the details.
 *
 * @param options.hasButtons whether suggestions can be clicked where this is shown
 * @param options.offers the buttons of what may be meant; by default, they count the suggested sentences
 */
export function showError(
  thrown: unknown,
  log: Log,
  options: { hasButtons?: boolean; offers?: KnownBlock[] | undefined } = {},
): Message {
  const error = thrown instanceof RollcallError ? thrown : (slackProblem(thrown) ?? orTrouble(thrown));
  if (error instanceof RollcallError) {
    // The person can't fix these, but the people who run Rollcall should know why.
    if (error.code === 'unavailable' || error.code === 'database-unavailable')
      log(`${error.message} Cause: ${String(error.cause ?? 'none')}`);
    return expected(error, options);
  }
  const reference = randomBytes(4).toString('hex');
  log(`[${reference}] ${error instanceof Error ? error.stack : String(error)}`);
  return message(
    [
      section(md`:warning: Something went wrong on our side. Nothing was lost.`),
      context(
        md`Try again in a moment. If it happens again, give your admin this reference: ${code(reference)}`,
      ),
    ],
    `Something went wrong on our side (reference ${reference}).`,
  );
}

function expected(
  error: RollcallError,
  { hasButtons = true, offers }: { hasButtons?: boolean; offers?: KnownBlock[] | undefined },
): Message {
  const blocks = [section(md`:warning: ${sentence(error.message)}`)];
  if (error.fault !== undefined) {
    blocks.push(section(codeBlock(pointer(error.fault))));
    const { suggestions, examples = [] } = error.fault.problem;
    if (hasButtons) blocks.push(...(offers ?? offerBlocks(suggestions.map((sentence) => ({ sentence })))));
    else if (suggestions.length > 0) blocks.push(context(md`Try ${joined(suggestions.map(code), ' or ')}`));
    if (examples.length > 0) blocks.push(context(md`Examples: ${joined(examples.map(code), ', ')}`));
  }
  if (error.hint !== undefined) blocks.push(context(sentence(error.hint)));
  if (error.fault === undefined && hasButtons) blocks.push(...(offers ?? []));
  return message(blocks, error.message);
}

/** How many characters of a long text appear on either side of the words at fault, and of those words. */
const AROUND = 40;
const POINTED_AT = 120;

/**
 * The words at fault with carets under them:
 * ```
 * tagged vpi and opened
 *        ^^^
 * ```
 */
function pointer({ text, problem }: Fault): string[] {
  const from = Math.max(0, problem.at - AROUND);
  const length = Math.min(Math.max(1, problem.length), POINTED_AT);
  const end = problem.at + length;
  const before = `${from > 0 ? '…' : ''}${text.slice(from, problem.at)}`;
  const shown = `${before}${text.slice(problem.at, end + AROUND)}${end + AROUND < text.length ? '…' : ''}`;
  const flat = shown.replace(/\s/g, ' ');
  const carets = '^'.repeat(Math.min(length, shown.length - before.length || 1));
  return [flat, `${' '.repeat(before.length)}${carets}`];
}
