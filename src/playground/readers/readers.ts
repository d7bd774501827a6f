import type { Letter } from '../mailbox/letters.ts';
import type { MovableClock, Readers } from '../slack-server/options.ts';
import type { MailContent, ReadingState } from '../slack-server/protocol.ts';
import { type Act, actsOf, type Deed, READING_MS, randomFrom } from './behavior.ts';
import { type Logged, openReadersLog } from './log.ts';
import { reportOf } from './reports.ts';

/** The part of the mailbox that readers use. */
interface LetterBox {
  letters(): readonly Letter[];
  read(id: number): Promise<MailContent | undefined>;
}

/** The app's webhook for reports, and what proves that they come from the mailbox. */
export interface ReportsTo {
  url: string;
  authorization: string;
}

/** People who read the mailbox's mails. */
export interface RunningReaders extends Readers {
  connect(app: ReportsTo): void;
  /** Resolves when nobody reads. */
  settled(): Promise<void>;
}

/** The clock moves by this much at a time. */
const STEP_MS = 6 * 3_600_000;
const PER_REPORT = 100;
const AT_ONCE = 4;

/** What browsers call themselves; filters pretend to be one. */
const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0';

/** What someone is about to do. */
interface Planned extends Act {
  letter: Letter;
}

/**
 * Invented people who read the mails of campaigns over three simulated days: they open, click, bounce, complain,
 * unsubscribe. If a mail's links and its picture lead over the app, they follow them, and so do a few mail filters;
 * the rest of what a provider would report goes to the app's webhook. They press the unsubscribe button of mail
 * programs and open their preference page themselves. What they do is logged, apart from the app.
 */
export async function startReaders(options: {
  folder: string;
  mailbox: LetterBox;
  clock: MovableClock;
}): Promise<RunningReaders> {
  const { folder, mailbox, clock } = options;
  const log = await openReadersLog(folder);
  const listeners: (() => void)[] = [];
  let app: ReportsTo | undefined;
  let running: Promise<void> | undefined;
  let hours = 0;
  let said = '';
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const waiting = (): Letter[] => mailbox.letters().filter(({ key }) => !log.has(key));

  async function readAll(letters: readonly Letter[], to: ReportsTo): Promise<void> {
    const planned = letters
      .flatMap((letter) => actsOf(letter.key).map((act): Planned => ({ ...act, letter })))
      .sort((one, other) => one.afterMs - other.afterMs);
    const begun = clock.now().getTime();
    const linksOf = createLinks(mailbox, letters);
    for (let until = STEP_MS, from = 0; from < planned.length || until <= READING_MS; until += STEP_MS) {
      const end = planned.findIndex(({ afterMs }, index) => index >= from && afterMs > until);
      const due = planned.slice(from, end < 0 ? undefined : end);
      from = end < 0 ? planned.length : end;
      // The app notes the moment of each request, so each is made at its own.
      for (const act of due.filter(isOverApp)) {
        await moveTo(begun + act.afterMs);
        await log.add(await follow(act));
      }
      await moveTo(begun + until);
      await doAll(
        due.filter((act) => !isOverApp(act) && act.did !== 'scanned'),
        { begun, to, linksOf },
      );
      hours = until / 3_600_000;
      changed();
    }
  }

  /** The clock only moves forward, and runs by itself too. */
  async function moveTo(at: number): Promise<void> {
    const byMs = at - clock.now().getTime();
    if (byMs > 0) await clock.move(byMs);
  }

  /** Follows links of the mail, or loads its picture. */
  async function follow({ letter, did }: Planned): Promise<Logged[]> {
    const { pixel = '', trackedLinks, key } = letter;
    if (did === 'opened') {
      await ask(pixel, 'GET');
      return [lineOf(letter, did, clock.now())];
    }
    if (did === 'clicked') {
      const link = await ask(chosen(trackedLinks, key) ?? '', 'GET');
      return [lineOf(letter, did, clock.now(), link)];
    }
    // One link alone tells nothing, unless the filter only looks.
    const only = trackedLinks.length === 1 || randomFrom(`look ${key}`)() < 0.5 ? 'HEAD' : 'GET';
    const links = await Promise.all(trackedLinks.map((url) => ask(url, only)));
    return links.map((link) => lineOf(letter, did, clock.now(), link));
  }

  async function doAll(
    due: readonly Planned[],
    { begun, to, linksOf }: { begun: number; to: ReportsTo; linksOf: (letter: Letter) => Promise<string[]> },
  ): Promise<void> {
    const reports: { record: object; line: Logged }[] = [];
    const visits: Planned[] = [];
    for (const act of due) {
      const { did, afterMs, letter } = act;
      const at = new Date(begun + afterMs);
      const link = did === 'clicked' ? chosen(await linksOf(letter), letter.key) : undefined;
      // Nobody clicks in a mail without links.
      if (did === 'clicked' && link === undefined) continue;
      const record = reportOf(letter, did, { at, link });
      if (record === undefined) visits.push(act);
      else reports.push({ record, line: lineOf(letter, did, at, link) });
    }
    for (let from = 0; from < reports.length; from += PER_REPORT) {
      const some = reports.slice(from, from + PER_REPORT);
      await send(
        to,
        some.map(({ record }) => record),
      );
      await log.add(some.map(({ line }) => line));
    }
    for (let from = 0; from < visits.length; from += AT_ONCE) {
      const some = visits.slice(from, from + AT_ONCE);
      const done = await Promise.all(some.map((act) => visit(act)));
      await log.add(done.flat());
    }
  }

  /** Does what people do on the app's own pages. */
  async function visit({ letter, did }: Planned): Promise<Logged[]> {
    const now = clock.now();
    if (did === 'unsubscribed by one click') {
      await submit(letter.oneClickUrl, { 'List-Unsubscribe': 'One-Click' });
      return [lineOf(letter, did, now)];
    }
    const mail = await mailbox.read(letter.id);
    const page = /https?:\/\/\S+\/p\/[\w-]+/.exec(mail?.text ?? '')?.[0];
    // The mailbox no longer has that mail, so nobody opens its link.
    if (page === undefined) return [];
    await submit(page, { do: did === 'paused on the page' ? 'pause30' : 'leave' });
    return [lineOf(letter, did, now)];
  }

  function state(): ReadingState {
    return { waiting: waiting().length, hours: running === undefined ? null : hours, said, log: log.path };
  }

  return {
    state,
    onChange: (listener) => void listeners.push(listener),
    connect(to) {
      app = to;
    },
    settled: async () => running,
    start() {
      if (running !== undefined) return 'They are already reading.';
      const letters = waiting();
      if (letters.length === 0) return 'There is no mail of a campaign that nobody has read yet.';
      if (app === undefined) return 'The app isn’t running yet.';
      hours = 0;
      said = '';
      running = readAll(letters, app)
        .then(
          () => {
            said = summary(letters, log.counts());
          },
          (error: unknown) => {
            said = `They stopped reading: ${error instanceof Error ? error.message : String(error)}`;
          },
        )
        .finally(() => {
          running = undefined;
          changed();
        });
      changed();
      return state();
    },
  };
}

