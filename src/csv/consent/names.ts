import { byHeader, foldHeader, headerEntries } from '../cells/headers.ts';
import { anyOf } from '../cells/name-patterns.ts';
import { mostlyElse } from './doubtful-names.ts';
import type { ConsentName, StatusWay } from './terms.ts';

/**
 * What a column's name says about mail; undefined for names that don't mention it.
 *
 * @example consentName('HasOptedOutOfEmail') // { way: 'opt-out', asks: 'always' }
 * @example consentName('Suboptimal') // undefined
 */
export function consentName(header: string): ConsentName | undefined {
  const exact = byHeader(wayByName, header);
  if (exact !== undefined) return { way: exact, asks: 'always' };
  const mostly = mostlyElse(header);
  if (mostly !== undefined) return mostly;
  const name = foldHeader(header);
  const way = wayOf(name);
  const found = way === undefined ? statusName(name) : undefined;
  if (way === undefined && found === undefined) return undefined;
  const isNo = way === 'opt-out' || way === 'bounce';
  if (!isMail(name)) {
    if (isOtherChannel(name)) return { way: null, asks: 'never' };
    // "Unsubscribed from our weekly letter" is still about mail.
    if (isOtherMatter(name)) return isNo ? { way: 'end', asks: 'unless-no' } : { way: null, asks: 'never' };
  }
  if (way === undefined) return found;
  if (isDetail(name) || (isNo && isDetailOfNo(name))) return { way, asks: 'detail' };
  if (isSomethingElse(name)) return { way: null, asks: 'answers' };
  return { way, asks: 'always' };
}

function wayOf(name: string): StatusWay | null | undefined {
  if (isBounce(name)) return 'bounce';
  if (isOptOut(name)) return 'opt-out';
  const isConsent = saysConsent(name);
  if ((isConsent || isMail(name)) && isTakenBack(name)) return 'opt-out';
  if (isConsent && isOpen(name)) return null;
  if (isNegated(name) && (isConsent || isMail(name))) return isSubscribed(name) ? null : 'opt-out';
  if (!isConsent) return undefined;
  return isStatus(name) ? 'words' : 'consent';
}

/**
 * "Global status", "List status", "Marketing state"; but also "Order status", and the states of a country.
 */
function statusName(name: string): ConsentName | undefined {
  if (isRegion(name)) return { way: 'words', asks: 'words' };
  if (!isStatus(name)) return undefined;
  return { way: 'words', asks: isOtherStatus(name) ? 'telling-words' : 'words' };
}

const isBounce = anyOf(
  '*bounc*, cleaned at, cleaned date, cleaned on, clean time, clean date, clean campaign, *undeliver*, non deliverable, not deliverable, invalid email, email invalid, ' +
    '*unzustellbar*, *rucklaufer*, rebond*, npai, rebot*, rimbalz*, *odbit*, studsad*, studsat*, *バウンス*, *不達*, *退信*, *반송*',
);

