import type { Status } from '../../lib/consent.ts';
import { foldHeader } from '../cells/headers.ts';
import type { Meaning } from './terms.ts';

/**
 * A status that a file may lower a new contact to; `as-chosen` leaves it at what the person chose for the
 * import.
 */
export type FileStatus = 'as-chosen' | Exclude<Status, 'subscribed'>;

/** The status that a meaning gives a row: a file never raises anyone above what was chosen for it. */
export const statusOf = (meaning: Meaning): FileStatus =>
  meaning === 'subscribed' || meaning === 'nothing' ? 'as-chosen' : meaning;

/**
 * Of two columns in one row, the lower status counts: unsubscribed is the lowest, because the person asked
 * for it.
 */
export function lowerStatus(a: FileStatus, b: FileStatus): FileStatus {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

const order: FileStatus[] = ['unsubscribed', 'bounced', 'non-subscribed', 'as-chosen'];

/**
 * What a word for a status means; undefined for any other word. Case, accents, punctuation and spaces don't
 * matter.
 *
 * @example statusWord('HARD_BOUNCE') // 'bounced'
 */
export function statusWord(cell: string): Meaning | undefined {
  if (cell.length > LONGEST_WORD) return undefined;
  const text = foldHeader(cell);
  return statuses.get(text) ?? (text.includes(' ') ? undefined : statuses.get(`*${text}`));
}

/**
 * Whether a cell is a word that can hardly mean anything but a status of mail ("unsubscribed", not "active"),
 * so that its column is about consent whatever its name is.
 */
export function tellsOfMail(cell: string): boolean {
  // Called for every cell of a file: length and first letter rule out most of them, and only the rest is
  // folded.
  const first = cell.charCodeAt(0);
  if (cell.length > LONGEST_WORD || (first < 128 && !tellingShapes.has(shapeOf(cell.length, first))))
    return false;
  return telling.has(cell.toLowerCase()) || (isBeyondAscii.test(cell) && telling.has(foldHeader(cell)));
}

const LONGEST_WORD = 40;
const isBeyondAscii = /[^\0-\x7f]/;

/** Words from the tools that can hardly mean anything but a status of mail. */
const tellingWords: Partial<Record<Meaning, string>> = {
  subscribed:
    'subscribed, opted in, opted in to email, double opt in, single opt in, double opted in, confirmed opt in, marketing contact, ' +
    'abonniert, abonne, abonnert, prenumererar, feliratkozott, 購読中, 已订阅, 구독, подписан, подписана',
  'non-subscribed':
    'non subscribed, not subscribed, never subscribed, no consent, not opted in, unconfirmed, non marketing contact, ' +
    'nicht abonniert, non abonne, no suscrito, ikke abonnert',
  unsubscribed:
    'unsubscribed, unsubscribe, unsubscribed by admin, unsubscribed by user, unsubscribed via email, unsubscribed from all, user unsubscribed, self unsubscribed, unsub, opted out, opt out, ' +
    'spam complaint, spam complaints, complained, complaint, spam report, spam reported, reported spam, reported as spam, marked as spam, spam complainer, abuse complaint, ' +
    'suppressed, user suppressed, manual suppression, manually suppressed, blacklisted, blocklisted, admin blocked, do not contact, do not email, do not mail, dnc, ' +
    'abgemeldet, abbestellt, ausgetragen, widersprochen, desabonne, desabonnee, desinscrit, desinscrite, dado de baja, dada de baja, descadastrado, desinscrito, cancelou inscricao, ' +
    'disiscritto, disiscritta, uitgeschreven, afgemeld, wypisany, wypisana, avmeldt, meldt av, frameldt, afmeldt, avregistrerad, avprenumererad, avanmald, odhlášen, odhlaseny, leiratkozott, leiratkozva, ' +
    '配信停止, 購読解除, 已退订, 退订, 수신거부, отписан, отписана, отписался, отписалась',
  bounced:
    'bounced, hard bounced, hard bounce, bounce, bounce hard, bounced hard, permanent bounce, cleaned, undeliverable, undelivered, unzustellbar, rebond, rebotado, rebotada, rebote, rimbalzato, teruggestuurd, odbity, バウンス, 退信',
  nothing: 'soft bounce, soft bounced, soft bounces, bounce soft, transient bounce',
};

/** Words that mean such a status if a column is known to be about mail, and many other things elsewhere. */
const otherWords: Partial<Record<Meaning, string>> = {
  subscribed:
    'active, confirmed, opt in, enabled, subscriber, explicit, express, ' +
    'inscrit, suscrito, suscrita, inscrito, inscrita, iscritto, iscritta, ingeschreven, zapisany, zapisana, tilmeldt, přihlášen, ' +
    'angemeldet, bestatigt, aktiv, actif, active, activo, activa, ativo, ativa, attivo, attiva, actief, aktywny, aktivni, aktivny, aktiivinen, aktif, 有効, активен',
  'non-subscribed':
    'nonsubscribed, unactivated, not activated, pending, pending confirmation, awaiting confirmation, inactive, transactional, archived, disabled, validating, cold, cold subscriber, not set, no permissions set, ' +
    'nicht angemeldet, non inscrit, nao inscrito, non iscritto, niet ingeschreven, ikke tilmeldt, ' +
    'unknown, denied, declined, inaktiv, ausstehend, inactif, en attente, inactivo, pendiente, inativo, pendente, inattivo, in attesa, inactief, in afwachting, nieaktywny, oczekujacy, avventer',
  unsubscribed:
    'geloscht, supprime, eliminado, removido, rimosso, verwijderd, slettet, borttagen, usuniety, удален, ' +
    'cancelled, canceled, spam, junk, abuse, blocked, removed, deleted, withdrawn, revoked, withdrew, consent withdrawn, objected, opposition, ' +
    'gesperrt, widerrufen, zuruckgezogen, bloque, retire, revoque, baja, bloqueado, revocado, retirado, de baja, cancelado, revogado, cancellato, bloccato, revocato, ritirato, ingetrokken, geblokkeerd, ' +
    'trukket, trukket tilbake, tilbagetrukket, atertaget, blokert, zablokowany, cofnieta, wycofana, odvolan, peruutettu, отозвано, заблокирован',
  bounced:
    'unreachable, invalid, invalid email, hard, ungultig, invalide, invalido, no longer exists, mailbox does not exist',
};

const statuses = new Map<string, Meaning>(
  [tellingWords, otherWords].flatMap((table) =>
    (Object.entries(table) as [Meaning, string][]).flatMap(([meaning, words]) =>
      words.split(', ').flatMap((word): [string, Meaning][] => {
        const folded = foldHeader(word);
        return [
          [folded, meaning],
          [`*${folded.replaceAll(' ', '')}`, meaning],
        ];
      }),
    ),
  ),
);

const telling = new Set(
  Object.values(tellingWords).flatMap((words) =>
    words.split(', ').flatMap((word) => {
      const folded = foldHeader(word);
      return [word, folded, ...['_', '-', ''].map((joint) => folded.replaceAll(' ', joint))];
    }),
  ),
);

/** Length and first letter, in either case. */
const shapeOf = (length: number, first: number): number => length * 128 + (first | 32);
const tellingShapes = new Set([...telling].map((word) => shapeOf(word.length, word.charCodeAt(0))));
