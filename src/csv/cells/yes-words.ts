import { foldHeader } from './headers.ts';

/**
 * Whether a cell says yes or no, in the languages whose headers we know: words, ticks and crosses, 1 and 0,
 * what spreadsheets write for true and false. Null for anything else, including other numbers.
 *
 * @example yesOrNo('WAHR') // true
 * @example yesOrNo('☐') // false
 */
export function yesOrNo(cell: string): boolean | null {
  const sign = signs.get(cell.replace(/\s|\ufe0e|\ufe0f/g, ''));
  if (sign !== undefined) return sign;
  // Folding would turn -1 and 1 % into 1.
  if (/\p{N}/u.test(cell)) return /^[01](?:[.,]0+)?$/.test(cell) ? cell.startsWith('1') : null;
  const text = foldHeader(cell);
  return isYes.has(text) ? true : isNo.has(text) ? false : null;
}

/** Whether a cell says that consent was given (true), or that it was not (false); null for anything else. */
export function grantedOrDenied(cell: string): boolean | null {
  const text = foldHeader(cell);
  return isGranted.has(text) ? true : isDenied.has(text) ? false : null;
}

/** Whether a cell says that mail is allowed or not, in its own words, whatever the column's name is. */
export function allowedOrNot(cell: string): boolean | null {
  const text = foldHeader(cell);
  return isAllowed.has(text) ? true : isForbidden.has(text) ? false : null;
}

const setOf = (words: string): Set<string> => new Set(words.split(', ').map(foldHeader));

// Signs aren't letters, so folding would leave nothing.
const signs = new Map<string, boolean>([
  ...[...'✓✔☑✅🗸🗹☒×Xx●+'].map((sign): [string, boolean] => [sign, true]),
  ...[...'☐✗✘❌✖□▢○'].map((sign): [string, boolean] => [sign, false]),
  ['[x]', true],
  ['[X]', true],
  ['(x)', true],
]);

const isYes = setOf(
  'yes, y, yep, yeah, true, t, on, x, checked, ticked, selected, ok, okay, ' +
    'ja, j, jawohl, wahr, oui, vrai, si, s, verdadero, cierto, sim, verdadeiro, vero, waar, sant, sand, sann, tosi, kylla, ' +
    'tak, prawda, ano, pravda, áno, da, istina, igen, igaz, adevarat, evet, doğru, jah, jā, taip, ναι, αληθης, ' +
    'はい, 有, 是, 真, 예, 네, 참, да, истина, так, כן, نعم',
);
const isNo = setOf(
  'no, n, nope, false, f, off, unchecked, unticked, not checked, not selected, ' +
    'nein, falsch, non, faux, nao, falso, onwaar, nee, nej, nei, falskt, falsk, usann, ei, epätosi, ' +
    'nie, fałsz, falsz, ne, nepravda, nem, hamis, nu, fals, hayır, hayir, yanlış, yanlis, nē, οχι, ψευδης, ' +
    'いいえ, 無, 否, 假, 아니오, 아니요, 거짓, нет, ложь, ні, לא, لا',
);
const isGranted = setOf(
  'granted, given, consented, consent given, agreed, agree, i agree, accepted, accept, approved, confirmed, enabled, ' +
    'express, explicit, opted in, opt in, ' +
    'erteilt, zugestimmt, eingewilligt, akzeptiert, angenommen, bestatigt, accorde, donne, accepte, consenti, concedido, otorgado, aceptado, aceito, ' +
    'concesso, accettato, verleend, gegeven, geaccepteerd, gitt, godtatt, givet, godkendt, accepterat, godkänt, wyrazona, udelen, myönnetty, согласен, согласна, 同意, 同意する',
);
const isDenied = setOf(
  'denied, deny, declined, decline, refused, rejected, not given, not granted, none, never, keine, jamais, nunca, aldri, aldrig, nooit, nigdy, no consent, disabled, not agreed, disagree, ' +
    'nicht erteilt, verweigert, abgelehnt, nicht zugestimmt, refuse, non accorde, rejete, denegado, rechazado, no otorgado, negado, recusado, ' +
    'negato, rifiutato, non concesso, geweigerd, niet gegeven, ikke gitt, avslatt, afvist, nekat, ej givet, odmowa, brak zgody, odmitnuto, evätty, не согласен, не согласна, 不同意, 同意しない',
);
const isAllowed = setOf(
  'allow, allowed, send, mailable, emailable, contactable, permitted, erlaubt, autorise, permitido, consentito, toegestaan, tillatt, tilladt, tillåtet',
);
const isForbidden = setOf(
  'do not allow, do not send, dont send, not allowed, disallow, disallowed, not mailable, not permitted, forbidden, do not email, do not mail, do not contact, do not send, ' +
    'nicht erlaubt, verboten, non autorise, interdit, no permitido, prohibido, nao permitido, non consentito, vietato, niet toegestaan, ikke tillatt, ikke tilladt, ej tillåtet, kielletty',
);
