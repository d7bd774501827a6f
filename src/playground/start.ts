import { RollcallError } from '../errors.ts';
import { builtPlace } from '../places.ts';
import { readManifest } from './manifest.ts';
import type { Mailbox, Memory, MovableClock, Readers, Sample } from './slack-server/options.ts';
import type { Channel, Person } from './slack-server/protocol.ts';
import { type SlackServer, startSlackServer } from './slack-server/server.ts';
import { playgroundTeam } from './team.ts';

const people: Person[] = [
  {
    id: 'U0ADA',
    name: 'ada',
    email: 'ada@acme.example',
    realName: 'Ada Okafor',
    timeZone: 'Europe/London',
    locale: 'en-GB',
    role: 'admin',
  },
  {
    id: 'U0SAM',
    name: 'sam',
    email: 'sam@acme.example',
    realName: 'Sam Rivera',
    timeZone: 'Europe/London',
    locale: 'en-GB',
    role: 'member',
  },
  {
    id: 'U0YUKI',
    name: 'yuki',
    email: 'yuki@acme.example',
    realName: 'Yuki Tanaka',
    timeZone: 'Asia/Tokyo',
    locale: 'ja-JP',
    role: 'member',
  },
  {
    id: 'U0GUS',
    name: 'gus',
    email: 'gus@acme.example',
    realName: 'Gus Lindqvist',
    timeZone: 'Europe/Stockholm',
    locale: 'sv-SE',
    role: 'guest',
  },
];

const channels: Channel[] = [
  { id: 'C0GENERAL', name: 'general', kind: 'public', purpose: 'Everyone, about everything' },
  { id: 'C0MARKETING', name: 'marketing', kind: 'public', purpose: 'Campaigns and audiences' },
];

/** Starts the stand-in Slack with its page: a workspace on this machine for trying out Rollcall. */
export async function startPlayground(options: {
  port: number;
  signingSecret: string;
  botToken: string;
  sample?: Sample;
  memory?: Memory;
  mailbox?: Mailbox;
  readers?: Readers;
  movableClock?: MovableClock;
}): Promise<SlackServer> {
  try {
    return await startSlackServer({
      ...options,
      team: playgroundTeam,
      people,
      channels,
      manifest: readManifest(),
      pageRoot: builtPlace('playground/page'),
    });
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    if (cause?.code !== 'EADDRINUSE') throw error;
    throw new RollcallError('misconfigured', `Port ${options.port} is in use by another program.`, {
      hint: `Stop that program, or start Rollcall on another port: PORT=${options.port + 1} npm start`,
      cause: error,
    });
  }
}
