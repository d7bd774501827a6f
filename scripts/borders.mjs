// Which files may not import which, as one table; `node scripts/borders.mjs` writes it into biome.json, and
// the linter reports a violation. Generated because Biome's overrides replace each other instead of adding
// up: each row has to list everything that its files may not do.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const io = [
  'node:*',
  'pg',
  '@prisma/*',
  'hono',
  '@hono/*',
  '@slack/bolt',
  '@slack/web-api',
  '@electric-sql/*',
  'nodemailer',
];
const stages = [
  'dates',
  'rules',
  'csv',
  'content',
  'audience',
  'storage',
  'slack',
  'http',
  'smtp',
  'playground',
  'cli',
];
const others = (...allowed) =>
  stages.filter((stage) => !allowed.includes(stage)).map((stage) => `**/${stage}/**`);
const clockless = ['process', 'fetch', 'setTimeout', 'setInterval', 'console'];

/**
 * Which files under src, what they may not import, which globals they may not use, and why. The last matching
 * row counts.
 */
export const borders = [
  {
    files: 'lib/**',
    // Data files are read by `require`; addresses are turned into ASCII as URLs are.
    imports: [...io, '!node:module', '!node:url', ...others()],
    globals: clockless,
    why: 'lib/ is pure and serves every stage',
  },
  {
    files: 'dates/**',
    imports: [...io, ...others('dates')],
    globals: clockless,
    why: 'dates/ is pure and depends on nothing',
  },
  {
    files: 'rules/**',
    imports: [...io, ...others('dates', 'rules')],
    globals: clockless,
    why: 'rules/ is pure and depends only on dates/',
  },
  {
    files: 'csv/**',
    imports: [...io, ...others('csv', 'dates')],
    globals: clockless,
    why: 'csv/ is pure and depends only on dates/',
  },
  {
    files: 'content/**',
    imports: [...io, ...others('content')],
    globals: clockless,
    why: 'content/ is pure and depends on nothing: a mail for a person it is handed',
  },
  {
    files: 'storage/**',
    imports: others('storage', 'rules', 'dates', 'csv'),
    globals: ['fetch'],
    why: 'storage/ serves audience/ and knows nobody above it',
  },
  {
    files: 'audience/**',
    imports: [...io, ...others('audience', 'storage', 'rules', 'dates', 'csv', 'content')],
    globals: ['fetch'],
    why: 'audience/ knows neither Slack nor HTTP; storage/ speaks to the database for it',
  },
  {
    files: 'http/**',
    // Members of a segment are sent as CSV.
    imports: others('http', 'audience', 'csv'),
    globals: [],
    why: 'http/ calls audience/, never storage/',
  },
  {
    files: 'slack/**',
    imports: others('slack', 'audience'),
    globals: [],
    why: 'slack/ calls audience/, never storage/',
  },
  {
    files: 'slack/kit/**',
    imports: [...io, ...others('slack', 'audience')],
    globals: clockless,
    why: 'the kit makes Block Kit from data alone',
  },
  {
    files: 'slack/*/messages*.ts',
    imports: [...io, ...others('slack', 'audience', 'csv')],
    globals: clockless,
    why: 'messages are made from data alone',
  },
  {
    files: 'slack/*/forms*.ts',
    // A segment's form shows a rule's rows.
    imports: [...io, ...others('slack', 'audience', 'csv', 'rules')],
    globals: clockless,
    why: 'forms are made from data alone',
  },
  {
    files: 'smtp/**',
    // It uses the terms of audience/mail/port.ts.
    // Resend takes mail by its HTTP API.
    imports: others('smtp', 'audience'),
    globals: [],
    why: 'smtp/ hands mail to servers, and knows nothing of whose it is',
  },
  {
    files: 'playground/**',
    imports: others('playground'),
    globals: [],
    why: 'the playground knows the app only by its address',
  },
  {
    files: 'playground/slack-server/**',
    imports: [...others('slack-server'), '**/errors.ts'],
    globals: [],
    why: 'the stand-in Slack depends on nothing of Rollcall',
  },
];

/** A Biome override per row. */
export function overrides() {
  return borders.map(({ files, imports, globals, why }) => ({
    includes: [`src/${files}`, '!src/playground/page/**'],
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: 'error',
            options: { patterns: [{ group: imports, message: `${why} (scripts/borders.mjs).` }] },
          },
          ...(globals.length === 0
            ? {}
            : {
                noRestrictedGlobals: {
                  level: 'error',
                  options: { deniedGlobals: Object.fromEntries(globals.map((name) => [name, `${why}.`])) },
                },
              }),
        },
      },
    },
  }));
}

const file = fileURLToPath(new URL('../biome.json', import.meta.url));

/** biome.json as it should be. */
export function biomeConfig() {
  const config = JSON.parse(readFileSync(file, 'utf8'));
  config.overrides = [config.overrides[0], ...overrides()];
  return `${JSON.stringify(config, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, biomeConfig());
