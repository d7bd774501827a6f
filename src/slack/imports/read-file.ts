import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { proposeImport } from '../../audience/imports/proposals.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { importMappingModal } from './forms.ts';

/** A file as Slack describes it, uploaded in a form or shared in a channel. */
export interface SlackFile {
  name?: string | null;
  url_private?: string;
  url_private_download?: string;
}

/**
 * Fetches a file, and proposes how to import it.
 *
 * @throws RollcallError if it can't be fetched, or isn't a list of contacts
 */
export async function readFile(
  deps: SlackDeps,
  { caller, client }: { caller: Caller; client: WebClient },
  file: SlackFile | undefined,
): Promise<ModalView> {
  const url = file?.url_private_download ?? file?.url_private;
  if (file === undefined || url === undefined) {
    throw new RollcallError('invalid-input', 'Slack didn’t send the file.', {
      hint: 'Choose the file again.',
    });
  }
  const fileName = file.name ?? 'contacts.csv';
  const bytes = await deps.files.download({ name: fileName, url }, client);
  return importMappingModal(await proposeImport(deps.audience, caller, { fileName, bytes }));
}
