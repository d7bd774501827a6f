import type { RollcallApp } from './app.ts';
import type { AudienceDeps } from './audience/caller.ts';
import type { SendingPort } from './audience/campaigns/sending/port.ts';
import type { Tracker } from './audience/campaigns/tracking/tracker.ts';
import type { Limits } from './http/public/limits.ts';
import type { HttpServer } from './http/server.ts';
import { once } from './lib/once.ts';
import type { Storage } from './storage/database/client.ts';

export const HOW_TO_STOP = 'Ctrl-C stops it.';

/** Undoes a part of starting. */
export type Stop = () => Promise<void>;

/** What serving needs, and what it leaves behind. */
export interface Serving {
  storage: Storage;
  /** Receives the undo of each part as soon as that part has started. */
  stops: Stop[];
  log: (line: string) => void;
}

/** An app that listens. */
export interface Served {
  /** What it is, where, and how to stop it. */
  text: string;
  /** Loads and starts what a start doesn't wait for: `RollcallApp.begin`. */
  begin: () => Promise<void>;
}

/** What is started before the ways of serving differ. */
export interface Common extends Serving {
  base: AudienceDeps;
  limits: Limits;
  tracker: Tracker;
}

/**
 * Sends through servers that are reached when the first mail goes out: nodemailer isn't loaded before.
 *
 * @param options.mailbox the port of the playground's mailbox
 */
export function sendingThrough(options: {
  allowed: readonly string[];
  isPaused: boolean;
  mailbox?: { port: number };
}): SendingPort {
  const { isPaused, ...servers } = options;
  const reach = once(async () => (await import('./smtp/sending.ts')).createSmtpReach(servers));
  return {
    isPaused,
    openTransport: async (sender) => (await reach()).openTransport(sender),
    checks: {
      probe: async (sender) => (await reach()).checks.probe(sender),
      domain: async (question) => (await reach()).checks.domain(question),
    },
  };
}

/** Accepts nothing new over either transport, and lets running requests finish. */
export const letEnd =
  (app: RollcallApp, server: HttpServer): Stop =>
  async () =>
    void (await Promise.all([app.stop(), server.close()]));
