import { z } from '@hono/zod-openapi';
import { clip, nearest } from '../../lib/words.ts';

/** An object with only these fields; any other field is refused with the nearest existing name. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return 'must be an object';
      return issue.keys
        .map((key) => {
          const [close] = nearest(key, known);
          const meant =
            close === undefined ? `available fields: ${known.join(', ')}` : `did you mean "${close}"?`;
          return `No field "${clip(key, 60)}": ${meant}`;
        })
        .join(' ');
    },
  });
}