const isOptOut = anyOf(
  '*unsub*, un sub*, *unsuscri*, *unsupscri*, un suscri*, opt out*, opts out, opted out*, opting out, *optout*, *optedout*, *optsout*, dnc, dne, *donotcontact*, *donotemail*, *donotmail*, *donotbulk*, ' +
    'do not allow*, do not ... *mail*, do not ... contact*, do not ... send*, do not ... market*, do not ... solicit*, do not ... process*, do not ... newsletter*, ' +
    'dont ... *mail*, don t ... *mail*, dont ... contact*, don t ... contact*, dont ... send*, don t ... send*, donot ... *mail*, donot ... contact*, ' +
    '*suppress*, *supress*, *suppresed*, *blacklist*, black list*, *blocklist*, block list*, email blocked, deny list, denylist*, excluded from*, excludedfrom*, exclude from ... *mail*, exclude from campaign*, exclude from newsletter*, ' +
    'email disabled, emails disabled, disable email*, mail disabled, stop email*, stop mail*, nomail, nomails, ' +
    'do not disturb, donotdisturb, robinson*, wants no ..., wish* no ..., does not want ..., doesn t want ..., doesnt want ..., not interested in mail*, ' +
    'right to erasure, right to be forgotten, erasure request*, forget me, feedback loop, fbl, ' +
    '*complain*, spam, abuse report*, objected to*, right to object, left list, left newsletter, ' +
    '*abgemeldet*, *abmeld*, *abbestell*, ausgetragen*, austragung, austragedatum, *widersprochen*, *werbewiderspruch*, *widerspruch*, *werbesperre*, *mailsperre*, *kontaktsperre*, *newslettersperre*, *sperrvermerk*, ' +
    '*nicht anschreiben*, *nicht kontaktieren*, nicht ... mailen, nicht ... senden, keine ... *mail*, *mailingsperre*, *sperrkennzeichen*, *robinsonliste*, ' +
    'will keine ..., mochte keine ..., wunscht keine ..., wunsche keine ..., *kontakt unerwunscht*, ' +
    '*desabonn*, *desinscri*, ne pas ... contact*, ne pas ... envoyer, ne pas ... *mail*, ne plus ..., liste noire, refus ... *mail*, refus ... newsletter*, refus ... contact*, ' +
    'ne souhaite p* ..., ne veut p* ..., stop pub*, liste repoussoir, ' +
    'dado de baja*, dada de baja*, fecha de baja*, fecha baja, motivo de baja, motivo baja, no contactar, no enviar*, no molestar, no desea ..., no quiere ..., lista negra, desuscri*, darse de baja, ' +
    'avmeld*, avregistrer*, meldt av*, ikke kontakt*, ikke send*, reservert mot*, *reservasjonsregister*, reserverad mot*, *reklamefri*, framelding*, frameldt*, afmeld*, nej tak*, nej tack*, nej til ..., nei takk*, nei til ..., vil ikke ..., vill inte ..., onsker ikke ..., ' +
    'avanmal*, avprenumer*, ej kontakt*, kontakta ej*, ' +
    'uitgeschreven*, uitschrijf*, uitschrijv*, afgemeld*, wil geen ..., niet ... mailen, niet ... contacteren, niet ... benaderen, ' +
    'disiscri*, cancellat* iscrizione, non contattare, non inviare, non disturbare, non vuole ..., non desidera ..., lista nera, ' +
    'descadastr*, cancelou*, optou por sair, nao perturb*, nao quer ..., nao deseja ..., nao ... contatar, nao ... enviar, nao ... contactar, ' +
    'wypis*, rezygnacj*, sprzeciw*, nie chce ..., nie ... wysylac*, nie ... kontaktowac*, czarna lista, ' +
    '*markkinointikielto*, estolista, odhlasen*, nekontaktovat, nezasilat, leiratkoz*, abonelikten*, listeden cik*, *istemiyor*, dezabon*, ' +
    'отписа*, отписк*, отказ от ..., отказался*, не беспокоить, не хочет ..., черный список, ' +
    '*配信停止*, *購読解除*, *配信不可*, *配信拒否*, *受信拒否*, *退订*, *拒收*, *수신거부*, 수신 거부*',
);

