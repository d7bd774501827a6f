import type { Channel, Person } from './protocol.ts';

/** The people and channels that a text may name. */
export interface Nameable {
  people: Person[];
  channels: Channel[];
  app: { name: string; botUserId: string };
}

/**
 * A message as the app gets it: escaped, with mentions, channels, links and addresses marked up.
 *
 * @example markUp('@rollcall ada@x.org', …) // '<@U0BOT> <mailto:ada@x.org|ada@x.org>'
 */
export function markUp(text: string, names: Nameable): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const linked = escaped
    .replaceAll(/\bhttps?:\/\/[^\s<>|]+/g, (url) => `<${url}>`)
    .replaceAll(
      /(^|[\s(,;])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g,
      (_, before: string, address: string) => `${before}<mailto:${address}|${address}>`,
    );
  return mention(linked, names, (id) => `<@${id}>`);
}

/** The arguments of a command with `should_escape`: names become ids, the rest stays as typed. */
export function escapeNames(text: string, names: Nameable): string {
  return mention(text, names, (id, name) => `<@${id}|${name}>`);
}

function mention(text: string, names: Nameable, user: (id: string, name: string) => string): string {
  const users = [
    ...names.people.flatMap(({ id, name, realName }) => [
      { id, name },
      { id, name: realName },
    ]),
    { id: names.app.botUserId, name: names.app.name },
  ];
  const marked = users
    .toSorted((a, b) => b.name.length - a.name.length)
    .reduce((done, { id, name }) => done.replaceAll(wordAfter('@', name), user(id, name)), text);
  return names.channels
    .filter((channel) => channel.kind !== 'direct')
    .reduce((done, { id, name }) => done.replaceAll(wordAfter('#', name), `<#${id}|${name}>`), marked);
}

function wordAfter(sign: string, name: string): RegExp {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w${sign}<])${sign}${literal}(?![\\w-])`, 'gi');
}
