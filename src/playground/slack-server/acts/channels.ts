import type { Channel, ChannelRequest, Outcome, SayRequest } from '../protocol.ts';
import { channelById, type World } from '../world.ts';
import { goneOutcome } from './outcome.ts';

/** As in Slack: lower case, no spaces or periods, at most 80 characters. */
const usable = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u;

/** Adds a public channel, which everyone is in except the app. A string says why it can't. */
export function addChannel(world: World, { person, name }: ChannelRequest): Channel | string {
  const wanted = name.trim().replace(/^#/, '').toLowerCase().replaceAll(/\s+/g, '-');
  if (!usable.test(wanted)) return 'Use letters, digits, hyphens and underscores: at most 80 characters.';
  if (world.workspace.channels.some((channel) => channel.name === wanted && channel.kind !== 'direct'))
    return `#${wanted} already exists.`;
  const channel: Channel = {
    id: world.ids.next('C'),
    name: wanted,
    kind: 'public',
    purpose: `Invite the app with /invite @${world.workspace.app.name}`,
    appIsMember: false,
  };
  // Before the direct messages, which come last.
  const at = world.workspace.channels.findIndex(({ kind }) => kind === 'direct');
  world.workspace.channels.splice(at < 0 ? world.workspace.channels.length : at, 0, channel);
  tell(world);
  notice(world, channel.id, `<@${person}> created this channel.`);
  return channel;
}

/** Slack's own `/invite @App`: adds the app to the channel. */
export function invite(world: World, { channel: id, person, text, id: answers }: SayRequest): Outcome {
  const channel = channelById(world, id);
  if (!channel) return goneOutcome('channel');
  const { app } = world.workspace;
  const [, named = ''] = /^\/invite\s+@?(.*)$/i.exec(text.trim()) ?? [];
  const say = (notice: string, ok: boolean): Outcome => {
    const author = { kind: 'slack' as const, id: 'USLACK' };
    world.messages.post({ channel: id, author, text: notice, onlyFor: person, answers });
    return ok ? { ok, ackMs: 0 } : { ok, reason: 'failed', notice, ackMs: 0 };
  };
  if (named.toLowerCase() !== app.name.toLowerCase() && named !== `<@${app.botUserId}>`)
    return say(
      `Only the app can be invited here: \`/invite @${app.name}\`. People are in every channel.`,
      false,
    );
  if (channel.kind === 'direct') return say('The app is in this conversation already.', false);
  if (channel.appIsMember !== false) return say(`${app.name} is already in #${channel.name}.`, true);
  channel.appIsMember = true;
  tell(world);
  notice(world, id, `<@${person}> added <@${app.botUserId}> to the channel.`);
  return { ok: true, ackMs: 0 };
}

function notice(world: World, channel: string, text: string): void {
  world.messages.post({ channel, author: { kind: 'slack', id: 'USLACK' }, text });
}

function tell(world: World): void {
  const { channels } = world.workspace;
  world.feed.publish({ type: 'channels', channels: structuredClone(channels) }, () => true);
}
