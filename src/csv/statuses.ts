import { byHeader, foldHeader, headerEntries } from './headers.ts';
import { isNoMoment } from './no-value.ts';

/** A status that a file may lower a new contact to; `as-chosen` leaves it at what the person chose for the import. */
export type FileStatus = 'as-chosen' | 'non-subscribed' | 'unsubscribed' | 'bounced';

/**
 * How a column says who gets mail: by the word for a status, by yes for consent ("Accepts Email Marketing"), or by yes or a
 * moment for its end ("Unsubscribed", UNSUB_TIME) or for a dead address (CLEAN_TIME).
 */
export type StatusWay = 'words' | 'consent' | 'opt-out' | 'bounce';

/**
 * The way that a column's name stands for; undefined for names that say nothing about mail.
 *
 * @example statusWay('Accepts Email Marketing') // 'consent'
 * @example statusWay('HasOptedOutOfEmail') // 'opt-out'
 */
export function statusWay(header: string): StatusWay | undefined {
  return byHeader(wayByName, header);
}

/** What a cell of a status column means; null for a word that is no status, in a column of such words. */
export function readStatus(cell: string, way: StatusWay = 'words'): FileStatus | null {
  const text = foldHeader(cell);
  const word = statuses.get(text);
  switch (way) {
    case 'words':
      return word ?? null;
    case 'consent':
      return word ?? (isYes.has(text) ? 'as-chosen' : isNo.has(text) ? 'non-subscribed' : null);
    // "UNSUB_TIME" holds a moment, other tools a reason: whatever is not a no lowers, because lowering wrongly costs a mail,
    // and not lowering wrongly sends one to somebody who asked for none.
    case 'opt-out':
      return word ?? (isNo.has(text) || isNoMoment(cell) ? 'as-chosen' : 'unsubscribed');
    case 'bounce':
      return isNo.has(text) || isNoMoment(cell) ? 'as-chosen' : 'bounced';
    default:
      return way satisfies never;
  }
}

/** Of two columns of one row, the lower one counts: unsubscribed is the lowest, it is what the person asked for. */
export function lowerStatus(a: FileStatus, b: FileStatus): FileStatus {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

const order: FileStatus[] = ['unsubscribed', 'bounced', 'non-subscribed', 'as-chosen'];

const setOf = (words: string): Set<string> => new Set(words.split(', ').map(foldHeader));
const isYes = setOf('yes, y, true, t, 1, on, x, ja, oui, si, sim, tak, da, kylla, はい, да');
const isNo = setOf('no, n, false, f, 0, off, nein, non, nao, nie, nee, nej, nei, ne, ei, いいえ, нет');

/** Columns by what they say; the words are those of the tools' exports, and of spreadsheets in a few languages. */
const namesByWay: Record<StatusWay, string> = {
  words:
    'status, state, subscription status, email status, email marketing status, subscriber status, contact status, marketing status, ' +
    'email subscription status, subscriber state, statut, estado, stato, stan, ステータス, статус',
  consent:
    'accepts email marketing, accepts marketing, email marketing consent, email consent, email marketing, email marketing opt in, ' +
    'email opt in, email optin, opt in, optin, opted in, opted in to email, marketing opt in, marketing consent, accepts newsletter, newsletter, ' +
    'newsletter consent, subscribed, subscribed to emails, subscribed to newsletter, is subscribed, email subscribed, email subscriber, ' +
    'nieuwsbrief, newsletter abonniert, boletin, infolettre, biuletyn, consent, einwilligung, consentement, consentimiento, consenso, consentimento, toestemming, zgoda, メルマガ購読, подписка',
  'opt-out':
    'unsubscribed, is unsubscribed, unsubscribed at, unsubscribed on, unsubscribe date, unsubscribe time, unsub time, date unsubscribed, ' +
    'unsubscribed from all email, unsubscribed from emails, email opt out, email optout, opt out, optout, opted out, opted out of email, ' +
    'opted out email, has opted out of email, opt out date, optout date, opt out time, portal unsubscribe, portal spam report, do not email, do not mail, do not contact, email disabled, ' +
    'email blacklisted, blacklisted, blocklisted, email blocklisted, suppressed, email suppressed, complained, spam complaint, ' +
    'abgemeldet, abgemeldet am, desabonne, desinscrit, dado de baja, fecha de baja, disiscritto, cancelado em, uitgeschreven, wypisany',
  bounce:
    'bounced, bounced at, hard bounced, hard bounce, bounce date, clean time, portal bounce, global bounce, email bounced, email bounced date, is email bounced',
};

const wayByName = new Map<string, StatusWay>(
  (Object.entries(namesByWay) as [StatusWay, string][]).flatMap(([way, names]) =>
    names.split(', ').flatMap((name) => headerEntries(name, way)),
  ),
);

/** The words of the tools by what a status means here. */
const wordsByStatus: Record<FileStatus, string> = {
  'as-chosen':
    'subscribed, active, confirmed, opted in, opt in, single opt in, double opt in, enabled, subscriber, ' +
    'abonniert, angemeldet, bestatigt, aktiv, abonne, inscrit, actif, suscrito, activo, inscrito, ativo, iscritto, attivo, ingeschreven, actief, zapisany, aktywny, 購読中, подписан',
  'non-subscribed':
    'non subscribed, nonsubscribed, not subscribed, never subscribed, unconfirmed, pending, inactive, transactional, archived, cold, cold subscriber, ' +
    'no consent, not opted in, unknown, ausstehend, en attente, pendiente, pendente, in attesa, in afwachting, oczekujacy',
  unsubscribed:
    'unsubscribed, opted out, opt out, cancelled, canceled, complained, complaint, spam, spam complaint, reported spam, suppressed, ' +
    'blocked, blacklisted, blocklisted, removed, deleted, ' +
    'abgemeldet, desabonne, desinscrit, dado de baja, de baja, baja, cancelado, descadastrado, disiscritto, cancellato, uitgeschreven, wypisany, 配信停止, отписан',
  bounced: 'bounced, hard bounced, hard bounce, bounce, cleaned, undeliverable, undelivered, invalid',
};

const statuses = new Map<string, FileStatus>(
  (Object.entries(wordsByStatus) as [FileStatus, string][]).flatMap(([status, words]) =>
    words.split(', ').map((word) => [foldHeader(word), status] as const),
  ),
);
