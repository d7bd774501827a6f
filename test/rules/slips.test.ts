import { describe, expect, it } from 'vitest';
import { parseRule } from '../../src/rules/language/parse.ts';
import { slipsOf } from '../../src/rules/language/slips.ts';
import { context } from './context.ts';

/** The words at fault, and what is suggested. */
function refusal(sentence: string): string[] {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return ['understood'];
  const [problem] = parsed.problems;
  const { at = 0, length = 0, suggestions = [] } = problem ?? {};
  return [sentence.slice(at, at + length), ...suggestions];
}

describe('a mistyped word of the language', () => {
  it.each([
    ['tagged vip and nver opened', 'nver', 'tagged vip and never opened'],
    ['tagged vip and has nto opened in 60 days', 'nto', 'tagged vip and has not opened in 60 days'],
    ['who hav opened this month', 'hav', 'who have opened this month'],
    ['everyone excpet churned', 'excpet', 'everyone except churned'],
    ['contats tagged vip', 'contats', 'contacts tagged vip'],
    ['tagged vip nad country is US', 'nad', 'tagged vip and country is US'],
    ['Plan si pro', 'si', 'Plan is pro'],
    ['company cotnains acme', 'cotnains', 'company contains acme'],
    ['email ends whit @gmail.com', 'whit', 'email ends with @gmail.com'],
    ['opened at lest 3 times', 'lest', 'opened at least 3 times'],
    ['opened at least thre times', 'thre', 'opened at least three times'],
    ['opened more then 3 times', 'then', 'opened more than 3 times'],
    ['received 5 or more emials', 'emials', 'received 5 or more emails'],
    ['no opns in 60 days', 'opns', 'no opens in 60 days'],
    ['did trial strated this month', 'strated', 'did trial started this month'],
    ['last opned more than 60 days ago', 'opned', 'last opened more than 60 days ago'],
    ['signup dat is this month', 'dat', 'signup date is this month'],
    ['frist name is John', 'frist', 'first name is John'],
    ['unreachble', 'unreachble', 'unreachable'],
    ['did not open the lst campaign', 'lst', 'did not open the last campaign'],
  ])('is pointed at, wherever the sentence was refused: %s', (sentence, fault, offer) => {
    expect(refusal(sentence)).toEqual([fault, offer]);
  });

  it.each([
    ['recevied "Spring sale"', 'recevied', 'received "Spring sale"'],
    ['was snt "Spring sale"', 'snt', 'was sent "Spring sale"'],
    ['oepned "Spring sale" this month', 'oepned', 'opened "Spring sale" this month'],
  ])('is no unknown word about a campaign: %s', (sentence, fault, offer) => {
    expect(refusal(sentence)).toEqual([fault, offer]);
  });

  it.each([
    ['!tagged vip', '!tagged', 'not tagged vip'],
    ['-tagged vip', '-tagged', 'not tagged vip'],
    ['tagged !vip', '!vip'],
  ])('is a "not" with the sign of other programs, and never left out: %s', (sentence, fault, ...offers) => {
    expect(refusal(sentence)).toEqual([fault, ...offers]);
  });

  it.each(['nureachable', 'hunreachable', 'ureachable'])('never becomes its opposite: %s', (sentence) => {
    expect(refusal(sentence).slice(1)).not.toContain('reachable');
  });

  it.each([
    ['Plan is nto pro', 'Plan is not pro', 'Plan is "nto pro"'],
    ['company is nott Acme Corp', 'company is not Acme Corp', 'company is "nott Acme Corp"'],
  ])('is asked about if it could be a value: %s', (sentence, ...offers) => {
    expect(refusal(sentence).slice(1)).toEqual(offers);
  });

  it.each([
    ['company is Note Co', 'understood'],
    ['company is Knot Inc', 'understood'],
  ])('is not suspected in a name: %s', (sentence, result) => {
    expect(refusal(sentence)).toEqual([result]);
  });

  it('is guessed by how likely the slip is, unless it could also be a "not"', () => {
    expect(slipsOf('lest', context)[1]).toEqual(['least']);
    expect(slipsOf('nto', context)[0]).toEqual(['not']);
    expect(slipsOf('wo', context).flat()).toEqual([]);
    expect(slipsOf('opened', context)).toEqual([]);
    expect(slipsOf('churned', context)).toEqual([]);
  });
});

describe('an English word that is near one of the language', () => {
  it.each([
    ['failed in the last month', 'failed'],
    ['tagged vip and checked in the last 30 days', 'checked'],
    ['lost 3 times this year', 'lost'],
    ['never used in March', 'used'],
    ['tagged vip and seen since May', 'seen'],
  ])('is not taken for it: %s', (sentence, word) => {
    const [fault = '', ...offers] = refusal(sentence);
    expect(fault.split(' ')).toContain(word);
    expect(offers).toEqual([]);
  });

  it('may still be nearly the name of a tag or an attribute', () => {
    expect(refusal('plam is pro')).toEqual(['plam', 'Plan is pro']);
  });
});

describe('a name', () => {
  const tags = ['R&D', '50% off', '🎉 launch', 'vip'].map((name, index) => ({ id: index + 1, name }));
  const marked = { ...context, names: { ...context.names, tags } };
  it.each([
    ['tagged R&E', 'tagged "R&D"'],
    ['tagged 50% of', 'tagged "50% off"'],
    ['tagged launch', 'tagged "🎉 launch"'],
    ['tagged *vip*', 'tagged vip'],
    ['tagged vpi!!!', 'tagged vip'],
  ])('is found with other signs in or around it: %s', (sentence, offer) => {
    const parsed = parseRule(sentence, marked);
    expect(parsed.ok ? [] : parsed.problems[0]?.suggestions).toEqual([offer]);
  });
});

describe('misspelt words that begin a timeframe', () => {
  it.each(['opened lst month', 'opened yestreday', 'opened bewteen March and May'])(
    'are one: %s',
    (sentence) => {
      expect(refusal(sentence)).toEqual(['understood']);
    },
  );
});

describe('a name of several words', () => {
  it.each([
    ['Lapsd VIPs', 'Lapsd VIPs', 'in segment "Lapsed VIPs"'],
    ['not Lapsd VIPs', 'Lapsd VIPs', 'not in segment "Lapsed VIPs"'],
    ['Lapsd VIPs and opened this month', 'Lapsd VIPs', 'in segment "Lapsed VIPs" and opened this month'],
    ['Signd NDA', 'Signd NDA', 'tagged "Signed NDA"'],
  ])('is offered if it is nearly a tag’s or segment’s: %s', (sentence, ...expected) => {
    expect(refusal(sentence)).toEqual(expected);
  });
});
