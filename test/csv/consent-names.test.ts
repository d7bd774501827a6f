import { describe, expect, test } from 'vitest';
import { consentName } from '../../src/csv/consent/names.ts';
import type { ConsentName } from '../../src/csv/consent/terms.ts';

const names = (text: string): string[] => text.trim().split(/\s*\|\s*/);

describe('a column, by its name', () => {
  test.each<[says: string, way: ConsentName['way'], headers: string[]]>([
    [
      'the status',
      'words',
      names(
        'Status | Email status | Global Status | List status | Person - Marketing status | Subscription Status | Statut | ステータス',
      ),
    ],
    [
      'consent',
      'consent',
      names(
        'Accepts Email Marketing | subscribed_to_emails | Newsletter | Marketing | Opt-in | EMAILOPTIN | Opted in | GDPR | Permission | Consent: GDPR marketing | ' +
          'Email Marketing Consent Timestamp | Marketing Permissions | Receive emails | Wants updates by email | Mailing list | Special offers | Subscribed',
      ),
    ],
    [
      'consent, in other languages',
      'consent',
      names(
        'Einwilligung | DSGVO-Zustimmung | Werbung erlaubt | Datenschutz | Consentement | RGPD | Infolettre | Acepta publicidad | Consentimiento | Boletín | ' +
          'Samtykke | Nyhetsbrev | Nyhedsbrev | Samtycke | Nieuwsbrief | Toestemming | Consenso | Consentimento | Zgoda marketingowa | Uutiskirje | Souhlas | Hírlevél | ' +
          'メルマガ購読 | 同意 | рассылка | Согласие | 订阅 | 수신동의',
      ),
    ],
    [
      'an opt-out',
      'opt-out',
      names(
        'Unsubscribed | UNSUB | UNSUB_TIME | globalUnsubscribe | HasOptedOutOfEmail | HASOPTEDOUTOFEMAIL | email_optout | OptOut_Date | dnc | Do not email | ' +
          'DoNotBulkEMail | Do not allow Bulk Emails | Do not allow Mails | Do Not Contact | Unsubscribe From Marketing Emails | EMAIL_BLACKLISTED | blocklisted | Suppressed | ' +
          'Email Suppressions | IsExcludedFromCampaigns | IsSpamComplaining | Marked email as spam | email_disabled | Consent withdrawn at | GDPR consent revoked',
      ),
    ],
    [
      'an opt-out, in other languages',
      'opt-out',
      names(
        'Abgemeldet am | Newsletterabmeldung | Kein Newsletter | Keine Werbung | Werbesperre | Nicht kontaktieren | Einwilligung widerrufen | Widerspruch | ' +
          'Désabonné le | Désinscription | Ne pas contacter | Consentement retiré | Fecha de baja | Baja | No enviar | Consentimiento revocado | ' +
          'Avmeldt | Samtykke trukket | Frameldt | Avprenumererad | Uitgeschreven | Disiscritto | Descadastrado | Wypisany | Markkinointikielto | Отписался | 配信停止 | 수신거부',
      ),
    ],
    [
      'an opt-out, in other spellings',
      'opt-out',
      names(
        'UnSubscribed | unSubscribeDate | Un-subscribed | isUnSubscribed | Un\u00adsubscribed | Unsuscribed | Supressed | Black-listed | OPT.OUT | Do Not Disturb | nomail | FBL',
      ),
    ],
    [
      'that consent is over',
      'opt-out',
      names(
        'Marketing suspended | Newsletter stopped | GDPR deleted | Newsletter gekündigt | Werbung gesperrt | E-Mail gesperrt | Mailingsperre | Robinsonliste | Newsletter bloqué | Newsletter cancelada | ' +
          'Consenso negato | Nieuwsbrief opgezegd | Nyhetsbrev stoppet | Zgoda odmówiona | Nie wysyłać | Sprzeciw | Ne souhaite plus recevoir | Não perturbe | No molestar | Nej tack | ' +
          'E-posta almak istemiyor | Отказ от рассылки | Не беспокоить | 配信拒否 | メルマガ解除 | 拒收 | 수신 거부',
      ),
    ],
    [
      'an opt-out of mail by a word for something else',
      'opt-out',
      names('Unsubscribed from sales emails | Opted out of our letter (email) | SMS and email opt-out'),
    ],
    [
      'a bounce',
      'bounce',
      names(
        'BOUNCE | Hard bounced | Has hard bounced | CLEAN_TIME | Email Bounced Date | Undeliverable | Unzustellbar | Rebotado | Rebond',
      ),
    ],
    [
      'something of mail that a yes doesn’t settle',
      null,
      names('Not subscribed | IsOptInPending | GDPR consent missing'),
    ],
  ])('says %s', (_what, way, headers) => {
    for (const header of headers)
      expect([header, consentName(header)]).toEqual([header, { way, asks: 'always' }]);
  });

  test.each<[what: string, asks: ConsentName['asks'], headers: string[]]>([
    [
      'is about what stands beside an answer',
      'detail',
      names(
        'UNSUB_REASON | SuppressionReason | Unsubscribe comment | UNSUB_CAMPAIGN_TITLE | Unsubscribed Mode | optout_type | OPTIN_IP | Consent IP | Soft bounces | ' +
          'bounce_count | bouncecount | Number of bounces | Abmeldegrund | Motif de désabonnement | Motivo de baja',
      ),
    ],
    [
      'mostly means something else, and is asked about if it answers',
      'answers',
      names(
        'Marketing budget | Marketing channel | Newsletter source | Permission group | Bounce rate of site | Unsubscribe link | Spam score | Subscription | Abonnement | Marketing Manager | Consent version',
      ),
    ],
    ['is a status, perhaps of mail', 'words', names('State | Estado | Account status | Membership status')],
    [
      'is a status of something else',
      'telling-words',
      names('Order status | Payment Status | Lead Status | Marital status | Zahlungsstatus | Ticket status'),
    ],
    [
      'is about an end, perhaps of mail',
      'unless-no',
      names(
        'Deleted | deleted_at | Removed On | Date Deleted | Left | Disabled | On Hold | Gekündigt am | Kündigungsdatum | Résilié le | Opgezegd | 退会日 | ' +
          'Unsubscribed from our weekly letter | Sale alerts unsubscribed | Unsubscribed shared list | Opt-out of sale',
      ),
    ],
    [
      'is about what goes on, perhaps mail',
      'if-no',
      names('Activated | Aktiviert | Email notifications | Email valid | Deliverable | Offers'),
    ],
    [
      'is about another channel',
      'never',
      names(
        'Accepts SMS Marketing | SMS_BLACKLISTED | SMS Marketing Consent | Fax Opt Out | Do not allow Phone Calls | Photo consent | Push opt-in',
      ),
    ],
  ])('%s', (_what, asks, headers) => {
    for (const header of headers) expect([header, consentName(header)?.asks]).toEqual([header, asks]);
  });

  test.each(
    names(
      'Option | Options | Suboptimal | Adopting | Adoption date | Laptop outlet | Subscription plan | Subscription Date | Mailing City | Mailing Country | Mailing address | ' +
        'Email address | Name | Company | Plan | Bewerbung | Retrait magasin | avg order value | Blocked hours | Order confirmed | Job title | DoNotCall | Tags | Created at | Austragungsort | Notes | Mail stop | Products left | Archived orders | Canceled | Cancelled at | Fødselsdag | Straße',
    ),
  )('named %s says nothing about mail', (header) => {
    expect(consentName(header)).toBeUndefined();
  });

  test('is read in time, however long its name is', { timeout: 20_000 }, () => {
    for (const piece of ['do not ', 'a', 'no ', 'receive ', 'optout', '* '])
      consentName(piece.repeat(10_000).slice(0, 80));
  });
});
