import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RollcallError } from './errors.ts';
import { isOpenedByBrowsers } from './lib/browser-ports.ts';
import { defined } from './lib/defined.ts';

/** How the app talks to Slack. */
export type SlackConfig =
  | { mode: 'socket'; botToken: string; appToken: string; apiUrl: string }
  | { mode: 'http'; botToken: string; signingSecret: string; apiUrl: string }
  /** Without Slack: a stand-in on this machine, for trying things out. */
  | { mode: 'playground' };

/** Where the data is. */
export interface DatabaseConfig {
  /** The key for hashes of erased addresses. By default a key is made and kept under `dataDir`. */
  secret?: string;
  /** Secrets from before a rotation: what was stored under them is still recognized. */
  secretsBefore?: string[];
  /** The PostgreSQL database to use; the embedded one under `dataDir` by default. */
  databaseUrl?: string;
  dataDir: string;
}

export interface Config {
  slack: SlackConfig;
  /** Port of the app's own HTTP server; of the playground's page in playground mode. */
  port: number;
  /** The app's public address without a trailing slash; undefined if it isn't set. */
  publicUrl: string | undefined;
  /**
   * How many proxies are in front of the app. The client's address is the one that the outermost proxy saw.
   */
  trustProxy: number;
  /** No campaign goes out: for while a backup is being restored by other means. */
  isSendingPaused: boolean;
  /** Mail servers that may be on this machine or in a private network, in lower case. */
  smtpHosts: string[];
  database: DatabaseConfig;
}

const SLACK_API = 'https://slack.com/api/';

/** Every variable that Rollcall reads, and what it is for: the messages below quote this. */
const purposes = {
  SLACK_BOT_TOKEN: 'your Slack app’s bot token (starts with xoxb-), from "OAuth & Permissions"',
  SLACK_SIGNING_SECRET:
    'proves that requests come from Slack; from "Basic Information", required without Socket Mode',
  SLACK_APP_TOKEN: 'the app-level token for Socket Mode (starts with xapp-), from "Basic Information"',
  SLACK_API_URL: `the URL of Slack’s Web API; ${SLACK_API} unless you test against something else`,
  PORT: 'the port to listen on, 1 to 65535 (default: 3000)',
  ROLLCALL_URL:
    'the app’s public URL, like https://rollcall.example.org; shown as part of addresses; without it, no preference pages are served',
  TRUST_PROXY:
    'how many proxies are in front of the app, 0 to 9 (default: 0); each one adds the address it saw to X-Forwarded-For',
  DATABASE_URL: 'your PostgreSQL, like postgresql://user:password@host:5432/rollcall',
  DATA_DIR: 'the folder of the embedded database (default: data)',
  ROLLCALL_SECRET:
    'the key for hashes of erased addresses: 32 characters or more, the same for every process (create one with: openssl rand -hex 32). Optional without DATABASE_URL: one is created and kept in DATA_DIR',
  ROLLCALL_SECRETS_BEFORE:
    'earlier values of ROLLCALL_SECRET, separated by spaces, so that data stored with them still works. If one contains a space, use a JSON list',
  PLAYGROUND: 'set to 1 to start the playground even though DATABASE_URL is set',
  PAUSE_SENDING:
    'set to 1 to send no campaigns: before you restore a database by other means than npm run restore',
  SMTP_HOSTS:
    'names of mail servers on this machine or in your own network that senders may use, separated by spaces; others there are refused',
  NODE_ENV: 'production forbids the playground',
} as const;

const text = z.string().trim().min(1);

/** Splits at blanks or commas. A JSON list works too, for words that contain either. */
function listOf(value: string, context: z.RefinementCtx): unknown {
  if (!value.startsWith('[')) return value.split(/[\s,]+/).filter((word) => word !== '');
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'not a JSON list' });
    return z.NEVER;
  }
}

// Loose: an unknown Slack variable (a typo) still means that Slack is wanted.
const environmentSchema = z.looseObject({
  SLACK_BOT_TOKEN: text.startsWith('xoxb-').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-').optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  ROLLCALL_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[?#]/.test(url))
    .optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(9).default(0),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//).optional(),
  DATA_DIR: text.default('data'),
  ROLLCALL_SECRET: text.min(32).optional(),
  ROLLCALL_SECRETS_BEFORE: text
    .transform(listOf)
    .pipe(z.array(text.min(32)).min(1))
    .optional(),
  PLAYGROUND: z.enum(['0', '1']).optional(),
  PAUSE_SENDING: z.enum(['0', '1']).optional(),
  SMTP_HOSTS: text.transform(listOf).pipe(z.array(text)).optional(),
  NODE_ENV: text.optional(),
});

/**
 * Reads the environment (and the file `.env` beside package.json, which never overrides it).
 *
 * @throws RollcallError `misconfigured`, naming each missing or wrong variable and what it is for
 */
export function readConfig(env: NodeJS.ProcessEnv = environment()): Config {
  const values = parse(env);
  return {
    slack: readSlack(values),
    port: values.PORT,
    publicUrl: publicUrlOf(values),
    trustProxy: values.TRUST_PROXY,
    isSendingPaused: values.PAUSE_SENDING === '1',
    smtpHosts: (values.SMTP_HOSTS ?? []).map((host) => host.toLowerCase()),
    database: databaseOf(values),
  };
}

