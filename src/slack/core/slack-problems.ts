import { RollcallError } from '../../errors.ts';

interface Refusal {
  code?: string;
  data?: { error?: string; needed?: string };
}

/** A window has to open within three seconds of the click or command that asks for it. */
const expiredTriggers = [
  'expired_trigger_id',
  'exchanged_trigger_id',
  'trigger_exchanged',
  'invalid_trigger_id',
  'trigger_expired',
];

/** A refusal from Slack that a person can fix: what happened, and what to do. */
const sentences: [codes: string[], message: string, hint: string][] = [
  [
    ['not_in_channel', 'channel_not_found', 'user_not_in_channel'],
    'Rollcall isn’t a member of that channel.',
    'Invite it there with /invite @Rollcall, then try again.',
  ],
  [['is_archived'], 'That channel is archived, so nothing can be posted there.', 'Ask in another channel.'],
  [
    [
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'restricted_action_non_threadable_channel',
      'restricted_action_thread_locked',
      'posting_to_general_channel_denied',
      'ekm_access_denied',
      'team_access_not_granted',
    ],
    'Your Slack workspace doesn’t let apps post there.',
    'Ask in another channel, or ask a Slack admin to allow it.',
  ],
  [
    ['messages_tab_disabled', 'cannot_dm_bot'],
    'Slack doesn’t let Rollcall write to you: its Messages tab is turned off.',
    'Ask the person who runs Rollcall to turn the Messages tab on, under “App Home” of the Slack app.',
  ],
  [
    ['user_not_found', 'user_not_visible', 'user_disabled'],
    'Slack doesn’t know this person in this workspace.',
    'Check that the account is active.',
  ],
  [
    ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
    'Slack isn’t accepting more messages from Rollcall right now.',
    'Try again in a minute.',
  ],
  [expiredTriggers, 'The form took too long to open, so Slack didn’t show it.', 'Try again.'],
  [
    [
      'file_uploads_disabled',
      'file_uploads_except_images_disabled',
      'storage_limit_reached',
      'file_upload_disabled',
    ],
    'Your Slack workspace doesn’t accept files from apps.',
    'Export it on the machine where Rollcall runs: npm run export -- --help',
  ],
  [
    ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
    'Slack no longer accepts Rollcall’s token.',
    'Ask the person who runs Rollcall to install the Slack app again and to set the new SLACK_BOT_TOKEN.',
  ],
];

const unreachable = new Set([
  'slack_webapi_request_error',
  'slack_webapi_http_error',
  'slack_webapi_rate_limited_error',
]);

/**
 * Why Slack refused a call of the Web API, in words that name what is missing. Undefined for anything that is
 * not a refusal from Slack, or that is our own fault, such as blocks that it can't read.
 */
export function slackProblem(error: unknown): RollcallError | undefined {
  const { code, data } = (error ?? {}) as Refusal;
  // The client uses its own words when it gives up waiting.
  const refused = data?.error ?? (/rate limit/i.test(String(error)) ? 'ratelimited' : undefined);
  if (refused === 'missing_scope') {
    const scope = data?.needed === undefined ? 'a scope' : `the scope ${data.needed}`;
    return new RollcallError('unavailable', `Rollcall’s Slack app lacks ${scope}.`, {
      hint: 'Ask the person who runs Rollcall to add it under “OAuth & Permissions” of the Slack app, and to install the app again.',
      cause: error,
    });
  }
  const found = sentences.find(([codes]) => refused !== undefined && codes.includes(refused));
  if (found !== undefined) {
    const [, message, hint] = found;
    return new RollcallError('unavailable', message, { hint, cause: error });
  }
  if (code === undefined || !unreachable.has(code)) return undefined;
  return new RollcallError('unavailable', 'Slack didn’t answer Rollcall.', {
    hint: 'Try again in a moment.',
    cause: error,
  });
}

/** Whether Slack refused to open a window because it was asked too late. */
export const isExpiredTrigger = (error: unknown): boolean =>
  expiredTriggers.includes((error as Refusal | undefined)?.data?.error ?? '');

/** Whether Slack refused a change because the modal was closed or the message deleted: no one's fault. */
export function isClosedOrDeleted(reason: unknown): boolean {
  const refused = (reason as Refusal | undefined)?.data?.error;
  return refused === 'not_found' || refused === 'message_not_found';
}
