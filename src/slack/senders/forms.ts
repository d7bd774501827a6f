import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { ShownSender } from '../../audience/senders/senders.ts';
import { type PresetName, presetNames, senderPreset, smtpPorts } from '../../lib/sender-presets.ts';
import { answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { escaped, md } from '../kit/mrkdwn.ts';

export const presetValue = z.enum(presetNames);

/** `id`: the sender to change; without it, one is added. */
export const senderMetadata = z.object({
  to: answerToSchema,
  preset: presetValue,
  id: z.int().optional(),
});

export const codeMetadata = z.object({ to: answerToSchema, id: z.int() });

const portOptions: PlainTextOption[] = smtpPorts.map(({ port, security }) => ({
  text: plain(`${port}, ${security === 'tls' ? 'TLS' : 'STARTTLS'}`, 75),
  value: String(port),
}));

const signing: PlainTextOption = {
  text: plain('Rollcall signs the mails (DKIM)', 75),
  value: 'on',
  description: plain('If the server doesn’t. You’ll get a record to add to DNS.', 75),
};

/** Asks for what it takes to send mail: a few fields for a known service, all of them for another server. */
export function senderModal(
  metadata: z.infer<typeof senderMetadata>,
  sender: ShownSender | undefined,
): ModalView {
  const { preset } = metadata;
  const { name, provider } = senderPreset(preset);
  const isNew = sender === undefined;
  return {
    type: 'modal',
    callback_id: views.sender,
    private_metadata: JSON.stringify(metadata),
    title: plain(isNew ? 'Add a sender' : 'Edit sender', 24),
    submit: plain(isNew ? 'Add and check' : 'Save and check', 24),
    close: plain('Cancel', 24),
    blocks: [
      input('name', 'Name', sender?.name ?? '', { most: 60, hint: 'For your team, like “Newsletter”.' }),
      input('fromName', 'From name', sender?.fromName ?? '', { most: 100 }),
      input('fromAddress', 'From address', sender?.fromAddress ?? '', { most: 254 }),
      input('replyTo', 'Replies go to', sender?.replyTo ?? '', {
        ...{ most: 254, optional: true, hint: 'Leave it empty to get replies at the From address.' },
      }),
      ...serverBlocks(preset, sender),
      input(
        'perSecond',
        'Mails a second, at most',
        String(sender?.perSecond ?? senderPreset(preset).perSecond),
        {
          most: 10,
          optional: true,
        },
      ),
      input('perDay', 'Mails a day, at most', String(sender?.perDay ?? ''), { most: 12, optional: true }),
      ...(provider === null
        ? [
            section(
              md`Another server doesn’t report what happens later: you see what it refuses right away, but no bounces or complaints that come afterwards.`,
            ),
          ]
        : [
            section(
              md`To see bounces and complaints that come later, connect ${escaped(name)} with /audience providers, too.`,
            ),
          ]),
    ],
  };
}

/** What differs from service to service. */
function serverBlocks(preset: PresetName, sender: ShownSender | undefined): KnownBlock[] {
  const { way, host, userName, userHint, passwordHint, port, selectorHint } = senderPreset(preset);
  const isKept = sender !== undefined;
  const password = input('password', way === 'smtp' ? 'Password' : 'API key', '', {
    most: 1000,
    optional: isKept || preset === 'smtp',
    hint: `${passwordHint} It’s stored encrypted and never shown again.${isKept ? ' Leave it empty to keep the one that is stored.' : ''}`,
  });
  const selector = input('selector', 'DKIM selector', sender?.keySelector ?? '', {
    ...{ most: 200, optional: true, hint: selectorHint },
  });
  if (way !== 'smtp') return [password, selector];
  const chosen = portOptions.find(({ value }) => value === String(sender?.port ?? port));
  return [
    input('host', 'Mail server', sender?.host ?? host, { most: 253, hint: 'Like smtp.example.com.' }),
    {
      type: 'input',
      block_id: 'port',
      label: plain('Port', 2000),
      element: {
        ...{ type: 'static_select', action_id: 'port', options: portOptions },
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      },
    },
    input('userName', 'User name', sender?.userName ?? userName, {
      ...{ most: 320, optional: preset === 'smtp', hint: userHint },
    }),
    password,
    selector,
    {
      type: 'input',
      block_id: 'signs',
      optional: true,
      label: plain('Signature', 2000),
      element: {
        ...{ type: 'checkboxes', action_id: 'signs', options: [signing] },
        ...(sender?.dkimSelector ? { initial_options: [signing] } : {}),
      },
    },
  ];
}

/** Asks for the code that was mailed to a From address. */
export const codeModal = (metadata: z.infer<typeof codeMetadata>, fromAddress: string): ModalView => ({
  type: 'modal',
  callback_id: views.senderCode,
  private_metadata: JSON.stringify(metadata),
  title: plain('Confirm the address', 24),
  submit: plain('Confirm', 24),
  close: plain('Cancel', 24),
  blocks: [
    section(md`A mail with a code is on its way to the From address. The code is valid for 30 minutes.`),
    input('code', 'Code', '', { most: 12, hint: `From the mail to ${fromAddress}.` }),
  ],
});

function input(
  id: string,
  label: string,
  value: string,
  { most, hint, optional = false }: { most: number; hint?: string; optional?: boolean },
): InputBlock {
  return {
    ...{ type: 'input', block_id: id, optional, label: plain(label, 2000) },
    ...(hint === undefined || hint === '' ? {} : { hint: plain(hint, 2000) }),
    element: {
      ...{ type: 'plain_text_input', action_id: id, max_length: most },
      ...(value === '' ? {} : { initial_value: value }),
    },
  };
}
