import { contactFieldNames } from '../../contact-fields.ts';
import { foldHeader } from '../cells/headers.ts';
import { anyOf } from '../cells/name-patterns.ts';
import type { Target } from '../schema.ts';
import { readConsent } from './cells.ts';
import { consentName } from './names.ts';
import type { ConsentTally } from './tally.ts';

/** The facts about a column that matter here. */
interface Facts {
  header: string;
  filled: number;
  consent: ConsentTally;
  dates: { readable: number };
  named: { target: Target; rank: number } | undefined;
}

/**
 * The column that says when people got their status, if there is one: by its name ("Email status
 * date"), or, in a list of people who said no or bounced, the moment at which a row was created.
 *
 * @param fields what is already known about the columns
 */
export function sinceColumn(
  facts: readonly Facts[],
  fields: ReadonlyMap<number, Target>,
): number | undefined {
  const isStatus = (index: number): boolean => fields.get(index) === 'status';
  if (!facts.some((_, index) => isStatus(index))) return undefined;
  const isFree = (index: number): boolean => !fields.has(index) || fields.get(index) === 'status-since';
  const dated = [...facts.entries()].filter(
    ([, { filled, dates }]) => filled > 0 && dates.readable >= filled * 0.9,
  );
  const named = dated.filter(([index, { header, consent }]) => {
    if (!isOfStatus(header)) return false;
    // "Consent changed at" isn't consent next to a column that is.
    return (
      isFree(index) ||
      (consent.name?.way === 'consent' && facts.some((_, other) => other !== index && isStatus(other)))
    );
  });
  const first = named.find(([, { named: field }]) => field?.target === 'status-since') ?? named[0];
  if (first !== undefined) return first[0];
  if (!isListOfNo(facts, fields)) return undefined;
  // "Blocked on" says when, next to a column that says why.
  const made = dated.filter(([index, { header, consent }]) =>
    isStatus(index)
      ? consent.name?.way === 'opt-out' && consent.empty === 0
      : (isFree(index) || fields.get(index) === 'signed-up') && isMade(foldHeader(header)),
  );
  return (made.find(([index]) => fields.has(index)) ?? made[0])?.[0];
}

/** "Email status date", "Status changed at", "Consent updated"; but not "Order status date". */
function isOfStatus(header: string): boolean {
  const name = foldHeader(header);
  if (name === 'status since') return true;
  // "Status" is about mail, and "Order status" is not.
  const bare = name.replace(momentWords, ' ').replace(/ +/g, ' ').trim();
  const said = consentName(bare);
  if (said === undefined || said.asks === 'never' || said.asks === 'telling-words') return false;
  if (said.way === 'words') return bare !== name;
  return said.way === 'consent' && isChange(name);
}

const momentWords =
  /(?<!\p{L})(?:last|latest|date|datetime|time|timestamp|at|on|of|since|from|as|changed|change|updated|update|modified|modification|set|datum|seit|vom|geandert|anderung|fecha|desde|cambio|date de|depuis|modifie|changement|data|dal|dato|siden|sedan|sinds)(?!\p{L})/gu;
const isChange = anyOf(
  'changed, change, updated, update, modified, geandert, modifie, cambio, andret, andrad, gewijzigd',
);

/** Names in lists of suppressed addresses for the moment at which an address was added. */
const isMade = (name: string): boolean =>
  /^(?:(?:date )?(?:created|added|inserted|updated|reported|recorded|occurred)(?: (?:at|on|date|time|timestamp|utc|gmt))*|(?:creation|insert|entry|event|last update|last updated) ?(?:date|time|timestamp)?|date|time|timestamp|datetime|date time|datum|zeitpunkt|fecha|data|dato)$/.test(
    name,
  );

/**
 * Whether a file lists people who said no, and why, and nothing else about them: then each row was created
 * when they did. A list of customers who all happen to be unsubscribed says when they became customers.
 */
function isListOfNo(facts: readonly Facts[], fields: ReadonlyMap<number, Target>): boolean {
  if ([...fields.values()].some((field) => isOfPerson.has(field))) return false;
  return facts.some(({ consent, dates }, index) => {
    const { name, cells, empty } = consent;
    if (fields.get(index) !== 'status' || dates.readable > 0) return false;
    // Every list has a "Status".
    if (name?.asks === 'words' || (name?.asks === 'always' && name.way === 'words')) return false;
    if (cells === null || cells.size === 0 || empty > 0) return false;
    return [...cells.keys()].every((cell) =>
      /^(?:unsubscribed|bounced)$/.test(readConsent(cell, consent.way) ?? ''),
    );
  });
}

const isOfPerson = new Set<Target>([...contactFieldNames, 'first-name', 'last-name', 'tags']);
