import { z } from 'zod';
import { requireRole } from '../../audience/permissions.ts';
import { checkSender } from '../../audience/senders/check.ts';
import { confirmCode, mailCode } from '../../audience/senders/code.ts';
import {
  createSender,
  editSender,
  removeSender,
  type SenderForm,
  showSender,
} from '../../audience/senders/senders.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { shownSenders } from './command.ts';
import { codeMetadata, codeModal, presetValue, senderMetadata, senderModal } from './forms.ts';

const idValue = z.coerce.number().pipe(z.int());

/** The listeners of the buttons and forms of senders. */
export const senderListeners = (deps: SlackDeps) => ({
  buttons: senderActions(deps),
  forms: senderViews(deps),
});

function senderActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    newSender: opening(deps, 'Add a sender', async (caller, value, to) => {
      requireRole(caller, 'admin', 'add senders');
      return senderModal({ to, preset: presetValue.parse(value) }, undefined);
    }),
    editSender: opening(deps, 'Edit sender', async (caller, value, to) => {
      const sender = await showSender(audience, caller, { id: idValue.parse(value) });
      return senderModal({ to, preset: sender.preset, id: sender.id }, sender);
    }),
    checkSender: answering(deps, async (caller, value) => {
      const { name, problem } = await checkSender(audience, caller, { id: idValue.parse(value) });
      const done = problem === null ? `Checked "${name}": it’s ready.` : undefined;
      return shownSenders(deps, caller, done);
    }),
    mailSenderCode: opening(deps, 'Confirm the address', async (caller, value, to) => {
      const id = idValue.parse(value);
      const { fromAddress } = await mailCode(audience, caller, { id });
      return codeModal({ to, id }, fromAddress);
    }),
    removeSender: answering(deps, async (caller, value) => {
      const { name } = await removeSender(audience, caller, { id: idValue.parse(value) });
      return shownSenders(deps, caller, `Removed the sender "${name}".`);
    }),
  };
}

function senderViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    sender: submitting(deps, {
      title: 'Senders',
      field: 'name',
      metadata: senderMetadata,
      async run(caller, { id, preset }, { view }) {
        const form = formIn(view.state.values as FormValues);
        const { name, problem } =
          id === undefined
            ? await createSender(audience, caller, { preset, form })
            : await editSender(audience, caller, { id, form });
        const did = id === undefined ? `Added the sender "${name}".` : `Changed the sender "${name}".`;
        const next = problem === null ? ' It’s ready.' : ' See below what it still needs.';
        return { answer: await shownSenders(deps, caller, did + next) };
      },
    }),
    senderCode: submitting(deps, {
      title: 'Senders',
      field: 'code',
      metadata: codeMetadata,
      async run(caller, { id }, { view }) {
        const code = typedIn(view.state.values as FormValues, 'code');
        const { name } = await confirmCode(audience, caller, { id, code });
        return { answer: await shownSenders(deps, caller, `Confirmed the From address of "${name}".`) };
      },
    }),
  };
}

function formIn(values: FormValues): SenderForm {
  const typed = (block: string): string => typedIn(values, block);
  return {
    ...{ name: typed('name'), fromName: typed('fromName'), fromAddress: typed('fromAddress') },
    ...{ replyTo: typed('replyTo'), host: typed('host'), userName: typed('userName') },
    port: Number(chosenIn(values, 'port') ?? 0),
    ...{ password: typed('password'), perSecond: typed('perSecond'), perDay: typed('perDay') },
    selector: typed('selector'),
    signs: allChosenIn(values, 'signs').includes('on'),
  };
}
