import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { apiScopeNames, apiScopes } from '../../audience/workspace/api-keys.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain, sayingModal } from '../kit/modal.ts';
import { bold, code, md } from '../kit/mrkdwn.ts';

export const apiKeyMetadata = z.object({ to: answerToSchema });

/** A new key: its name and its permissions. */
export function newApiKeyModal(to: AnswerTo): ModalView {
  return {
    ...formFrame({ callback: views.newApiKey, title: 'New API key', submit: 'Create key', metadata: { to } }),
    blocks: [
      {
        type: 'input',
        block_id: 'name',
        label: plain('Name', 2000),
        hint: plain('The history shows this name for changes made with the key: website, order system', 2000),
        element: { type: 'plain_text_input', action_id: 'name', max_length: 60 },
      },
      {
        type: 'input',
        block_id: 'scopes',
        label: plain('What it can do', 2000),
        element: {
          type: 'checkboxes',
          action_id: 'scopes',
          options: apiScopeNames.map((scope) => ({
            text: plain(scope, 75),
            description: plain(apiScopes[scope].does, 75),
            value: scope,
          })),
        },
      },
    ],
  };
}

/** Shows the token, only this once: a modal is seen by one person and stored nowhere. */
export const apiTokenModal = (name: string, token: string): ModalView =>
  sayingModal('New API key', [
    section(md`The key ${bold(name)}:\n${code(token)}`),
    context(md`This is the only time it’s shown. Copy it to a place only your program can read.`),
  ]);
