import { randomUUID } from 'node:crypto';
import { checkBlocks } from '../checks/check.ts';
import { isMember } from '../messages.ts';
import { appAndTeam, channelOf, domainOf, messageForApp, teamOf } from '../payloads.ts';
import type { Command, Outcome, SayRequest } from '../protocol.ts';
import type { ResponseBody, ResponseTarget } from '../response-urls.ts';
import { escapeNames, markUp } from '../typed-text.ts';
import { channelById, personById, type World } from '../world.ts';
import { invite } from './channels.ts';
import { sendEvent } from './event.ts';
import { goneOutcome, outcomeOf, readOnly, unsentOutcome } from './outcome.ts';

/** Types something into a channel: a command if it begins with a slash, else a message for everyone. */
export async function say(world: World, request: SayRequest): Promise<Outcome> {
  const { person, channel, text, threadTs } = request;
  const place = channelById(world, channel);
  if (!place || !isMember(place, person)) return goneOutcome('channel');
  if (place.kind === 'direct' && world.workspace.isMessagesTabReadOnly) return readOnly();
  if (/^\/invite(?:\s|$)/i.test(text)) return invite(world, request);
  if (text.startsWith('/')) return runCommand(world, request);
  if (world.faults.networkFails) return unsentOutcome();

  const message = world.messages.post({
    channel,
    author: { kind: 'person', id: person },
    text: markUp(text, world.workspace),
    threadTs,
  });
  const event = {
    ...messageForApp(world, message),
    channel,
    channel_type: place.kind === 'direct' ? 'im' : place.kind === 'private' ? 'group' : 'channel',
    event_ts: message.ts,
  };
  const { botUserId } = world.workspace.app;
  if (place.kind === 'direct') sendEvent(world, 'message.im', event);
  else {
    if (message.text.includes(`<@${botUserId}>`))
      sendEvent(world, 'app_mention', { ...event, type: 'app_mention' });
    if (place.appIsMember !== false) {
      sendEvent(world, place.kind === 'private' ? 'message.groups' : 'message.channels', event);
    }
  }
  return { ok: true, ackMs: 0 };
}

/** Runs a slash command: `/tags new vip`. */
export async function runCommand(
  world: World,
  { person, channel, text, id = randomUUID() }: Omit<SayRequest, 'threadTs'>,
): Promise<Outcome> {
  const asked = { person, channel, answers: id };
  const [, word = '', rest = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const command = world.manifest.commands.find((one) => one.command === word.toLowerCase());
  if (!command) {
    return notify(world, asked, `\`${word}\` is not a command here.`, 'gone', 0);
  }
  const reply = await world.link.send(word, commandForm(world, asked, { command, rest }));
  if (reply.kind === 'late') {
    const why = `\`${word}\` failed because the app did not respond.`;
    return notify(world, asked, why, 'late', reply.ackMs);
  }
  if (reply.kind === 'unsent') return unsentOutcome();
  if (reply.kind === 'unreachable') {
    const why = `\`${word}\` failed: nothing is listening at the app’s address.`;
    return notify(world, asked, why, 'unreachable', reply.ackMs);
  }
  if (reply.status !== 200) {
    const why = `\`${word}\` failed with the error "dispatch_failed" (the app answered ${reply.status}).`;
    return notify(world, asked, why, 'failed', reply.ackMs);
  }
  const answer: ResponseBody =
    typeof reply.body === 'string' ? { text: reply.body } : ((reply.body ?? {}) as ResponseBody);
  if (!answer.text && !answer.blocks) return outcomeOf(reply);
  const { status, text: error } = world.responseUrls.answer(asked, answer);
  if (status === 200) return outcomeOf(reply);
  const detail = checkBlocks(answer.blocks ?? [], 'message').map(({ path, message }) => `${path} ${message}`);
  const why = `\`${word}\` failed with the error "${error}". ${detail.join('; ')}`.trim();
  return notify(world, asked, why, 'failed', reply.ackMs);
}

function commandForm(
  world: World,
  asked: ResponseTarget,
  { command, rest }: { command: Command; rest: string },
): URLSearchParams {
  const { api_app_id, token } = appAndTeam(world);
  const { person, channel } = asked;
  return new URLSearchParams({
    token,
    team_id: teamOf(world, person),
    team_domain: domainOf(world.workspace.team.name),
    channel_id: channel,
    channel_name: channelOf(world, channel).name,
    user_id: person,
    user_name: personById(world, person)?.name ?? person,
    command: command.command,
    text: (command.should_escape ? escapeNames(rest, world.workspace) : rest).trim(),
    api_app_id,
    is_enterprise_install: 'false',
    response_url: world.base() + world.responseUrls.make(asked),
    trigger_id: world.triggers.make({ person }),
  });
}

/** A notice from the workspace itself, for this person only. */
function notify(
  world: World,
  { person, channel, answers }: ResponseTarget,
  notice: string,
  reason: 'late' | 'failed' | 'unreachable' | 'gone',
  ackMs: number,
): Outcome {
  const author = { kind: 'slack' as const, id: 'USLACK' };
  world.messages.post({ channel, author, text: notice, onlyFor: person, answers });
  return { ok: false, reason, notice, ackMs };
}
