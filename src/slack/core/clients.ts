import type { AllMiddlewareArgs, App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';

/** A workspace, as a request of Slack's names it or as the database does. */
export type Workspace = { teamId: string } | { workspaceId: number };

/** The client that may write in a workspace. Everything that Rollcall says in Slack goes through one of these. */
export type ClientOf = (workspace: Workspace) => WebClient;

/** The clients of an app that one workspace installed: whatever workspace is named, its one token speaks. */
export function clientsOfToken(token: string, options: WebClientOptions): ClientOf {
  const client = new WebClient(token, options);
  return () => client;
}

const kinds = ['action', 'command', 'event', 'options', 'shortcut', 'use', 'view'] as const;

type Listener = (args: AllMiddlewareArgs) => Promise<void>;

/**
 * Bolt as it is, but for the client that listeners get: `clientOf` gives the one of the workspace that the request is from. So a
 * listener answers through the same client as a job that tells the same workspace something.
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
