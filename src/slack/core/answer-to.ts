import { z } from 'zod';

/** Where a modal answers: the command or the message that it was opened from, which is replaced where it is a message. */
export const answerToSchema = z.object({ url: z.string(), replace: z.boolean() });
export type AnswerTo = z.infer<typeof answerToSchema>;
