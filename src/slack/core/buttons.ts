import { z } from 'zod';
import { undo } from '../../audience/undo/take-back.ts';
import { listChanges } from '../../audience/workspace/history.ts';
import { whenInWords } from '../campaigns/buttons-release.ts';
import { whenBlock, withReadBack } from '../campaigns/forms-when.ts';
import { followImport } from '../imports/follow.ts';
import { cancelled, undoneMessage } from '../tags/messages.ts';
import { CHANGES_PER_PAGE, history } from '../workspace/messages-history.ts';
import { answerLater, takeAway } from './answers.ts';
import { answering, answerPlace, type Click } from './button-listeners.ts';
import { answerTo, type Command, splitWord } from './command-line.ts';
import type { SlackDeps } from './deps.ts';
import { filledIn, filling } from './offers-in-forms.ts';
import { personOf } from './people.ts';
import { updateView } from './windows.ts';

/** The buttons that many messages share. */
export function messageActions(deps: SlackDeps, commands: Command[]) {
  /** A button that runs a command line as if the person had typed it. */
  const runCommand = answering(deps, async (_caller, line, { body, client }) => {
    const { word, rest } = splitWord(line);
    const command = commands.find(({ name }) => name === word);
    if (command === undefined) throw new Error(`a button for an unknown command: ${word}`);
    const to = answerPlace(body);
    const source = { deps, client, person: personOf(body), triggerId: body.trigger_id, answerTo: to };
    const { answer, isRefused } = await answerTo(command, rest, { ...source, channel: body.channel?.id });
    if (answer === null || !isRefused || body.view !== undefined) return answer;
    // Beside the message: that may show by now what an earlier click did.
    await answerLater(deps, { client, userId: body.user.id, to: { ...to, replace: false } }, answer);
    return null;
  });

  return {
    runCommand: onceAtATime(runCommand),

    /** A suggestion in a form: replaces the text of its field. */
    async useOffer({ ack, body, action, client }: Click): Promise<void> {
      await ack();
      const { view } = body;
      if (view === undefined) return;
      const offer = filling.parse(JSON.parse(action.value ?? ''));
      const filled = filledIn(view, offer);
      if (offer.field !== whenBlock) return void (await updateView(client, view.id, filled));
      const caller = await deps.callerOf(personOf(body), client);
      const blocks = withReadBack(filled.blocks, await whenInWords(deps, caller, offer.text));
      await updateView(client, view.id, { ...filled, blocks });
    },

    undo: answering(deps, async (caller, value, { client }) => {
      const id = z.coerce.number().pipe(z.int()).parse(value);
      const result = await undo(deps.audience, caller, { id });
      const { importId } = result;
      if (importId === undefined) return undoneMessage(result);
      const isTold = await followImport(deps, { caller, client }, importId);
      return undoneMessage(result, isTold ? 'follow' : 'ask');
    }),

    showHistory: answering(deps, async (caller, before) => {
      const isFirst = before === '0';
      const page = await listChanges(deps.audience, caller, {
        limit: CHANGES_PER_PAGE,
        ...(isFirst
          ? {}
          : {
              before: z
                .string()
                .regex(/^\d{1,18}$/)
                .parse(before),
            }),
      });
      return history(page, { isFirst });
    }),

    /** Cancel: removes the question and changes nothing. */
    async dismiss({ ack, body, client }: Click): Promise<void> {
      await ack();
      await takeAway(deps, { client, userId: body.user.id, to: answerPlace(body) }, cancelled);
    },
  };
}

/** Two quick clicks on a button do once what it does: the second one is ignored while the first is answered. */
function onceAtATime(listener: (click: Click) => Promise<void>): (click: Click) => Promise<void> {
  const running = new Set<string>();
  return async (click) => {
    const { body, action } = click;
    const key = JSON.stringify([body.container, body.user.id, action.value]);
    if (running.has(key)) return await click.ack();
    running.add(key);
    try {
      await listener(click);
    } finally {
      running.delete(key);
    }
  };
}
