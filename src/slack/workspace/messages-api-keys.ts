import type { listApiKeys } from '../../audience/workspace/api-keys.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
import { bold, code, escaped, md, moment, person } from '../kit/mrkdwn.ts';

type ApiKey = Awaited<ReturnType<typeof listApiKeys>>[number];

/** Slack's limit is 50 blocks. */
const MOST = 40;

/** The valid keys, each with a Revoke button. */
export function apiKeyList(keys: readonly ApiKey[]): Message {
  const live = keys.filter((key) => key.revokedAt === null);
  const title = live.length === 0 ? 'No API keys yet.' : 'HTTP API keys';
  const lines = live.slice(0, MOST).map((key) => {
    const used = key.lastUsedAt === null ? md`never used` : md`last used ${moment(key.lastUsedAt)}`;
    const facts = md`${code(`${key.prefix}…`)}  ${escaped(key.scopes.join(', '))}\ncreated by ${person(key.createdBy)}  ·  ${used}`;
    const revoke = button('Revoke', actions.revokeApiKey, String(key.id), { style: 'danger' });
    return sectionWith(md`${bold(key.name)}  ${facts}`, { ...revoke, confirm: revoking });
  });
  const more =
    live.length > MOST ? [context(md`${live.length - MOST} older keys: npm run api-key -- list`)] : [];
  const add = buttons(button('New key', actions.newApiKey, '', { style: 'primary' }));
  return message([section(bold(title)), ...lines, ...more, add], title);
}

/** Shown if Slack closed the modal before it could show the token. */
export function apiKeyUnseen(name: string): Message {
  const words = `The key "${name}" was created, but too late to show its token. Revoke it and create another one.`;
  return message([section(md`:warning: ${escaped(words)}`)], words);
}

const revoking = {
  title: { type: 'plain_text' as const, text: 'Revoke this key?' },
  text: {
    type: 'plain_text' as const,
    text: 'Programs that use it stop working immediately. This can’t be undone.',
  },
  confirm: { type: 'plain_text' as const, text: 'Revoke' },
  deny: { type: 'plain_text' as const, text: 'Cancel' },
  style: 'danger' as const,
};
