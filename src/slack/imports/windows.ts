import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { discardImport } from '../../audience/imports/proposals.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { plain } from '../kit/modal.ts';

// The modals of an import, from the file to its start: what the listeners of all steps share.

const metadataSchema = z.object({ importId: z.int() });

/** The import that a modal is about. */
export const importIdOf = (metadata: string): number => metadataSchema.parse(JSON.parse(metadata)).importId;

/** Deletes a proposal that no one looks at; one that was started in the meantime keeps running. */
export async function forget(
  deps: SlackDeps,
  { body, client }: { body: Parameters<typeof personOf>[0]; client: WebClient },
  metadata: string | undefined,
): Promise<void> {
  if (metadata === undefined || metadata === '') return;
  const caller = await deps.callerOf(personOf(body), client);
  await discardImport(deps.audience, caller, importIdOf(metadata)).catch((error: unknown) => {
    if (!(error instanceof RollcallError)) throw error;
  });
}

/** Says why a step can't be shown, in its place. */
export function problemModal(error: unknown, deps: SlackDeps): ModalView {
  return {
    type: 'modal',
    title: plain('Import contacts', 24),
    close: plain('Close', 24),
    blocks: showError(error, deps.log).blocks,
  };
}