/**
 * Reads the app's address as `readConfig` does, for the command line, whatever is set for Slack. Throws as
 * readConfig does.
 */
export function readPublicUrl(env: NodeJS.ProcessEnv = environment()): string | undefined {
  return publicUrlOf(parse(env));
}

/**
 * Reads what the command line needs: the data settings, whatever is set for Slack. Throws as readConfig does.
 */
export function readDatabaseConfig(env: NodeJS.ProcessEnv = environment()): DatabaseConfig {
  return databaseOf(parse(env));
}

/**
 * Whether DATABASE_URL is set, for commands that only work on the embedded database. Throws as readConfig
 * does.
 */
export function isServerSet(env: NodeJS.ProcessEnv = environment()): boolean {
  return parse(env).DATABASE_URL !== undefined;
}

/** Whether no variable says that a real Slack is connected. Throws as readConfig does. */
export const isPlaygroundMeant = (env: NodeJS.ProcessEnv = environment()): boolean =>
  isPlayground(parse(env));

const hasSlackIn = (values: Environment): boolean =>
  Object.keys(values).some((name) => name.startsWith('SLACK_'));

const isPlayground = (values: Environment): boolean =>
  values.PLAYGROUND === '1' ||
  (!hasSlackIn(values) && values.DATABASE_URL === undefined && values.PLAYGROUND !== '0');

function parse(env: NodeJS.ProcessEnv): Environment {
  // An empty variable (`PORT=` in .env) counts as unset.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  throw misconfigured(
    wrong.map((name) => `${name} is not usable`),
    wrong,
  );
}

const publicUrlOf = ({ ROLLCALL_URL: url }: Environment): string | undefined => url?.replace(/\/+$/, '');

function databaseOf(values: Environment): DatabaseConfig {
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, ROLLCALL_SECRET: secret } = values;
  const { ROLLCALL_SECRETS_BEFORE: secretsBefore } = values;
  // If several processes share a server, each would make its own secret, and erased people would return.
  if (databaseUrl !== undefined && secret === undefined) throw noSecret(dataDir);
  return {
    dataDir,
    ...defined({ databaseUrl, secret, secretsBefore }),
  };
}

/**
 * Earlier versions made a secret for each data folder, even next to a server. That secret is the right one
 * then.
 */
function noSecret(dataDir: string): RollcallError {
  const kept = join(dataDir, 'secret');
  return new RollcallError('misconfigured', 'DATABASE_URL is set, but ROLLCALL_SECRET is missing.', {
    hint: existsSync(kept)
      ? `Earlier versions kept it in ${kept}: set ROLLCALL_SECRET to that value for every process. If other processes created their own, add those to ROLLCALL_SECRETS_BEFORE, separated by spaces.`
      : 'It keys the hashes of erased addresses and encrypts providers\' secrets, so it has to be the same for every process and must not change. Create one with "openssl rand -hex 32", set ROLLCALL_SECRET to it, and keep a copy.',
  });
}

type Environment = z.infer<typeof environmentSchema>;

function readSlack(values: Environment): SlackConfig {
  if (isPlayground(values)) return readPlayground(values);
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
  } = values;
  const apiUrl = withSlash(values.SLACK_API_URL ?? SLACK_API);
  const missing: (keyof typeof purposes)[] = [];
  if (botToken === undefined) missing.push('SLACK_BOT_TOKEN');
  if (appToken === undefined && signingSecret === undefined)
    missing.push('SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET');
  if (botToken !== undefined && appToken !== undefined) return { mode: 'socket', botToken, appToken, apiUrl };
  if (botToken !== undefined && signingSecret !== undefined)
    return { mode: 'http', botToken, signingSecret, apiUrl };
  const either = missing.includes('SLACK_APP_TOKEN')
    ? ' (one of SLACK_APP_TOKEN and SLACK_SIGNING_SECRET is enough)'
    : '';
  throw misconfigured([`${missing.join(', ')} missing${either}`], missing);
}

function readPlayground(values: Environment): SlackConfig {
  if (hasSlackIn(values)) {
    throw misconfigured(
      ['PLAYGROUND is 1, but SLACK_ variables are set: unset one or the other'],
      ['PLAYGROUND'],
    );
  }
  if (values.NODE_ENV === 'production') {
    throw misconfigured(
      ['the playground doesn’t start if NODE_ENV is production, and no SLACK_ variable is set'],
      ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
    );
  }
  if (!isOpenedByBrowsers(values.PORT)) {
    throw new RollcallError(
      'misconfigured',
      `Browsers refuse to open port ${values.PORT}: other programs use it.`,
      {
        hint: 'The playground’s page needs another one, like PORT=3000 npm start',
      },
    );
  }
  return { mode: 'playground' };
}

function misconfigured(sentences: string[], names: string[]): RollcallError {
  const lines = names.map((name) => `  ${name}: ${purposes[name as keyof typeof purposes]}`);
  return new RollcallError('misconfigured', `The configuration is incomplete: ${sentences.join('; ')}.`, {
    hint: `${lines.join('\n')}\nSet them in the environment or in a .env file; .env.example lists them all.`,
  });
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function environment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
