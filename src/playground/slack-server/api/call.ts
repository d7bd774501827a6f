import type { World } from '../world.ts';
import { chatMethods } from './chat.ts';
import { fileMethods } from './files.ts';
import { type Answer, type Method, refuse } from './method.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';

const methods: Record<string, Method> = { ...chatMethods, ...viewMethods, ...peopleMethods, ...fileMethods };

/**
 * Calls a Web API method the way Slack does: checks token, scopes and arguments, and only then acts. `args`
 * are the fields of a form or of a JSON body; `token` is the bearer's, or the field's; `started` (by
 * `performance.now`) is when the call arrived.
 */
export function callMethod(
  world: World,
  name: string,
  token: string | undefined,
  args: Record<string, unknown>,
  started = performance.now(),
): Answer {
  const answer = run(world, name, token ?? (typeof args.token === 'string' ? args.token : undefined), args);
  const { token: _, ...logged } = args;
  const ms = Math.round(performance.now() - started);
  world.journal.add({ kind: 'api', method: name, ms, args: logged, answer });
  world.feed.touch();
  return answer;
}

function run(world: World, name: string, token: string | undefined, args: Record<string, unknown>): Answer {
  const known = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!known) return { ...refuse('unknown_method'), req_method: name };
  if (!token) return refuse('not_authed');
  if (token !== world.botToken) return refuse('invalid_auth');
  if (world.faults.rateLimited) return refuse('ratelimited');
  const refused = world.refusals.find(
    ({ call, error, channel }) =>
      call === name &&
      error !== undefined &&
      (channel === undefined || channel === (args.channel ?? args.channel_id)),
  );
  if (refused?.error !== undefined) {
    const { error, needed } = refused;
    return { ...refuse(error), ...(needed && { needed }) };
  }
  const { scopes } = world.manifest;
  if (known.scopes.length > 0 && !known.scopes.some((scope) => scopes.includes(scope))) {
    return { ok: false, error: 'missing_scope', needed: known.scopes.join(','), provided: scopes.join(',') };
  }
  return known.run(world, args);
}
