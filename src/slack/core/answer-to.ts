import { z } from 'zod';

/** Where a modal's answer goes: the command or the message that opened it. A message is replaced. */
export const answerToSchema = z.object({ url: z.string(), replace: z.boolean() });
export type AnswerTo = z.infer<typeof answerToSchema>;
