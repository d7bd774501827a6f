import { problem } from '../problem.ts';

/**
 * How long a body may take, in milliseconds, however slowly it drips: providers themselves give up after 5 to
 * 30 seconds.
 */
const PATIENCE_MS = 15_000;

/**
 * Reads a body that isn't verified yet, within a limit of bytes and of time. Beyond either, returns the
 * answer that says which.
 *
 * @param options.most bytes
 * @param options.patienceMs 15 seconds if not given
 */
export async function readBody(
  request: Request,
  { most, patienceMs = PATIENCE_MS }: { most: number; patienceMs?: number },
): Promise<Buffer | Response> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return tooLarge(most);
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
      if (next === 'late') return closingConnection(problem(408, 'The request body took too long.'));
      if (next.done) return Buffer.concat(chunks);
      size += next.value.length;
      if (size > most) return tooLarge(most);
      chunks.push(next.value);
    }
  } catch {
    // The sender disconnected.
    return closingConnection(problem(400, 'The request was cut off.'));
  } finally {
    clearTimeout(timer);
    // What still arrives is dropped.
    reader.cancel().catch(() => {});
  }
}

/** The rest of the request isn't read, so the connection can't serve another. */
export function closingConnection(answer: Response): Response {
  answer.headers.set('connection', 'close');
  return answer;
}

const tooLarge = (most: number): Response =>
  closingConnection(problem(413, `A request from this provider can have at most ${most / 1024 / 1024} MB.`));
