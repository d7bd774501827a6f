import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { views } from '../core/ids.ts';
import { importActions } from './buttons.ts';
import { importNotMail } from './buttons-not-mail.ts';
import { importDelimiter, importEncoding } from './buttons-reading.ts';
import { importShared, sharedFiles } from './shared-file.ts';
import { importViews } from './submissions.ts';

/** The listeners of the buttons and forms of imports. */
export function importListeners(deps: SlackDeps) {
  const { closed: _, ...forms } = importViews(deps);
  return {
    buttons: {
      ...importActions(deps),
      importEncoding: importEncoding(deps),
      importDelimiter: importDelimiter(deps),
      importNotMail: importNotMail(deps),
      importShared: importShared(deps),
    },
    forms,
  };
}

/** Registers the other listeners of imports: files that are shared, and forms that are closed. */
export function registerImports(bolt: App, deps: SlackDeps): void {
  bolt.event('file_shared', sharedFiles(deps));
  const { closed } = importViews(deps);
  const { importMapping, importValues, importRehearsal, importConsent } = views;
  for (const callback_id of [importMapping, importValues, importRehearsal, importConsent]) {
    bolt.view({ callback_id, type: 'view_closed' }, closed);
  }
}
