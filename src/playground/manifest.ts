import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../places.ts';
import type { Manifest } from './slack-server/options.ts';

/** The parts of a Slack manifest that the stand-in uses, as Slack writes them. */
const manifestSchema = z.object({
  features: z.object({
    bot_user: z.object({ display_name: z.string() }),
    app_home: z.object({ messages_tab_read_only_enabled: z.boolean().default(false) }).prefault({}),
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string().exactOptional() }),
    ),
    shortcuts: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['global', 'message']),
          callback_id: z.string(),
          description: z.string(),
        }),
      )
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }).default({ bot_events: [] }),
  }),
});

/** Reads manifest.yml, the same one that real Slack gets, so that the playground knows what Slack knows. */
export function readManifest(): Manifest {
  const text = readFileSync(join(root, 'manifest.yml'), 'utf8');
  const { features, oauth_config, settings } = manifestSchema.parse(parse(text));
  return {
    botName: features.bot_user.display_name,
    commands: features.slash_commands,
    shortcuts: features.shortcuts,
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions.bot_events,
    isMessagesTabReadOnly: features.app_home.messages_tab_read_only_enabled,
  };
}
