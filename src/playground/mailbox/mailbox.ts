import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Mailbox } from '../slack-server/options.ts';
import type { MailedCampaign, MailList } from '../slack-server/protocol.ts';
import { type Letter, letterOf, oneClickOf } from './letters.ts';
import { readMail, subjectOf } from './read.ts';
import { type MailStore, openMailStore, type StoredMail } from './store.ts';

/** A mailbox that accepts mail to anyone by SMTP. */
export interface RunningMailbox extends Mailbox {
  /** On 127.0.0.1. */
  smtpPort: number;
  /** The mails of campaigns that arrived, the oldest first: also those that are no longer kept, until a restart. */
  letters(): readonly Letter[];
  close(): Promise<void>;
}

const MOST_LISTED = 200;
/** They are small: a mail itself takes a hundred times as much. */
const MOST_LETTERS = 50_000;
const MOST_BYTES = 10 * 1024 * 1024;

/** Starts a mailbox on a free port of this machine. The folder holds the mails from earlier runs. */
export async function startMailbox(options: { folder: string; now?: () => number }): Promise<RunningMailbox> {
  const { folder, now = Date.now } = options;
  const store = await openMailStore(folder);
  const listeners: (() => void)[] = [];
  let letters = store
    .all()
    .toReversed()
    .flatMap((mail) => letterOf(mail) ?? []);
  const server = new SMTPServer({
    banner: 'Rollcall playground',
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MOST_BYTES,
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      receive(stream)
        .then((raw) => {
          if (stream.sizeExceeded) {
            return done(Object.assign(new Error('This mail is too large.'), { responseCode: 552 }));
          }
          const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
          const to = session.envelope.rcptTo.map(({ address }) => address);
          return store.add({ at: now(), from, to, subject: subjectOf(raw), raw }).then((mail) => {
            const letter = letterOf(mail);
            if (letter !== undefined) letters.push(letter);
            if (letters.length > MOST_LETTERS) letters = letters.slice(-MOST_LETTERS / 2);
            for (const listener of listeners) listener();
            done(null, `Kept as ${mail.id}`);
          });
        })
        .catch(done);
    },
  });
  // A client that disconnects must not end the process.
  server.on('error', () => {});
  const smtpPort = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
  return {
    smtpPort,
    list: (search, campaign = '') => listed(store, letters, { search, campaign }),
    async read(id) {
      const mail = store.find(id);
      return mail && readMail(mail);
    },
    raw: (id) => store.find(id)?.raw,
    oneClickUrl(id) {
      const mail = store.find(id);
      return mail && oneClickOf(mail);
    },
    letters: () => letters,
    async clear() {
      letters = [];
      await store.clear();
    },
    onMail: (listener) => void listeners.push(listener),
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await store.settled();
    },
  };
}

async function receive(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  // Reads to the end, however large the mail is: the client waits for no answer before that.
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function listed(
  store: MailStore,
  letters: readonly Letter[],
  { search, campaign }: { search: string; campaign: string },
): MailList {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const campaignOf = new Map(letters.map((letter) => [letter.id, letter.campaign]));
  const fits = ({ id, to, from, subject }: StoredMail) => {
    if (campaign !== '' && campaignOf.get(id) !== campaign) return false;
    const text = [...to, from, subject].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const all = store.all();
  const found = words.length === 0 && campaign === '' ? all : all.filter(fits);
  const mails = found.slice(0, MOST_LISTED).map(({ id, at, from, to, subject }) => ({
    id,
    at,
    from,
    to: to.join(', '),
    subject,
  }));
  return { mails, total: found.length, campaigns: mailedCampaigns(all, campaignOf) };
}

/** The campaigns of these mails, by the newest. */
function mailedCampaigns(
  all: readonly StoredMail[],
  campaignOf: ReadonlyMap<number, string>,
): MailedCampaign[] {
  const found = new Map<string, MailedCampaign>();
  for (const { id: mail, subject } of all) {
    const id = campaignOf.get(mail);
    if (id === undefined) continue;
    const known = found.get(id) ?? { id, subject, mails: 0 };
    found.set(id, { ...known, mails: known.mails + 1 });
  }
  return [...found.values()];
}
