import type { KnownBlock } from '@slack/types';
import type { Finding } from '../../audience/senders/findings.ts';
import type { ShownSender } from '../../audience/senders/senders.ts';
import { presetNames, senderPreset } from '../../lib/sender-presets.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, code, counted, escaped, joined, type Mrkdwn, md, moment, sentence } from '../kit/mrkdwn.ts';

/** Each sender takes three of Slack's 50 blocks. */
const MOST = 12;

/**
 * The senders, with what their last check found.
 *
 * @param options.pagesProblem why people outside don't reach the app, if they don't
 * @param options.done what was just changed
 */
export function senderList(
  senders: readonly ShownSender[],
  { pagesProblem, done }: { pagesProblem: string | undefined; done?: string | undefined },
): Message {
  const title = 'Senders';
  const left = senders.length - MOST;
  return message(
    [
      ...(done === undefined ? [] : [section(md`:white_check_mark: ${escaped(done)}`)]),
      section(
        md`${bold(title)}\nA sender is a From address and the mail server that its campaigns leave by.${senders.length === 0 ? md` There is none yet.` : ''}`,
      ),
      ...(pagesProblem === undefined
        ? []
        : [
            section(
              md`:warning: ${bold('Only tests are sent for now.')} ${sentence(pagesProblem)} Campaigns need a public https address where people can unsubscribe.`,
            ),
          ]),
      ...senders.slice(0, MOST).flatMap(senderBlocks),
      ...(left > 0 ? [context(md`and ${counted(left, 'more sender')}`)] : []),
      section(md`${bold('Add a sender')} for:`),
      buttons(
        ...presetNames.map((name) =>
          button(capital(senderPreset(name).name), `${actions.newSender}.${name}`, name),
        ),
      ),
    ],
    done ?? title,
  );
}

function senderBlocks(sender: ShownSender): KnownBlock[] {
  const { id, name, problem, checkedAt, shownFindings, dkim, way } = sender;
  const state =
    checkedAt === null
      ? md`:white_circle: not checked yet`
      : problem === null
        ? md`:large_green_circle: ready`
        : md`:red_circle: can’t be used yet`;
  const value = String(id);
  const needsCode = shownFindings.some(({ is, about }) => is === 'bad' && about === 'from');
  const lines = [
    ...shownFindings.map(findingLine),
    ...(dkim === undefined ? [] : [md`TXT record at ${code(dkim.name)}:\n${code(dkim.record)}`]),
  ];
  return [
    section(md`${bold(name)}  ${state}\n${joined(factsOf(sender), '  ·  ')}`),
    ...(lines.length === 0 ? [] : [section(joined(lines))]),
    buttons(
      button('Check again', actions.checkSender, value),
      ...(needsCode ? [button('Mail a code', actions.mailSenderCode, value, { style: 'primary' })] : []),
      ...(way === 'mailbox'
        ? []
        : [
            button('Edit', actions.editSender, value),
            {
              ...button('Remove', actions.removeSender, value, { style: 'danger' }),
              confirm: removing(name),
            },
          ]),
    ),
  ];
}

function factsOf(sender: ShownSender): Mrkdwn[] {
  const { fromName, fromAddress, way, preset, host, port, perSecond, perDay, checkedAt } = sender;
  const { name } = senderPreset(preset);
  const server =
    way === 'mailbox'
      ? md`the playground’s mailbox`
      : way === 'resend'
        ? md`Resend’s API`
        : md`${code(`${host}:${port}`)}${preset === 'smtp' ? '' : md` (${escaped(name)})`}`;
  const day = perDay === null ? '' : md`, ${counted(perDay, 'mail')} a day`;
  return [
    md`${escaped(fromName)} ${code(fromAddress)}`,
    server,
    md`up to ${escaped(perSecond.toLocaleString('en-US'))} a second${day}`,
    ...(checkedAt === null ? [] : [md`checked ${moment(checkedAt)}`]),
  ];
}

const marks: Record<Finding['is'], Mrkdwn> = {
  good: md`:white_check_mark:`,
  bad: md`:x:`,
  note: md`:information_source:`,
};

const findingLine = ({ is, says }: Finding): Mrkdwn => md`${marks[is]} ${escaped(says)}`;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const removing = (name: string) => ({
  title: { type: 'plain_text' as const, text: 'Remove this sender?' },
  text: {
    type: 'plain_text' as const,
    text: `Campaigns that are scheduled with "${name}" will be held at their time. Its password is no longer used.`,
  },
  confirm: { type: 'plain_text' as const, text: 'Remove' },
  deny: { type: 'plain_text' as const, text: 'Cancel' },
  style: 'danger' as const,
});
