import { z } from 'zod';

/**
 * Where a modal's answer goes: the command or the message that opened it. A message is replaced. If it was
 * opened from another modal, it shows the answer itself.
 */
export const answerToSchema = z.object({
  url: z.string(),
  replace: z.boolean(),
  inModal: z.literal(true).optional(),
});
export type AnswerTo = z.infer<typeof answerToSchema>;
