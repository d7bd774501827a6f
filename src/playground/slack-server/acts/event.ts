import type { Reply } from '../link.ts';
import { appAndTeam } from '../payloads.ts';
import type { World } from '../world.ts';

/** After a failed delivery Slack tries three more times. */
const retryAfter = [0, 60_000, 5 * 60_000];

const reasons: Record<Reply['kind'], string> = {
  answered: 'http_error',
  late: 'http_timeout',
  unreachable: 'connection_failed',
  unsent: 'connection_failed',
};

/** Sends an event if the manifest subscribes to it, and retries until it is acknowledged. Returns at once. */
export function sendEvent(world: World, name: string, event: object): void {
  if (!world.manifest.events?.includes(name)) return;
  const { api_app_id, token, team } = appAndTeam(world);
  const envelope = {
    token,
    team_id: team.id,
    context_team_id: team.id,
    api_app_id,
    type: 'event_callback',
    event_id: world.ids.next('Ev'),
    event_time: Math.floor(world.clock() / 1000),
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: world.workspace.app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event,
  };
  void deliver(world, name, envelope, 0, {});
}

async function deliver(
  world: World,
  name: string,
  envelope: object,
  attempt: number,
  headers: Record<string, string>,
): Promise<void> {
  const reply = await world.link.send(name, envelope, headers);
  world.feed.touch();
  if (reply.kind === 'answered' && reply.status < 300) return;
  const wait = retryAfter[attempt];
  if (wait === undefined) return;
  const again = { 'x-slack-retry-num': String(attempt + 1), 'x-slack-retry-reason': reasons[reply.kind] };
  setTimeout(() => void deliver(world, name, envelope, attempt + 1, again), wait).unref();
}
