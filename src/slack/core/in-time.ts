/**
 * Slack wants an answer within three seconds. If work takes longer than this, the person sees that it runs.
 */
const ANSWER_WITHIN_MS = 2000;

/** Waits for work, but no longer than an answer may take. True if it ended in time, even with an error. */
export async function isDoneInTime(work: Promise<unknown>, withinMs = ANSWER_WITHIN_MS): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const settled = work.then(
    () => true,
    () => true,
  );
  const timeUp = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  return await Promise.race([settled, timeUp]).finally(() => clearTimeout(timer));
}