const saysConsent = anyOf(
  '*consent*, opt in, opt ins, optin, *optin, optins, opts in, *optedin, opted in, *optintime, *optindate, *optinstatus, double opt*, *marketing*, *newsletter*, news letter*, gdpr*, *permission*, ' +
    '*subscribed*, subscribe to, please subscribe, mailing list, mailing lists, maillist*, mailinglist*, mailingliste*, ' +
    'email updates, receive* ... *mail*, receive* ... news*, receive* ... update*, receive* ... offer*, want* ... *mail*, want* ... news*, want* ... updates, send ... *mail*, send ... newsletter*, send ... updates, ' +
    'allow* ... *mail*, allow* ... contact*, email* allowed, can ... *mail*, can ... contact, may ... *mail*, may ... contact, ok to ... *mail*, ok to contact, contact ok, email ok, emails ok, mail ok, contact* allowed, recebe* ... *mail*, recibe ... *mail*, recibir ... *mail*, recoit ... *mail*, recevoir ... *mail*, ' +
    'promotion* ... *mail*, promo* email*, email promotion*, email offers, special offers, commercial ... *mail*, email communication*, communication preference*, email preference*, contact preference*, ' +
    'email list*, emaillist*, e news, enews, e zine, ezine, keep me posted, keep me informed, keep me updated, keep in touch, stay in touch, stay informed, stay updated, ' +
    'contact* by *mail*, contact* via *mail*, send news, email alerts, subscription preference*, ' +
    'privacy accepted, privacy policy accepted, accepts privacy*, agreed to privacy*, ' +
    '*einwillig*, *zustimmung*, *zugestimmt*, *einverstand*, dsgvo*, datenschutz, datenschutzerklarung*, werbung*, *mailwerbung, *werbeerlaubnis*, *mailerlaubnis*, *kontakterlaubnis*, erlaubnis, *kontakt* erlaubt, darf ... kontaktiert*, darf ... angeschrieben*, *mail* erlaubt, *infos per *mail*, info mail*, *werbefreigabe*, *mailfreigabe*, *abonniert*, *rundbrief*, *rundschreiben*, *infomail*, ' +
    '*consentement*, rgpd*, abonne, abonnee, infolettre*, lettre d information*, lettre d info*, accepte ..., autoris* ... *mail*, autorisation ... *mail*, autorisation contact, contact* autorise*, prospection*, emailing*, e mailing, ' +
    '*consentimiento*, suscrito*, suscrita*, *boletin*, acepta ..., autoriza ..., permiso*, publicidad*, comunicaciones comerciales*, ' +
    '*nyhetsbrev*, *nyhedsbrev*, *samtykke*, *samtycke*, *markedsføring*, *marknadsforing*, abonnerer, prenumerer*, ' +
    '*nieuwsbrief*, *toestemming*, mag ... mailen, mag ... gemaild, mag ... benaderd, ' +
    '*consenso*, *consentimento*, lgpd*, *boletim*, aceita ..., *zgoda*, *zgody*, *biuletyn*, rodo, ' +
    '*uutiskirje*, *suostumus*, *markkinointilupa*, *markkinointi*, *souhlas*, odber ..., *hozzajarul*, *hirlevel*, *bulten*, kvkk*, ' +
    '*рассылк*, *согласи*, *подписк*, подписан*, *メルマガ*, *同意*, *購読*, *配信希望*, *订阅*, *수신동의*, *동의*, *뉴스레터*',
);

const isSubscribed = anyOf('*subscribed*, *abonniert*, abonne, suscrit*, iscritt*, подписан*');

