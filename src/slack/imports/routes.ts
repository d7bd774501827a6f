import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions, startsWith, views } from '../core/ids.ts';
import { importActions } from './buttons.ts';
import { importNotMail } from './buttons-not-mail.ts';
import { importDelimiter, importEncoding } from './buttons-reading.ts';
import { importViews } from './submissions.ts';

/** Registers the listeners of imports. */
export function registerImports(bolt: App, deps: SlackDeps): void {
  const imports = { ...importActions(deps), ...importViews(deps) };
  bolt.action(actions.openImport, imports.open);
  bolt.action(actions.showRejections, imports.showRejections);
  bolt.action(actions.fileOfRejections, imports.fileOfRejections);
  bolt.action(actions.retryImport, imports.retry);
  bolt.action(actions.cancelImport, imports.cancel);
  bolt.action(actions.undoImport, imports.undo);
  bolt.action(actions.showKept, imports.showKept);
  bolt.view(views.importFile, imports.file);
  bolt.action({ type: 'block_actions', action_id: startsWith(actions.importTagNames) }, imports.tagNames);
  bolt.action(actions.importEncoding, importEncoding(deps));
  bolt.action(actions.importDelimiter, importDelimiter(deps));
  bolt.action(actions.importNotMail, importNotMail(deps));
  bolt.view(views.importMapping, imports.mapping);
  bolt.view(views.importValues, imports.values);
  bolt.view(views.importRehearsal, imports.rehearsal);
  bolt.view(views.importConsent, imports.consent);
  const { importMapping, importValues, importRehearsal, importConsent } = views;
  for (const callback_id of [importMapping, importValues, importRehearsal, importConsent]) {
    bolt.view({ callback_id, type: 'view_closed' }, imports.closed);
  }
}
