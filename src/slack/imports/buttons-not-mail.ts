import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { tell } from '../core/answers.ts';
import type { SlackDeps } from '../core/deps.ts';
import { showError } from '../core/show-error.ts';
import type { ViewValues } from './forms-columns.ts';
import { readMeanings, withoutMail } from './forms-values.ts';
import { rehearseStep, updateWithRehearsal } from './steps.ts';
import { forget, importIdOf } from './windows.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** The column isn't about mail: it's kept as an attribute. Choices for other cells are kept too. */
export function importNotMail(deps: SlackDeps) {
  return async ({ ack, body, action, client }: Args): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    try {
      const values = view.state.values as ViewValues;
      const column = Number(action.value);
      const step = { importId: importIdOf(view.private_metadata), person: { body, client } };
      const { isShown } = await updateWithRehearsal(deps, { client, viewId: view.id }, (onProgress) =>
        rehearseStep(deps, { ...step, onProgress }, ({ mapping, ...chosen }) => ({
          ...chosen,
          mapping: withoutMail(readMeanings(values, mapping), column),
        })),
      );
      if (!isShown) await forget(deps, { body, client }, view.private_metadata);
    } catch (error) {
      await tell(deps, { client, userId: body.user.id }, showError(error, deps.log));
    }
  };
}
