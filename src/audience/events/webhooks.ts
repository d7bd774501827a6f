import { RollcallError } from '../../errors.ts';
import { type Provider, providerFacts, providers } from '../../lib/providers.ts';
import { countKeptItems } from '../../storage/events/kept-items.ts';
import type { Webhook } from '../../storage/events/webhooks.ts';
import * as stored from '../../storage/events/webhooks.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';

/** The path to enter at the provider, after the app's public address. */
export const webhookPath = ({ provider, path }: Pick<Webhook, 'provider' | 'path'>): string =>
  `/webhooks/${provider}/${path}`;

/** The provider with this name. @throws RollcallError `invalid-input` if there is none */
export function providerNamed(name: string): Provider {
  const provider = providers.find((one) => one === name.trim().toLowerCase());
  if (provider !== undefined) return provider;
  // The input is not repeated: it may be a secret in the wrong place.
  throw new RollcallError('invalid-input', 'Rollcall can’t connect that email provider.', {
    hint: `These can be connected: ${providers.join(', ')}.`,
  });
}

/**
 * Adds a webhook for a provider.
 *
 * @param options.secret verifies the provider's requests: see providerFacts. Stored encrypted, never shown
 *   again
 * @param options.submission id of the form's submission: if it is delivered twice, the second call finds the
 *   first one's webhook
 * @throws RollcallError `invalid-input` for an unknown provider or a secret in the wrong format
 */
export async function createWebhook(
  deps: AudienceDeps,
  caller: Caller,
  options: { provider: string; secret: string; submission?: string | undefined },
): Promise<Webhook> {
  requireRole(caller, 'admin', 'connect email providers');
  const provider = providerNamed(options.provider);
  const { name } = providerFacts[provider];
  const secret = checkedSecret(provider, options.secret);
  return asOneChange(deps, caller, async ({ database, workspaceId, actor, audit }) => {
    const { submission } = options;
    const given = { workspaceId, provider, secret, createdBy: actor, now: deps.now(), submission };
    const { webhook, isNew } = await stored.insertWebhook(database, deps.storage.hash, given);
    if (isNew) await audit('webhook.created', name);
    return webhook;
  });
}

/** A webhook with the number of its items that can't be read yet. */
export type ListedWebhook = Webhook & { kept: number };

/** The webhooks of a workspace, with what arrived. */
export async function listWebhooks(deps: AudienceDeps, caller: Caller): Promise<ListedWebhook[]> {
  requireRole(caller, 'admin', 'see connected email providers');
  const { prisma } = deps.storage;
  const kept = await countKeptItems(prisma, caller.workspaceId);
  const webhooks = await stored.listWebhooks(prisma, caller.workspaceId);
  return webhooks.map((webhook) => ({ ...webhook, kept: kept.get(webhook.id) ?? 0 }));
}

/** One of them. @throws RollcallError `not-found` */
export async function findWebhook(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<Webhook> {
  const found = (await listWebhooks(deps, caller)).find((one) => one.id === id);
  if (found === undefined) throw noWebhook(id);
  return found;
}

/**
 * Replaces the secret that verifies a webhook's requests; its URL stays.
 *
 * @throws RollcallError `not-found`, `invalid-input` for a secret in the wrong format
 */
export async function replaceWebhookSecret(
  deps: AudienceDeps,
  caller: Caller,
  options: { id: number; secret: string },
): Promise<Webhook> {
  requireRole(caller, 'admin', 'connect email providers');
  const found = await findWebhook(deps, caller, options);
  const secret = checkedSecret(found.provider, options.secret);
  return asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const isThere = await stored.updateWebhookSecret(database, deps.storage.hash, {
      workspaceId,
      id: found.id,
      secret,
    });
    if (!isThere) throw noWebhook(found.id);
    await audit('webhook.key-replaced', providerFacts[found.provider].name);
    return found;
  });
}

function checkedSecret(provider: Provider, typed: string): string {
  const { name, secret: what, fits } = providerFacts[provider];
  const secret = typed.trim();
  if (fits.test(secret)) return secret;
  // The input is not repeated: it may be another secret.
  throw new RollcallError('invalid-input', `That isn’t what ${name} needs: enter ${what}.`);
}

const noWebhook = (id: number): RollcallError =>
  new RollcallError(
    'not-found',
    `That email provider isn’t connected (number ${id}): someone may have disconnected it.`,
  );

/** Removes a webhook: requests to its URL are refused from now on. @throws RollcallError `not-found` */
export async function removeWebhook(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<Webhook> {
  requireRole(caller, 'admin', 'disconnect email providers');
  return asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const found = (await stored.listWebhooks(database, workspaceId)).find((one) => one.id === id);
    if (found === undefined) throw noWebhook(id);
    await stored.deleteWebhook(database, workspaceId, id);
    await audit('webhook.removed', providerFacts[found.provider].name);
    return found;
  });
}

/** A webhook that was found by its URL, with its secret. */
export type OpenedWebhook = Webhook & { workspaceId: number; secret: string };

export const openWebhook = (
  deps: AudienceDeps,
  at: { provider: string; path: string },
): Promise<OpenedWebhook | undefined> => stored.findWebhook(deps.storage, at);

/**
 * Whether a token may be used with this body: see takeToken.
 *
 * @param options.forMs how long tokens are remembered
 */
export function takeToken(
  deps: AudienceDeps,
  webhook: OpenedWebhook,
  { token, bodyHash, forMs }: { token: string; bodyHash: string; forMs: number },
): Promise<boolean> {
  const now = deps.now();
  const keptSince = new Date(now.getTime() - forMs);
  const { workspaceId, id: webhookId } = webhook;
  return stored.takeToken(deps.storage.prisma, { workspaceId, webhookId, token, bodyHash, now, keptSince });
}