/** Whether something happens over the app's own addresses in the mail. */
const isOverApp = ({ did, letter }: Planned): boolean =>
  did === 'opened'
    ? letter.pixel !== undefined
    : (did === 'clicked' || did === 'scanned') && letter.trackedLinks.length > 0;

/** Asks the app for a link or a picture. Returns where it leads; nobody goes there. */
async function ask(url: string, method: 'GET' | 'HEAD'): Promise<string | undefined> {
  const answer = await fetch(url, { method, redirect: 'manual', headers: { 'user-agent': browser } });
  await answer.arrayBuffer();
  if (answer.status >= 400) throw new Error(`the app answered a link of a mail with ${answer.status}.`);
  return answer.headers.get('location') ?? undefined;
}

const lineOf = ({ campaign, key, to }: Letter, did: Deed, at: Date, link?: string): Logged => ({
  ...{ at: at.toISOString(), did, campaign, key, to },
  ...(link === undefined ? {} : { link }),
});

/** The links of each campaign, from one of its mails: they are the same for all people. */
function createLinks(mailbox: LetterBox, letters: readonly Letter[]): (letter: Letter) => Promise<string[]> {
  const known = new Map<string, Promise<string[]>>();
  return ({ campaign }) => {
    const links = known.get(campaign) ?? linksIn(mailbox, letters, campaign);
    known.set(campaign, links);
    return links;
  };
}

async function linksIn(mailbox: LetterBox, letters: readonly Letter[], campaign: string): Promise<string[]> {
  // The newest mails are kept longest.
  for (const letter of letters.filter((each) => each.campaign === campaign).slice(-5)) {
    const mail = await mailbox.read(letter.id);
    if (mail === undefined) continue;
    const own = new URL(letter.oneClickUrl).origin;
    const all = [...(mail.html ?? '').matchAll(/href="(https?:[^"]+)"/g)].map(([, url = '']) =>
      url.replaceAll('&amp;', '&'),
    );
    return [...new Set(all)].filter((url) => !url.startsWith(`${own}/p/`) && !url.startsWith(`${own}/view/`));
  }
  return [];
}

const chosen = (links: readonly string[], key: string): string | undefined =>
  links[Math.floor(randomFrom(`link ${key}`)() * links.length)];

async function send({ url, authorization }: ReportsTo, records: object[]): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(records),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the app answered its webhook with ${answer.status}.`);
}

async function submit(url: string, form: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`a page of the app answered with ${answer.status}.`);
}

function summary(letters: readonly Letter[], counts: Partial<Record<Deed, number>>): string {
  const shown = (['delivered', 'opened', 'clicked', 'bounced hard', 'bounced soft', 'complained'] as const)
    .map((did) => `${(counts[did] ?? 0).toLocaleString('en')} ${did}`)
    .concat(`${leftIn(counts).toLocaleString('en')} unsubscribed`)
    .concat(counts.scanned === undefined ? [] : `${counts.scanned.toLocaleString('en')} scanned by filters`);
  const mails = `${letters.length.toLocaleString('en')} ${letters.length === 1 ? 'mail' : 'mails'}`;
  return `Three days later, they have read ${mails}. In all: ${shown.join(', ')}.`;
}

const leftIn = (counts: Partial<Record<Deed, number>>): number =>
  (counts['unsubscribed by one click'] ?? 0) + (counts['unsubscribed on the page'] ?? 0);
