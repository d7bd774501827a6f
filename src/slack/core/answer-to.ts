import { z } from 'zod';

/**
 * The place of a modal's answer: the command or the message that opened it. A message is replaced. If it was
 * opened from another modal or from Home, it shows the answer itself, and Home is brought up to date.
 */
export const answerToSchema = z.object({
  url: z.string(),
  replace: z.boolean(),
  inModal: z.literal(true).optional(),
  onHome: z.literal(true).optional(),
});
export type AnswerTo = z.infer<typeof answerToSchema>;
