import type { RollcallError } from '../errors.ts';
import { unquote } from '../lib/quotes.ts';
import { greetingIn, sentenceOfQuestion } from '../rules/language/question.ts';
import { listSegments, segmentKey } from '../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { numbersAsked } from './people/asked.ts';
import { type Breakdown, breakDown } from './people/breakdown.ts';
import { comparePeople, type Overlap } from './people/overlap.ts';
import { requireRole } from './permissions.ts';
import { knownTo, type SegmentWithSize, type Size, sizeOfSegment } from './segments/segments.ts';
import { countWithTwin, type TwinSize } from './segments/twin.ts';

/**
 * The size of the named segment or of the rule, with its other possible meaning; people by a value; two groups
 * compared; or that the question was empty.
 */
export type QuestionAnswer =
  | { segment: SegmentWithSize }
  | { size: Size; twin: TwinSize | undefined }
  | { breakdown: Breakdown }
  | { overlap: Overlap }
  | { said: 'hello' | 'thanks' };

/**
 * Answers "how many people signed up this month?": looks for a named segment, then for a breakdown or a
 * comparison, then reads a rule. Others may read the answer, so a breakdown sums up rare values that people typed.
 *
 * @throws RollcallError `invalid-input` for text that is not a rule, pointing at the words
 */
export async function answerQuestion(
  deps: AudienceDeps,
  caller: Caller,
  { question }: { question: string },
): Promise<QuestionAnswer> {
  const said = greetingIn(question);
  if (said !== undefined) return { said };
  requireRole(caller, 'viewer', 'count contacts');
  const sentence = sentenceOfQuestion(question);
  const name = sentence.replace(
    /^(?:(?:are|is|people|contacts)\s+)?(?:in\s+)?(?:the\s+)?(?:segment\s+)?/i,
    '',
  );
  const segments = await listSegments(deps.storage.prisma, caller.workspaceId);
  const named = segments.find((segment) => segmentKey(segment.name) === segmentKey(unquote(name)));
  if (named !== undefined) return { segment: await sizeOfSegment(deps, caller, { id: named.id }) };
  const asked = numbersAsked(question, await knownTo(deps, caller));
  if (asked === undefined) return await countWithTwin(deps, caller, { sentence });
  return 'breakdown' in asked
    ? { breakdown: await breakDown(deps, caller, { ...asked.breakdown, isForAll: true }) }
    : { overlap: await comparePeople(deps, caller, asked.overlap) };
}

/** Whether a question that was refused only counts the sentence that has the fault. */
export const isOnlyCounted = (question: string, { fault }: Pick<RollcallError, 'fault'>): boolean =>
  fault?.text === sentenceOfQuestion(question);
