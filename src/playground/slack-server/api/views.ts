import { z } from 'zod';
import { viewForApp } from '../payloads.ts';
import type { ViewResult } from '../views.ts';
import { personById, type World } from '../world.ts';
import { type Answer, inSlacksForm, json, type Method, method, refuse } from './method.ts';

const byTrigger = z.looseObject({ trigger_id: z.string(), view: json });

export const viewMethods: Record<string, Method> = {
  'views.open': method([], byTrigger, (world, args) => {
    const spent = world.triggers.exchange(args.trigger_id);
    if (!spent.ok) return refuse(spent.error);
    return answer(world, world.views.open(spent.trigger.person, args.view));
  }),
  'views.push': method([], byTrigger, (world, args) => {
    const spent = world.triggers.exchange(args.trigger_id);
    if (!spent.ok) return refuse(spent.error);
    const { person, viewId } = spent.trigger;
    // Only an action in an open modal creates a trigger that can push.
    if (!viewId) return refuse('invalid_trigger_id');
    if (!world.views.find(viewId)) return refuse('not_found');
    return answer(world, world.views.push(person, args.view));
  }),
  'views.update': method(
    [],
    z.looseObject({
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: json,
    }),
    (world, { view_id, external_id, hash, view }) =>
      answer(world, world.views.update({ id: view_id, externalId: external_id, hash }, view)),
  ),
  'views.publish': method(
    [],
    z.looseObject({ user_id: z.string(), hash: z.string().optional(), view: json }),
    (world, { user_id, hash, view }) => {
      if (!personById(world, user_id))
        return refuse('invalid_arguments', ['invalid `user_id` [json-pointer:/user_id]']);
      return answer(world, world.views.publish(user_id, view, hash));
    },
  ),
};

function answer(world: World, result: ViewResult): Answer {
  if (!result.ok) return refuse(result.error, inSlacksForm(result.faults ?? []));
  return { ok: true, view: viewForApp(world, result.view) };
}
