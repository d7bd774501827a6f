import type { Overview } from '../../audience/workspace/overview.ts';
import { contactTotals } from '../contacts/messages.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { barChart } from '../kit/charts.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { clock, count, counted, escaped, joined, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { changeInWords } from './messages-history.ts';

/** The whole audience on one screen: totals, sign-ups per day, and the largest changes. */
export function audienceOverview(seen: Overview): Message {
  const { totals, signUps, lately, tags, segments, changes, isAdmin, at } = seen;
  const more = menu(
    choice('History', `${actions.runCommand}.history`, '/audience history'),
    ...(isAdmin
      ? [
          choice('Settings', actions.openSettings, ''),
          choice('Email providers', `${actions.runCommand}.providers`, '/audience providers'),
          choice('API keys', `${actions.runCommand}.keys`, '/audience keys'),
        ]
      : []),
    choice('Help', `${actions.runCommand}.help`, '/audience help'),
  );
  if (totals.contacts === 0) {
    const empty = contactTotals(totals);
    return { ...empty, blocks: [...empty.blocks, buttons(...more)] };
  }
  const statuses = Object.entries(totals.byStatus)
    .filter(([, many]) => many > 0)
    .map(([status, many]) => md`*${count(many)}* ${escaped(status)}`);
  const points = signUps.map(({ day, contacts }) => ({ label: dayLabel(day), value: contacts }));
  return message(
    [
      header(counted(totals.contacts, 'contact')),
      section(joined(statuses, '  ·  ')),
      ...barChart(`Sign-ups per day, the last ${signUps.length} days`, 'Sign-ups', points),
      context(signUpWords(seen)),
      ...(changes.length === 0
        ? []
        : [
            section(
              md`*Largest changes*\n${joined(changes.map((change) => md`• ${changeInWords(change)}  ·  ${moment(change.at)}`))}`,
            ),
          ]),
      buttons(
        button('View people', `${actions.runCommand}.contacts`, '/contacts'),
        button(counted(tags, 'tag'), `${actions.runCommand}.tags`, '/tags'),
        button(counted(segments, 'segment'), `${actions.runCommand}.segments`, '/segments'),
        ...more,
      ),
      context(md`counted ${clock(at)}  ·  *+${count(lately)}* in the last 30 days`),
    ],
    counted(totals.contacts, 'contact'),
  );
}

/** The same as the chart, for people who can’t see it. */
function signUpWords({ signUps }: Overview): Mrkdwn {
  const sum = signUps.reduce((total, { contacts }) => total + contacts, 0);
  const most = signUps.toSorted((one, other) => other.contacts - one.contacts)[0];
  const today = signUps.at(-1);
  if (sum === 0 || most === undefined)
    return md`No sign-ups in the last ${count(signUps.length)} days. Contacts without a sign-up date count on the day they were added.`;
  return md`*${counted(sum, 'sign-up')}* in ${count(signUps.length)} days, *${count(today?.contacts ?? 0)}* today, most on ${escaped(dayLabel(most.day))} (${count(most.contacts)}). Contacts without a sign-up date count on the day they were added.`;
}

const dayLabel = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
