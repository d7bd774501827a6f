import { z } from 'zod';
import type { Fault } from '../checks/check.ts';
import type { World } from '../world.ts';

/** A method's answer: `ok: true` with its fields, or `ok: false` with `error`. */
export type Answer =
  | { ok: true; [field: string]: unknown }
  | { ok: false; error: string; [field: string]: unknown };

export interface Method {
  /** Any one of these is enough; if empty, none is needed. */
  scopes: string[];
  run(world: World, args: Record<string, unknown>): Answer;
}

/** Connects a method's arguments, checked by zod, to its implementation. */
export function method<T extends z.ZodType>(
  scopes: string[],
  args: T,
  run: (world: World, args: z.output<T>) => Answer,
): Method {
  return {
    scopes,
    run(world, given) {
      const checked = args.safeParse(given);
      return checked.success
        ? run(world, checked.data)
        : refuse('invalid_arguments', checked.error.issues.map(inWords));
    },
  };
}

/** @example refuse('channel_not_found') // { ok: false, error: 'channel_not_found' } */
export function refuse(error: string, messages: string[] = []): Answer {
  if (messages.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
}

export function inSlacksForm(faults: Fault[]): string[] {
  return faults.map(({ path, message }) => `${message} [json-pointer:${path}]`);
}

/** Arguments arrive as JSON or as form fields, in which everything is text and structures are JSON. */
export const flag = z.union([z.boolean(), z.stringbool()]).optional();
export const json = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}, z.unknown());

function inWords(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('/');
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  return missing ? `missing required field: ${path}` : `${issue.message} [json-pointer:/${path}]`;
}
