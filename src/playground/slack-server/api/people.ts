import { z } from 'zod';
import { domainOf, teamOf } from '../payloads.ts';
import type { Channel, Person } from '../protocol.ts';
import { channelById, directMessageId, personById, type World } from '../world.ts';
import { flag, json, type Method, method, refuse } from './method.ts';

/** The methods about people and places: auth, team, bots, users, conversations. */
export const peopleMethods: Record<string, Method> = {
  'auth.test': method([], z.looseObject({}), (world) => {
    const { team, app } = world.workspace;
    return {
      ok: true,
      url: `${world.base()}/`,
      team: team.name,
      team_id: team.id,
      user: handleOf(app.name),
      user_id: app.botUserId,
      bot_id: world.botId,
      is_enterprise_install: false,
    };
  }),
  'team.info': method(['team:read'], z.looseObject({}), (world) => {
    const { id, name } = world.workspace.team;
    return { ok: true, team: { id, name, domain: domainOf(name), email_domain: '', icon: {} } };
  }),
  'bots.info': method(['users:read'], z.looseObject({ bot: z.string().optional() }), (world, args) => {
    const { app } = world.workspace;
    if (args.bot !== undefined && args.bot !== world.botId) return refuse('bot_not_found');
    const bot = { id: world.botId, app_id: app.id, user_id: app.botUserId, name: app.name, deleted: false };
    return { ok: true, bot };
  }),
  'users.info': method(
    ['users:read'],
    z.looseObject({ user: z.string(), include_locale: flag }),
    (world, args) => {
      const { botUserId } = world.workspace.app;
      const person = args.user === botUserId ? botAsPerson(world) : personById(world, args.user);
      if (!person) return refuse('user_not_found');
      return { ok: true, user: userFor(world, person, args.include_locale === true) };
    },
  ),
  'users.list': method(['users:read'], z.looseObject({ include_locale: flag }), (world, args) => ({
    ok: true,
    members: [...world.workspace.people, botAsPerson(world)].map((one) =>
      userFor(world, one, args.include_locale === true),
    ),
    response_metadata: { next_cursor: '' },
  })),
  'conversations.info': method(
    ['channels:read', 'groups:read', 'im:read'],
    z.looseObject({ channel: z.string() }),
    (world, args) => {
      const channel = channelById(world, args.channel);
      const hidden = channel?.kind === 'private' && channel.appIsMember === false;
      if (!channel || hidden) return refuse('channel_not_found');
      return { ok: true, channel: channelFor(world, channel) };
    },
  ),
  'conversations.open': method(
    ['im:write'],
    z.looseObject({ users: json.optional(), channel: z.string().optional(), return_im: flag }),
    (world, args) => {
      const users = Array.isArray(args.users) ? args.users : String(args.users ?? '').split(',');
      const id = args.channel ?? directMessageId(String(users[0]));
      if (users.length > 1) return refuse('not_supported', ['only direct messages with one person']);
      const channel = channelById(world, id);
      return channel?.kind === 'direct' ? { ok: true, channel: { id } } : refuse('user_not_found');
    },
  ),
};

function userFor(world: World, person: Person, withLocale: boolean) {
  const { id, name, realName, role, timeZone, locale, email } = person;
  const isBot = id === world.workspace.app.botUserId;
  return {
    id,
    team_id: teamOf(world, id),
    name,
    real_name: realName,
    deleted: false,
    ...timeZoneFields(timeZone, world.clock()),
    profile: {
      real_name: realName,
      display_name: name,
      team: teamOf(world, id),
      ...(email && world.manifest.scopes.includes('users:read.email') && { email }),
      ...(isBot && { bot_id: world.botId, api_app_id: world.workspace.app.id }),
    },
    is_admin: role === 'admin' || role === 'owner',
    is_owner: role === 'owner',
    is_primary_owner: role === 'owner',
    is_restricted: role === 'guest',
    is_ultra_restricted: false,
    is_stranger: role === 'stranger',
    is_bot: isBot,
    is_app_user: false,
    updated: 0,
    ...(withLocale && { locale }),
  };
}

function botAsPerson(world: World): Person {
  const { botUserId, name } = world.workspace.app;
  return {
    id: botUserId,
    name: handleOf(name),
    realName: name,
    timeZone: 'UTC',
    locale: 'en-US',
    role: 'member',
  };
}

function handleOf(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, '');
}

function timeZoneFields(timeZone: string, now: number) {
  const format = (timeZoneName: 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName })
      .formatToParts(now)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(format('longOffset')) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return { tz: timeZone, tz_label: format('long'), tz_offset: sign === '-' ? -seconds : seconds };
}

function channelFor(world: World, channel: Channel) {
  const { id, name, kind, purpose = '', shared = false, appIsMember = true, members } = channel;
  const isDirect = kind === 'direct';
  return {
    id,
    ...(isDirect ? { user: members?.[0] } : { name, name_normalized: name }),
    is_channel: kind === 'public',
    is_group: false,
    is_im: isDirect,
    is_mpim: false,
    is_private: kind !== 'public',
    is_archived: false,
    is_general: name === 'general',
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_member: appIsMember,
    context_team_id: world.workspace.team.id,
    purpose: { value: purpose, creator: '', last_set: 0 },
    topic: { value: '', creator: '', last_set: 0 },
  };
}