const isTakenBack = anyOf(
  'withdraw*, withdrew, revoke*, revocation, denied, refused, declined, cancelled, canceled, ended, removed, suspended, stopped, paused, blocked, disabled, deactivated, excluded, ' +
    'deleted, forgotten, erased, erasure, opposed, forbidden, prohibited, unwanted, unwelcome, ' +
    '*entzogen*, *zuruckgezogen*, *widerruf*, *gekundigt*, *kundigung*, *gesperrt*, *unerwunscht*, *abgelehnt*, *verweigert*, *verboten*, *untersagt*, *geloscht*, *gestoppt*, *deaktiviert*, *ausgeschlossen*, ' +
    'retire*, retrait*, revoque*, refus*, bloque*, supprime*, desactive*, arrete*, interdit*, oppose, opposition, resilie*, resiliation, ' +
    'revocad*, retirad*, cancelad*, cancelacion, rechazad*, denegad*, bloquead*, desactivad*, eliminad*, anulad*, recusad*, negad*, removid*, proibid*, ' +
    'revocat*, revoca, ritirat*, rifiutat*, negat*, bloccat*, disattivat*, annullat*, cancellat*, vietat*, ' +
    '*ingetrokken*, geweigerd*, geblokkeerd*, opgezegd*, gestopt*, verwijderd*, verboden*, *trukket*, *tilbakekalt*, avslatt*, avslag*, blokert*, stoppet*, stanset*, slettet*, sagt opp, opsagt*, afvist*, blokeret*, ' +
    '*atertag*, nekad*, nekat*, blockerad*, avslutad*, uppsagd*, borttagen*, *cofni*, *wycof*, *odmow*, zablokowan*, usuniet*, *peruut*, *kielletty*, *estetty*, *poistettu*, *odvolan*, *zamitnut*, *visszavon*, iptal*, engellen*, reddedil*, ' +
    'отозван*, отзыв*, отказ*, запрещ*, заблокир*, удален*, *撤回*, *停止*, *拒否*, *解除*, *拒绝*, *取消*, *철회*, *거부*, *해지*, *취소*',
);

/** A yes to "opt-in pending" is not consent. */
const isOpen = anyOf(
  'pending, required, needed, missing, expired, requested, ausstehend, fehlt, manquant, pendiente',
);

/** "No newsletter", "Keine Werbung"; not "Newsletter no" or "No. of newsletters". */
const isNegated = (name: string): boolean =>
  /^(?:no|not|non|without|never|kein|keine|keinen|nicht|ohne|sans|pas|sin|ikke|ingen|inte|inga|ej|niet|geen|nao|sem|senza|nie|bez|ei|не|без) (?!of |de )\S/u.test(
    name,
  ) || /(?:^| )(?:not|isn t|nicht|ikke|inte|niet) \S/u.test(name);

const isMail = anyOf(
  '*email*, e mail, e mails, mail, mails, mailing, mailings, mailen, *newsletter*, news letter*, courriel*, correo*, e post, epost*, posta',
);

const isOtherChannel = anyOf(
  '*sms*, mms, *phone*, call, calls, calling, text message*, texts, texting, whatsapp*, push, web push, fax, postal*, post, direct mail, telefon*, anruf*, appel*, ' +
    'telefono*, llamad*, telegram, viber, voice, rcs, messenger, cookies, cookie*, donotcall',
);

/** Other things that people agree to. */
const isOtherMatter = anyOf(
  'letter, letters, line, track*, sell, sale, share*, photo*, image*, medical*, surgical, parental*, guardian*, treatment*, trip, visit*',
);

const isStatus = anyOf(
  'state, *status, *statut, estado, estatus, stato, *statuss, tila, stav, allapot, durum, *ステータス, статус, 状态, 상태, zustand',
);

/** Half of these columns are states of a country. */
const isRegion = anyOf('state, states, estado, stato, stan, zustand');

/** Statuses of something else that share a few words with mail: an order is canceled, a job is active. */
const isOtherStatus = anyOf(
  'order*, payment*, invoice*, billing*, shipping*, shipment*, fulfil*, financial*, lead*, deal*, ticket*, case*, task*, project*, marital*, civil*, relationship*, employ*, job*, work, kyc*, ' +
    'verification*, vaccin*, visa, trial, phone*, sms*, loyalty*, licen*, application*, enrol*, rsvp, attendance, attendee*, booking*, reservation*, registration*, checkin, event*, document*, contract*, credit*, ' +
    'bestell*, zahl*, *rechnung*, liefer*, familien*, commande*, paiement*, pedido*, pago*, ordine*, pagamento*, zamowien*, ordre*, betaling*, tax*, sync*, import*, approval*, review*, immigration*, military*, student*',
);

/**
 * Columns that explain an answer. They raise a question, because a file may have only "Unsubscribe reason".
 */
