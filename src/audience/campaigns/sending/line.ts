import { guards, type Trouble } from '../../../lib/campaigns/bound.ts';
import {
  type Claimed,
  claimRecipients,
  type Holder,
  releaseRecipients,
  slowDown,
} from '../../../storage/campaigns/claim.ts';
import type { MailLimits } from '../../../storage/campaigns/left-out.ts';
import { type Marked, markRecipients } from '../../../storage/campaigns/mark.ts';
import { type Note, noteResults } from '../../../storage/campaigns/note.ts';
import type { AudienceDeps } from '../../caller.ts';
import { composeCampaignMail, eventIdOf, type Sending } from './compose.ts';
import { isFailure, noteOf } from './outcome.ts';
import type { HandOver, Transport } from './port.ts';

/** How long recipients belong to this process. */
export interface LineLeases {
  /** Those that wait in it. Default a minute. */
  claimMs: number;
  /** A mail that is being handed over: longer than a server may be silent at each step. Default five minutes. */
  handOverMs: number;
}

const usualLeases: LineLeases = { claimMs: 60_000, handOverMs: 300_000 };

/** The most recipients that one claim takes. */
const MOST = 1_000;
/**
 * How long a result may wait until others are noted with it: a statement for each mail would be half of what
 * sending costs. What a crash leaves uncertain grows by the mails of this time, up to `MOST_OPEN`.
 */
const GATHER_MS = 20;
/** The most mails for each connection that are marked and not yet noted. */
const MOST_OPEN = 3;
/** How long to wait after a claim that found nobody. */
const IDLE_MS = 200;

/** One campaign as this process sends it. */
export interface Line {
  /** Nothing else is claimed or marked; resolves when the mails under way are noted and the rest is released. */
  end(): Promise<void>;
  /** Nobody is held, and the last claim found nobody who is due. */
  isIdle(): boolean;
  /** How many results it has noted. */
  noted(): number;
}

/** What a line needs besides its campaign. */
export interface LineOptions {
  runner: string;
  transport: Transport;
  /** What may be mailed, at this moment. */
  limits: () => MailLimits;
  /** Something is wrong with the sender: this line ends, and the campaign has to pause. */
  onTrouble: (trouble: Trouble) => void;
  log: (line: string) => void;
  leases?: LineLeases | undefined;
}

/**
 * Sends one campaign: claims about a second's worth, marks as many as there are free connections, hands each
 * over, and notes the result. What happens at the same moment is written in one statement.
 */
