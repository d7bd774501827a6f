import { byHeader, foldHeader, headerEntries } from '../cells/headers.ts';
import type { ConsentName } from './terms.ts';

/**
 * Names that are about mail in one file and about something else in the next: people subscribe to many
 * things, are active in many, and are deleted for all kinds of reasons. Undefined for any other name.
 *
 * @example mostlyElse('Is Active (Y/N)') // { way: 'going', asks: 'if-no' }
 */
export function mostlyElse(header: string): ConsentName | undefined {
  return byHeader(byName, header) ?? byHeader(byName, withoutFrame(foldHeader(header)));
}

/** "Contact - Active (Y/N)" without its subject and its kind of answer. */
const withoutFrame = (name: string): string => name.replace(who, '').replace(answers, '');

const who =
  /^(?:(?:contact|person|user|account|subscriber|member|customer|client|lead|recipient|profile|is|are|ist|est|es|e|has) (?=\S))+/;
const answers =
  / (?:y n|yes no|true false|t f|1 0|0 1|j n|ja nein|ja nei|ja nej|ja nee|o n|oui non|s n|si no|sim nao|tak nie|flag)$/;

const entriesOf = (names: string, name: ConsentName): [string, ConsentName][] =>
  names.split(', ').flatMap((each) => headerEntries(each, name));

const byName = new Map<string, ConsentName>([
  ...entriesOf(
    'subscription, subscriptions, subscriber, is subscriber, subscribes, abonnement, abonnements, abo, suscripcion, suscripciones, abbonamento, assinatura, prenumeration, iscritto, inscrito, inscrit, ingeschreven, tilmeldt, zapisany, ' +
      'stop, exclude, exclusion, remove, quit, junk, dead',
    { way: null, asks: 'answers' },
  ),
  ...entriesOf(
    'deleted, deleted at, deleted on, date deleted, deletion date, removed, removed at, removed on, date removed, removal date, ' +
      'left, left at, left on, date left, leave date, deactivated, deactivated at, deactivated on, disabled, disabled at, suspended, suspended at, ' +
      'on hold, archived, archived at, abuse, inactive, inactive since, inactive at, banned, banned at, muted, muted at, paused, paused at, paused on, snoozed, snoozed at, ' +
      'excluded, excluded at, excluded on, stopped, stopped at, stopped on, unreachable, not reachable, deceased, ' +
      'geloscht, geloscht am, geloescht, geloescht am, gekundigt, gekundigt am, kundigung, kundigungsdatum, austritt, austrittsdatum, ausgetreten, ausgetreten am, deaktiviert, deaktiviert am, ' +
      'inaktiv, inaktiv seit, pausiert, pausiert am, gestoppt, ausgeschlossen, verstorben, ' +
      'supprime, supprime le, date de suppression, resilie, resilie le, date de resiliation, desactive, desactive le, inactif, exclu, decede, eliminado, eliminado el, desactivado, inactivo, excluido, fallecido, ' +
      'removido, removido em, desativado, inativo, disattivato, inattivo, escluso, deceduto, verwijderd, verwijderd op, opgezegd, opgezegd op, inactief, overleden, ' +
      'slettet, avsluttet, oppsagt, opsagt, inaktive, avslutad, uppsagd, borttagen, poistettu, usuniety, nieaktywny, iptal, silindi, удален, удалён, отказ, неактивен, неактивный, 退会, 退会日, 解約日, 無効',
    { way: 'end', asks: 'unless-no' },
  ),
  ...entriesOf(
    'active, currently active, activated, enabled, email, e mail, emails, e mails, mail, contact, email contact, mail contact, communication, communications, comms, ' +
      'mail preference, email preference, mail preferences, email notifications, notification, notifications, notify, notify me, alert, alerts, email alert, ' +
      'news, product news, product updates, announcement, announcements, bulletin, mailout, mailouts, mailer, on list, distribution list, email flag, mail flag, ' +
      'promo, promos, promotion, promotions, promotional, ads, advertising, offers, updates, outreach, interested, include, send, send to, sendable, reachable, ' +
      'digest, digests, email digest, daily digest, weekly digest, monthly digest, digest frequency, email frequency, mail frequency, notification frequency, frequency, ' +
      'contact method, preferred contact method, preferred contact, preferred channel, channel preference, contact by, ' +
      'verified, email verified, verified email, email confirmed, confirmed email, agreed, agree, agrees, i agree, agreement, accepted, accepts, legal basis, lawful basis, legal basis for processing contact s data, rechtsgrundlage, base legale, base juridique, privacy, privacy policy, ' +
      'deliverable, email deliverable, valid, valid email, email valid, email is valid, ' +
      'aktiv, aktive, aktiver, aktiviert, kontakt, kontaktieren, mailkontakt, verteiler, infos, neuigkeiten, angebote, benachrichtigung, benachrichtigungen, einverstanden, ' +
      'actif, contacter, accord, nouveautes, offres, activo, activa, contactar, novedades, ofertas, notificaciones, ativo, ativa, novidades, notificacoes, ' +
      'attivo, attiva, novita, offerte, notifiche, actief, nieuws, aanbiedingen, meldingen, varsler, varslinger, nyheter, nyheder, tilbud, erbjudanden, aktivert, aktiveret, aktiverad, ' +
      'aktywny, aktywna, aktivni, aktivny, aktiivinen, aktif, activ, активен, активна, активный, уведомления, новости, 有効, お知らせ, 通知, 激活, 활성, 알림',
    { way: 'going', asks: 'if-no' },
  ),
]);
