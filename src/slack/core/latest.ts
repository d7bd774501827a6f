// Slack sends what someone types in a form as they type it, and may deliver it late.

/**
 * The latest change of each view, by the view's id: a later change makes the running work of earlier ones
 * obsolete. Each process only knows its own: if several share the work, the last answer wins.
 */
const latest = new Map<string, symbol>();

/** The forms that were submitted last: another view has their place, under the same id. */
const submitted = new Set<string>();
const MOST_SUBMITTED = 1_000;

/** From now on, earlier work for this view changes nothing in it. Returns whether this work still counts. */
export function overtake(viewId: string): () => boolean {
  const mine = Symbol(viewId);
  latest.set(viewId, mine);
  return () => latest.get(viewId) === mine && !submitted.has(viewId);
}

/**
 * From now on, nothing that was typed before the form was submitted may put the form back.
 *
 * @returns lets typing change the form again, if it stays because something in it is wrong
 */
export function closeForm(viewId: string): () => void {
  submitted.add(viewId);
  if (submitted.size > MOST_SUBMITTED) submitted.delete([...submitted][0] as string);
  return () => void submitted.delete(viewId);
}
