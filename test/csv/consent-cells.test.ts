import { expect, test } from 'vitest';
import { momentOf, readConsent, saysNothing } from '../../src/csv/consent/cells.ts';
import type { Meaning, StatusWay } from '../../src/csv/consent/terms.ts';

const cells = (text: string): string[] => text.trim().split(/\s*\|\s*/);

test.each<[way: StatusWay | null, means: Meaning | null, cells: string[]]>([
  ['words', 'subscribed', cells('subscribed | Active | CONFIRMED | aktiv | abonné')],
  ['words', 'non-subscribed', cells('Unconfirmed | pending | No consent | NEVER_SUBSCRIBED')],
  [
    'words',
    'unsubscribed',
    cells('Unsubscribed | opted-out | complained | SpamComplaint | ["USER_SUPPRESSED"]'),
  ],
  ['words', 'bounced', cells('cleaned | HardBounce | HARD_BOUNCE | Undeliverable')],
  ['words', 'nothing', cells('NULL | - | N/A | soft bounce')],
  // Numbers mean nothing certain if the name doesn't say which way they go; nor does a yes, or words about
  // something else.
  ['words', null, cells('0 | 1 | 2 | yes | past_due | married | regular | 2024-01-02 | ["email"]')],
  [null, null, cells('yes | no | 1 | x | true')],
  [null, 'unsubscribed', ['unsubscribed']],
  [
    'consent',
    'subscribed',
    cells(
      'yes | Y | TRUE | t | 1 | 1.0 | x | X | ✓ | ✔ | ☑ | ✔️ | checked | on | ja | oui | sí | si | tak | да | はい | WAHR | VRAI | VERDADERO | VERO | WAAR | SANN | SANT | TOSI | PRAWDA | IGAZ | DOĞRU | ИСТИНА | ' +
        'granted | Given | agreed | Opted In | erteilt | Accordé | concedido | 2024-01-02 | 03/04/2024 | 1712139660 | Allow',
    ),
  ],
  [
    'consent',
    'non-subscribed',
    cells(
      'no | N | FALSE | f | 0 | 0.0 | off | nein | non | não | nie | nei | нет | いいえ | ☐ | ✗ | unchecked | FALSCH | FAUX | FALSO | ONWAAR | USANN | FALSKT | FAŁSZ | HAMIS | YANLIŞ | ЛОЖЬ | ' +
        'denied | declined | Not given | never | none | verweigert | refusé | Do Not Allow',
    ),
  ],
  ['consent', 'unsubscribed', cells('withdrawn | revoked | UNSUBSCRIBED | widerrufen | retiré')],
  ['consent', 'nothing', cells('NULL | - | NaN | [] | 0000-00-00')],
  ['consent', null, cells('2 | -1 | perhaps | ["email"] | Email, Direct Mail | Weekly')],
  [
    'opt-out',
    'unsubscribed',
    cells(
      'yes | 1 | true | WAHR | x | ✓ | 2024-05-01 08:00:00 | 01.05.2024 | 1712139660 | opted out | spam complaint | Do Not Allow | USER_SUPPRESSED',
    ),
  ],
  [
    'opt-out',
    'nothing',
    cells(
      'no | 0 | false | FALSCH | ☐ | active | subscribed | Allow | NaN | NaT | Never | NULL | [] | 0001-01-01T00:00:00Z | 0000-00-00 00:00:00 | 1970-01-01 00:00:00 | 1900-01-01 | 9999-12-31 | jamais | nunca',
    ),
  ],
  ['opt-out', 'bounced', cells('hard bounce | HARD_BOUNCE')],
  ['opt-out', null, cells('2 | 161 | 45385 | I get too many mails | ["email"] | granted')],
  ['bounce', 'bounced', cells('yes | 1 | hard | Permanent | HardBounce | 2024-05-01')],
  ['bounce', 'nothing', cells('no | 0 | soft | Soft Bounce | Never')],
  ['bounce', null, cells('3 | 550 mailbox full')],
])('in a column of %s, %s is what the cells mean', (way, means, all) => {
  for (const cell of all) expect([cell, readConsent(cell, way)]).toEqual([cell, means]);
});

test('a status code of 0 is an answer, not a word for no value', () => {
  expect(saysNothing('0')).toBe(false);
});

test.each([
  ['2024-05-01 08:00:00', null, 'unsubscribed', '2024-05-01'],
  ['03/04/2024', 'dmy', 'unsubscribed', '2024-04-03'],
  // Unknown which: never before a consent that lies between.
  ['03/04/2024', null, 'unsubscribed', '2024-04-03'],
  ['03/04/2024', null, 'bounced', '2024-04-03'],
  ['03/04/2024', null, 'subscribed', '2024-03-04'],
  ['25/04/2024', null, 'subscribed', '2024-04-25'],
  ['1712139660', null, 'unsubscribed', '2024-04-03'],
  ['45385', null, 'unsubscribed', undefined],
  ['yes', null, 'unsubscribed', undefined],
] as const)('%s, read in the order %s, is when someone became %s: %s', (cell, order, means, day) => {
  expect(momentOf(cell, order, means)?.day).toBe(day);
});
