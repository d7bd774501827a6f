/** Whether Slack refused a change because the modal was closed, or the message deleted: no fault of anybody's. */
export function isGone(reason: unknown): boolean {
  const error = (reason as { data?: { error?: string } } | undefined)?.data?.error;
  return error === 'not_found' || error === 'message_not_found';
}
