import { problem } from '../problem.ts';

/** How long a body may take, in milliseconds, however steadily it drips. */
const PATIENCE_MS = 15_000;

/** Bytes that all bodies together may hold while it isn't known yet who sent them. */
const MOST_AT_ONCE = 64 * 1024 * 1024;

let held = 0;

/**
 * Reads a body that nobody has vouched for yet: at most so many bytes, in at most so long. Otherwise the answer that says
 * what was too much.
 *
 * @param options.most bytes
 * @param options.patienceMs 15 seconds when not given
 */
export async function readBody(
  request: Request,
  { most, patienceMs = PATIENCE_MS }: { most: number; patienceMs?: number },
): Promise<Buffer | Response> {
  const said = Number(request.headers.get('content-length') ?? 0);
  if (said > most)
    return closing(problem(413, `A webhook of this provider holds at most ${inMegabytes(most)}.`));
  const reader = request.body?.getReader();
  if (reader === undefined) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'late');
  });
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === 'late') return closing(problem(408, 'The body of the request took too long.'));
      if (next.done) return Buffer.concat(chunks);
      size += next.value.length;
      held += next.value.length;
      if (size > most)
        return closing(problem(413, `A webhook of this provider holds at most ${inMegabytes(most)}.`));
      if (held > MOST_AT_ONCE) {
        const headers = { 'retry-after': '10' };
        return closing(problem(503, 'Too much comes in at once: send it again in a moment.', { headers }));
      }
      chunks.push(next.value);
    }
  } finally {
    clearTimeout(timer);
    held -= size;
    reader.cancel().catch(() => {});
  }
}

/** The rest of the request isn't read: the connection can't serve another. */
export function closing(answer: Response): Response {
  answer.headers.set('connection', 'close');
  return answer;
}

const inMegabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;
