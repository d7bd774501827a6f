import { elementsOf, statesOf } from '../elements.ts';
import { appAndTeam, responseUrlsIn, userOf, viewForApp } from '../payloads.ts';
import type { CloseRequest, Outcome, SubmitRequest } from '../protocol.ts';
import { checkSubmission } from '../submission-checks.ts';
import type { StoredView, ViewResult } from '../views.ts';
import type { World } from '../world.ts';
import { goneOutcome, outcomeOf, refusedAnswer } from './outcome.ts';
import { interaction } from './touch.ts';

/** Clicks a modal's submit button, after the client's own checks, and does what the app answers. */
export async function submitView(world: World, { person, viewId, states }: SubmitRequest): Promise<Outcome> {
  const stored = world.views.find(viewId);
  if (stored?.person !== person || world.views.stackOf(person).at(-1) !== stored) return goneOutcome('modal');
  stored.states = states;
  const errors = checkSubmission(stored.view.blocks, statesOf(stored.view.blocks, states));
  if (Object.keys(errors).length > 0) return { ok: false, reason: 'errors', errors, ackMs: 0 };

  const reply = await world.link.send(
    'view_submission',
    interaction({
      type: 'view_submission',
      user: userOf(world, person),
      ...appAndTeam(world),
      trigger_id: world.triggers.make({ person, viewId }),
      view: viewForApp(world, stored),
      response_urls: responseUrlsIn(world, stored),
      is_enterprise_install: false,
    }),
  );
  const outcome = outcomeOf(reply);
  if (!outcome.ok || reply.kind !== 'answered') return outcome;
  const refusal = answerWith(world, stored, reply.body);
  if (refusal === undefined) return outcome;
  if (typeof refusal === 'object')
    return { ok: false, reason: 'errors', errors: refusal, ackMs: reply.ackMs };
  world.journal.add({ kind: 'refused', what: 'response_action', why: refusal });
  return refusedAnswer(refusal, reply.ackMs);
}

/** Clicks cancel or back, or the cross with `all`. The app is notified if a view requests it. */
export async function closeView(
  world: World,
  { person, viewId, all = false }: CloseRequest,
): Promise<Outcome> {
  const stored = world.views.find(viewId);
  if (stored?.person !== person || stored.view.type !== 'modal') return goneOutcome('modal');
  const clears = all || stored.view.clear_on_close === true;
  for (const closed of world.views.close(viewId, clears)) {
    if (closed.view.type !== 'modal' || !closed.view.notify_on_close) continue;
    await world.link.send(
      'view_closed',
      interaction({
        type: 'view_closed',
        user: userOf(world, person),
        ...appAndTeam(world),
        view: viewForApp(world, closed),
        is_cleared: clears,
        is_enterprise_install: false,
      }),
    );
  }
  return { ok: true, ackMs: 0 };
}

interface Answer {
  response_action?: string;
  errors?: Record<string, string>;
  view?: unknown;
}

/** Does what the app answered. Returns undefined on success, errors by block_id, or what is wrong with it. */
function answerWith(
  world: World,
  stored: StoredView,
  body: unknown,
): undefined | string | Record<string, string> {
  const { views } = world;
  if (typeof body === 'string' && body !== '')
    return `The answer must be empty or JSON, not "${body.slice(0, 40)}".`;
  const { response_action, errors = {}, view } = (body || {}) as Answer;
  switch (response_action) {
    case undefined:
      views.close(stored.id);
      return undefined;
    case 'clear':
      views.close(stored.id, true);
      return undefined;
    case 'update':
      return problemOf(views.update({ id: stored.id }, view));
    case 'push':
      return problemOf(views.push(stored.person, view));
    case 'errors':
      return problemOfErrors(stored, errors) ?? errors;
    default:
      return `Unknown response_action "${response_action}".`;
  }
}

function problemOf(result: ViewResult): string | undefined {
  if (result.ok) return undefined;
  const faults = (result.faults ?? []).map(({ path, message }) => `${message} [json-pointer:${path}]`);
  return `${result.error}: ${faults.join('; ')}`;
}

/** Errors can only be under inputs. */
function problemOfErrors(stored: StoredView, errors: Record<string, string>): string | undefined {
  const inputs = elementsOf(stored.view.blocks)
    .filter(({ isInput }) => isInput)
    .map(({ block }) => block.block_id);
  const keys = Object.keys(errors);
  const stray = keys.find((key) => !inputs.includes(key));
  if (keys.length === 0) return 'response_action "errors" without errors.';
  return stray === undefined
    ? undefined
    : `An error for "${stray}", which is not an input block of the view.`;
}