const isDetail = anyOf(
  'reason*, *reason, why, ip, ips, ipaddress, *optinip, soft, soft*, count*, *count, number of, no of, num, nr of, total*, times, emails bounced, how often, comment*, ' +
    'grund, *grund, motif*, motivo*, arsak*, årsak*, anzahl, nombre, numero, antal, antall, liczba, powod*, reden, syy, причин*, 理由, *理由, 원인, 原因',
);

/** Columns that explain a no, including where it came from: without a no they would hardly be filled. */
const isDetailOfNo = anyOf(
  'campaign*, note, notes, message*, code*, category, details, description, detail, type, by, title, source*, method, mode, medium, form, page, id, ids, name, user agent, useragent, text, *grund*, kampagne*, quelle',
);

/** Names that contain a word of these families but are about something else. */
const isSomethingElse = anyOf(
  'budget*, source*, channel*, group*, plan*, manager*, owner*, team*, department*, agency, qualified, lead, title, role, level, position, id, ids, uid, uuid, guid, url, urls, link*, page, token, hash, key, version, text, wording, method, medium, form, language, campaign*, ' +
    'rate, rates, score*, percent*, percentage, ratio, spend, cost*, price, revenue, user agent, useragent, expir*, template, content, city, set, sets, name, website, site, tier*, company, product*, persona, partner, director, region, area, ' +
    'quelle, herkunft, gruppe, kosten, kanal, leiter, leitung, abteilung, origine, canal, groupe, grupo, fuente, origen, presupuesto, gruppo, fonte, kilde, bron, groep, kanaal, kampagne*, campagne*, campana*',
);

/** Names from the tools' exports that are known in full, whatever words they contain. */
const namesByWay: Partial<Record<StatusWay, string>> = {
  words:
    'status, subscription status, email status, email marketing status, subscriber status, contact status, marketing status, mailing status, mail status, newsletter status, list status, global status, ' +
    'email subscription status, subscriber type, subscribe type, subscriber state, subscription state, consent status, opt, opted, opt status, opt in status, optin status, marketing contact status, email permission status, sending status, recipient status, ' +
    'statut, ステータス, статус',
  consent:
    'accepts email marketing, accepts marketing, email marketing consent, email consent, email marketing, email marketing opt in, ' +
    'email opt in, email optin, opt in, optin, opted in, opted in to email, marketing opt in, marketing consent, accepts newsletter, newsletter, ' +
    'newsletter consent, subscribed, subscribed to emails, subscribed to newsletter, is subscribed, email subscribed, email subscriber, newsletter subscriber, ' +
    'subscribe, confirmed, is confirmed, confirmed opt in, confirm time, confirm date, confirmed at, confirmed on, confirmation date, confirmation time, date confirmed, double opt in, mailing, mailings, mailable, emailable, contactable, has consent, izin, iys',
  'opt-out':
    'unsubscribed, is unsubscribed, unsubscribed at, unsubscribed on, unsubscribe date, unsubscribe time, unsub time, date unsubscribed, ' +
    'portal unsubscribe, portal spam report, is excluded from campaigns, excluded from campaigns, email disabled, spam complaint, blocked, is blocked, spam, is spam, marked as spam, objected, objection, blocked at, blocked on, blocked since, date blocked, block date, ' +
    'abgemeldet am, gesperrt, gesperrt am, gesperrt seit, widerruf, widerrufen, opposition, retrait du consentement, baja, de baja, fecha de baja, dado de baja, cancelado em, reservert, peruutettu, spärrad',
  bounce:
    'bounced, bounced at, hard bounced, hard bounce, bounce date, clean time, cleaned, is cleaned, portal bounce, global bounce, email bounced, email bounced date, is email bounced',
};

const wayByName = new Map<string, StatusWay>(
  (Object.entries(namesByWay) as [StatusWay, string][]).flatMap(([way, names]) =>
    names.split(', ').flatMap((name) => headerEntries(name, way)),
  ),
);
