import type { Person } from '../slack-server/protocol.ts';
import { Avatar } from './avatar.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { Menu } from './menu.ts';
import { useSurroundings } from './surroundings.ts';

/** Shows the current person, and switches to another one. */
export function PeopleSwitcher({ onSwitch }: { onSwitch: (id: string) => void }) {
  const { workspace, person, now } = useSurroundings();
  const items = workspace.people.map((each) => ({
    key: each.id,
    label: html`<span class="person"><${Avatar} author=${{ kind: 'person', id: each.id }} small />${each.realName}</span>`,
    description: describe(each, now()),
    checked: each.id === person.id,
    onSelect: () => onSwitch(each.id),
  }));
  return html`<div class="you">
    <${Menu} className="you-button" title="Switch person" items=${items}>
      <${Avatar} author=${{ kind: 'person', id: person.id }} />
      <span class="you-text"><span class="you-label">You are</span> <strong>${person.realName}</strong><span class="you-role">${describe(person, now())}</span></span>
      <${Icon} name="sort" />
    <//>
  </div>`;
}

const roles: Record<Person['role'], string> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  guest: 'Guest',
  stranger: 'From another organisation',
};

function describe({ role, timeZone, locale }: Person, now: Date): string {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(now);
  return `${roles[role]} · ${timeZone.split('/').at(-1)?.replaceAll('_', ' ')}, ${time}`;
}
