/** Slack wants an answer within three seconds. Where the work takes longer than this, the person is shown that it goes on. */
const ANSWER_WITHIN_MS = 2000;

/** Waits for work, but not longer than an answer may take; whether it ended, well or not, by then. */
export async function isDoneInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const settled = work.then(
    () => true,
    () => true,
  );
  const timeUp = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  return await Promise.race([settled, timeUp]).finally(() => clearTimeout(timer));
}
