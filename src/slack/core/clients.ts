import type { AllMiddlewareArgs, App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';

/** A workspace, identified as in Slack's requests or as in the database. */
export type Workspace = { teamId: string } | { workspaceId: number };

/** The client that may write in a workspace. Everything Rollcall says in Slack goes through one of these. */
export type ClientOf = (workspace: Workspace) => WebClient;

/** The client of an app that a single workspace installed: its one token serves any workspace. */
export function clientsOfToken(token: string, options: WebClientOptions): ClientOf {
  const client = new WebClient(token, options);
  return () => client;
}

const kinds = ['action', 'command', 'event', 'options', 'shortcut', 'use', 'view'] as const;

type Listener = (args: AllMiddlewareArgs) => Promise<void>;

/**
 * Bolt itself, except for the client that listeners get: `clientOf` returns the one for the workspace of the
 * request. So a listener answers through the same client as a job that writes to the same workspace.
 */
export function withClients(bolt: App, clientOf: ClientOf): App {
  const listening =
    (listener: Listener): Listener =>
    (args) =>
      listener({ ...args, client: clientOf({ teamId: args.context.teamId ?? '' }) });
  const registering = kinds.map((kind) => {
    const register = bolt[kind].bind(bolt) as (...given: unknown[]) => void;
    const value = (...given: unknown[]) =>
      register(...given.map((each) => (typeof each === 'function' ? listening(each as Listener) : each)));
    return [kind, { value }];
  });
  return Object.create(bolt, Object.fromEntries(registering)) as App;
}
