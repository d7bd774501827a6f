import { createApp } from '../../src/app.ts';
import type { SendingPort } from '../../src/audience/campaigns/sending/port.ts';
import { createRoutes } from '../../src/http/routes.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { defined } from '../../src/lib/defined.ts';
import { startPlayground } from '../../src/playground/start.ts';
import { createHttpReceiver } from '../../src/slack/core/receiver.ts';
import type { DatabaseKind, OpenDatabase } from './database.ts';
import { type SlackPerson, slackPerson } from './slack-person.ts';
import { borrowDatabase } from './with-audience.ts';

/** The whole app on its own database, with the playground's stand-in Slack in front of it. */
export interface TestRollcall {
  database: OpenDatabase;
  slack: Awaited<ReturnType<typeof startPlayground>>;
  /** An admin in London. */
  ada: SlackPerson;
  /** A member in Tokyo. */
  yuki: SlackPerson;
  /** A guest. */
  gus: SlackPerson;
  /** Where the app listens. */
  url: string;
  signingSecret: string;
  /** What the app logged. */
  log: string[];
  close(): Promise<void>;
}

/**
 * Starts it as main.ts does for the playground: real signed HTTP both ways.
 *
 * @param options.now the clock; the machine's if left out
 * @param options.sending how campaigns are sent; they aren't if left out
 * @param options.publicUrl the app's address from outside, which turns on its public pages; none if left out
 * @param options.prepare what the app does before it answers the first request; it isn't begun before then
 */
export async function startRollcall(
  kind: DatabaseKind,
  options: {
    now?: () => Date;
    publicUrl?: string;
    sending?: SendingPort;
    prepare?: () => Promise<void>;
  } = {},
): Promise<TestRollcall> {
  const database = await borrowDatabase(kind);
  const [signingSecret, botToken] = ['a secret of the tests', 'xoxb-of-the-tests'];
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const slack = await startPlayground({ port: 0, signingSecret, botToken });
  const { publicUrl, sending, prepare } = options;
  const pages = publicUrl === undefined ? undefined : { url: publicUrl, check: async () => undefined };
  const audience = { storage: database.storage, now: options.now ?? (() => new Date()), pages, sending };
  const receiver = createHttpReceiver({ signingSecret, log });
  const app = await createApp(
    {
      audience,
      slack: { botToken, apiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
      publicUrl,
      log,
      ...defined({ prepare }),
    },
    { receiver },
  );
  if (prepare === undefined) await app.begin();
  const server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    routes: createRoutes(audience, { log }),
    slack: receiver.requestListener,
    limits: { graceMs: 0 },
  });
  const url = `http://127.0.0.1:${server.port}`;
  slack.connectApp(`${url}/slack/events`);
  return {
    database,
    slack,
    ada: slackPerson(slack, 'U0ADA'),
    yuki: slackPerson(slack, 'U0YUKI'),
    gus: slackPerson(slack, 'U0GUS'),
    url,
    signingSecret,
    log: lines,
    close: async () => {
      await app.stop();
      await server.close();
      await slack.close();
      await database.close();
    },
  };
}
