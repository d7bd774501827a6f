import { deliveredStates, type RecipientState } from './recipients.ts';
import type { Attention, CampaignReport, ResultPart, Share, TargetReport } from './report.ts';
import type { Tracking } from './tracking.ts';

/** People of a campaign who are alike in everything that results tell apart. */
export interface Cell {
  state: RecipientState;
  /** Of those left out, why; of bounces, hard or soft. Empty for the rest. */
  reason: string;
  /** A bit for each target that they were in. */
  targets: number;
  opened: boolean;
  clicked: boolean;
  /** Unsubscribed by this mail. */
  left: boolean;
  machineOpened: boolean;
  machineClicked: boolean;
  people: number;
}

/** The cells of people who got the mail, as far as anyone knows: all shares but that of bounces are of these. */
const isDelivered = ({ state }: Cell): boolean => deliveredStates.includes(state);

const isBounced = ({ state }: Cell): boolean => state === 'bounced';

/**
 * A provider said so: the mail server only says that it took the mail. That someone did something with it proves
 * that one mail arrived, and tells nothing about the others.
 */
const isReported = (cell: Cell): boolean =>
  (cell.state === 'delivered' && !isTouched(cell)) ||
  cell.state === 'complained' ||
  (isBounced(cell) && cell.reason === 'soft');

const areReported = (cells: readonly Cell[]): boolean =>
  cells.some(isReported) || (cells.some(isDelivered) && !cells.some(({ state }) => state === 'handed over'));

const isTouched = ({ opened, clicked, left, machineOpened, machineClicked }: Cell): boolean =>
  opened || clicked || left || machineOpened || machineClicked;

/** How many people are in these cells. */
export const peopleIn = (cells: readonly Cell[], test: (cell: Cell) => boolean = () => true): number =>
  cells.reduce((sum, cell) => (test(cell) ? sum + cell.people : sum), 0);

/** Hits of people and of machines. */
export interface Hits {
  people: number;
  machines: number;
}

/** The numbers of people in a report. Each is a share of people who can do it, so none is over 100 %. */
export function numbersOf(
  cells: readonly Cell[],
  given: { tracked: { opens: Tracking; clicks: Tracking }; hits: { opened: Hits; clicked: Hits } },
): Pick<CampaignReport, 'delivered' | 'opened' | 'clicked' | 'unsubscribed' | 'complained' | 'bounced'> {
  const reached = cells.filter(isDelivered);
  const of = peopleIn(reached);
  const bounced = cells.filter(isBounced);
  const handed = of + peopleIn(bounced);
  const { tracked, hits } = given;
  return {
    delivered: { people: of, of: handed, said: areReported(cells) ? 'delivered' : 'accepted' },
    opened: attentionOf(reached, {
      ...{ tracked: tracked.opens, hits: hits.opened },
      person: ({ opened }) => opened,
      machine: ({ machineOpened }) => machineOpened,
    }),
    clicked: attentionOf(reached, {
      ...{ tracked: tracked.clicks, hits: hits.clicked },
      person: ({ clicked }) => clicked,
      machine: ({ machineClicked }) => machineClicked,
    }),
    unsubscribed: { people: peopleIn(reached, ({ left }) => left), of },
    complained: { people: peopleIn(reached, ({ state }) => state === 'complained'), of },
    bounced: {
      ...{ people: handed - of, of: handed },
      hard: peopleIn(bounced, ({ reason }) => reason !== 'soft'),
      soft: peopleIn(bounced, ({ reason }) => reason === 'soft'),
    },
  };
}

/** Opens, or clicks. People are shown if they were recorded, or if a provider reports them anyway. */
function attentionOf(
  reached: readonly Cell[],
  given: {
    tracked: Tracking;
    hits: Hits;
    person: (cell: Cell) => boolean;
    machine: (cell: Cell) => boolean;
  },
): Attention {
  const { tracked, hits, person, machine } = given;
  const people = peopleIn(reached, person);
  const machines = peopleIn(reached, (cell) => machine(cell) && !person(cell));
  const sums = { hits: hits.people, machineHits: hits.machines };
  if (tracked === 'person' || people + machines > 0)
    return { how: 'person', people, of: peopleIn(reached), machines, ...sums };
  return tracked === 'total' ? { how: 'total', ...sums } : { how: 'off' };
}

/** The same by target, in the order of the targets; none if there is just one. */
export function targetsOf(
  cells: readonly Cell[],
  labels: readonly string[],
  { opened, clicked }: Pick<CampaignReport, 'opened' | 'clicked'>,
): TargetReport[] {
  if (labels.length < 2) return [];
  return labels.map((label, position) => {
    const within = cells.filter((cell) => isDelivered(cell) && (cell.targets & (1 << position)) !== 0);
    const counted = (how: Attention, test: (cell: Cell) => boolean): number | null =>
      how.how === 'person' ? peopleIn(within, test) : null;
    return {
      label,
      delivered: peopleIn(within),
      opened: counted(opened, (cell) => cell.opened),
      clicked: counted(clicked, (cell) => cell.clicked),
      unsubscribed: peopleIn(within, ({ left }) => left),
    };
  });
}

/** How many people a report says are in a part of it. */
export function peopleOf(report: CampaignReport, part: ResultPart, link: number): number {
  const attention = (how: Attention, of: 'people' | 'machines') => (how.how === 'person' ? how[of] : 0);
  switch (part) {
    case 'delivered':
    case 'unsubscribed':
    case 'complained':
      return report[part].people;
    case 'opened':
    case 'clicked':
      return attention(report[part], 'people');
    case 'opened by machines':
      return attention(report.opened, 'machines');
    case 'clicked by machines':
      return attention(report.clicked, 'machines');
    case 'clicked link':
      return report.links.find(({ id }) => id === link)?.people ?? 0;
    case 'bounced hard':
      return report.bounced.hard;
    case 'bounced soft':
      return report.bounced.soft;
    case 'converted':
      return report.conversions?.people ?? 0;
    default:
      return part satisfies never;
  }
}

/** What conversions are a share of: those who clicked, or those who got it. */
export const baseOf = (
  { delivered, clicked }: Pick<CampaignReport, 'delivered' | 'clicked'>,
  after: 'click' | 'delivery',
): Share['of'] => {
  if (after === 'delivery') return delivered.people;
  return clicked.how === 'person' ? clicked.people : 0;
};
