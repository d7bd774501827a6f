import { unquote } from '../lib/quotes.ts';
import { greetingIn, sentenceOfQuestion } from '../rules/language/question.ts';
import { listSegments, segmentKey } from '../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';
import { type SegmentWithSize, type Size, sizeOfSegment } from './segments/segments.ts';
import { countWithTwin, type TwinSize } from './segments/twin.ts';

/** The size of a segment that was named, or of the rule that was asked for, with what else that may mean; or that nothing was asked. */
export type QuestionAnswer =
  | { segment: SegmentWithSize }
  | { size: Size; twin: TwinSize | undefined }
  | { said: 'hello' | 'thanks' };

/**
 * Answers "how many people signed up this month?": a segment that is named, or else a rule.
 *
 * @throws RollcallError `invalid-input` for what is no rule, pointing at the words
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
  return await countWithTwin(deps, caller, { sentence });
}