export function startLine(deps: AudienceDeps, sending: Sending, options: LineOptions): Line {
  const { pool, hashes } = deps.storage;
  const { transport, runner, log, leases = usualLeases } = options;
  const { workspaceId, campaign, sender } = sending;
  const holder: Holder = { workspaceId, campaignId: campaign.id, runner, leaseMs: leases.claimMs };
  const queue: Claimed[] = [];
  const notes: Note[] = [];
  /** Free connections. Marks that are being written have theirs. */
  let free = transport.connections;
  let [claiming, marking, noting] = [false, false, false];
  let [ending, sawNobody, failuresInARow, noted] = [false, false, 0, 0];
  /** How many were handed over since the last claim, and when that was: about a second's worth is claimed. */
  let [handed, since] = [0, Date.now()];
  let perSecond = transport.connections * 4;
  let pause: NodeJS.Timeout | undefined;
  let gathering: NodeJS.Timeout | undefined;
  /** Results that a statement is noting at this moment. */
  let underWay = 0;
  let done = (): void => {};
  const ended = new Promise<void>((resolve) => {
    done = resolve;
  });

  /** Does whatever can be done at this moment. Called after everything that happens. */
  function step(): void {
    if (notes.length > 0 && !noting) {
      if (ending || notes.length >= transport.connections || queue.length === 0) void writeNotes();
      else gathering ??= setTimeout(gathered, GATHER_MS);
    }
    if (ending) {
      if (!claiming && !marking && !noting && notes.length === 0 && free === transport.connections)
        void leave();
      return;
    }
    // Results that are not noted yet hold the line up: what a crash leaves uncertain stays few.
    const open = transport.connections - free + notes.length + underWay;
    const room = Math.min(free, MOST_OPEN * transport.connections - open);
    if (!marking && room > 0 && queue.length > 0) void mark(queue.splice(0, room));
    if (!claiming && pause === undefined && queue.length < perSecond / 4) void claim();
  }

  async function claim(): Promise<void> {
    claiming = true;
    const seconds = (Date.now() - since) / 1000;
    if (seconds > 0.5) {
      perSecond = Math.max(transport.connections * 4, handed / seconds);
      [handed, since] = [0, Date.now()];
    }
    const most = Math.ceil(Math.min(MOST, perSecond) - queue.length);
    const found = await claimRecipients(pool, holder, { senderId: sender.id, most }).catch(
      failed('claiming recipients'),
    );
    // Who is claimed again waited here until the first claim lapsed: that one is void.
    const again = new Set(found?.map(({ contactId }) => contactId));
    queue.splice(
      0,
      queue.length,
      ...queue.filter(({ contactId }) => !again.has(contactId)),
      ...(found ?? []),
    );
    sawNobody = found?.length === 0;
    claiming = false;
    if (found === undefined || found.length < most) rest();
    step();
  }

  function rest(): void {
    pause = setTimeout(() => {
      pause = undefined;
      step();
    }, IDLE_MS);
  }

  async function mark(claimed: Claimed[]): Promise<void> {
    marking = true;
    free -= claimed.length;
    const leased = { ...holder, leaseMs: leases.handOverMs };
    const limits = options.limits();
    const marked = await markRecipients(pool, leased, { claimed, limits, hashes }).catch(
      failed('marking recipients'),
    );
    marking = false;
    const going = (marked ?? []).filter((each) => each.is === 'handing over');
    free += claimed.length - going.length;
    for (const each of going) void handOver(each);
    step();
  }

  async function handOver({
    addressee,
    tries,
    keyMonth,
  }: Extract<Marked, { is: 'handing over' }>): Promise<void> {
    const { id: contactId } = addressee;
    let key = '';
    try {
      const mail = composeCampaignMail(deps, sending, { addressee, keyMonth });
      key = mail.key;
      const answer = await transport.send(mail);
      watch(answer);
      notes.push(noteOf({ contactId, tries, key }, answer));
    } catch (error) {
      // It could not be written: nothing went out.
      log(`a mail could not be written: ${reasonOf(error)}`);
      const reply = `Rollcall could not write this mail: ${reasonOf(error)}`;
      notes.push({ contactId, state: 'failed', reply, eventId: eventIdOf(key) });
      watch({ is: 'refused', reply, isNobody: false });
    }
    free += 1;
    handed += 1;
    step();
  }

  function watch(answer: HandOver): void {
    if (answer.is === 'later' && answer.isBusy)
      void slowDown(pool, { workspaceId, senderId: sender.id }).catch(failed('slowing down'));
    if (!isFailure(answer)) {
      // A refusal for now says nothing about the mails before it.
      if (answer.is !== 'later') failuresInARow = 0;
      return;
    }
    failuresInARow += 1;
    if (failuresInARow < guards.failuresInARow) return;
    if (ending) return;
    ending = true;
    options.onTrouble({ why: 'failures', inARow: failuresInARow, reply: answer.reply });
  }

  function gathered(): void {
    gathering = undefined;
    if (notes.length > 0 && !noting) void writeNotes();
  }

  async function writeNotes(): Promise<void> {
    noting = true;
    const some = notes.splice(0);
    underWay = some.length;
    try {
      await noteResults(pool, holder, { notes: some, now: deps.now() });
      noted += some.length;
    } catch (error) {
      // The database is away. What is said stays here; if this process ends before it is back, these mails are
      // uncertain.
      failed('noting results')(error);
      notes.unshift(...some);
      underWay = 0;
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    }
    noting = false;
    underWay = 0;
    step();
  }

  async function leave(): Promise<void> {
    ending = true;
    clearTimeout(pause);
    clearTimeout(gathering);
    const rest = queue.splice(0).map(({ contactId }) => contactId);
    await releaseRecipients(pool, holder, rest).catch(failed('releasing recipients'));
    await transport.close();
    done();
  }

  const failed =
    (what: string) =>
    (error: unknown): undefined => {
      log(`${what} of a campaign failed: ${reasonOf(error)}`);
    };

  step();
  return {
    end() {
      if (!ending) {
        ending = true;
        step();
      }
      return ended;
    },
    noted: () => noted,
    isIdle: () =>
      sawNobody &&
      !claiming &&
      !marking &&
      !noting &&
      queue.length + notes.length === 0 &&
      free === transport.connections,
  };
}

/** Leaves out the details of a database error, which can contain people's data. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
