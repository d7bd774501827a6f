import { describe, expect, it } from 'vitest';
import { read } from './context.ts';

describe('places', () => {
  it.each([
    ['in Germany', 'country is Germany'],
    ['customers in germany', 'country is Germany'],
    ['people from the UK or Ireland', 'country is United Kingdom or Ireland'],
    ['not in the US', 'country is not United States'],
    ["who aren't in the USA", 'country is not United States'],
    ['outside Norway', 'country is not Norway'],
    ['everyone outside of the United States with a phone', 'country is not United States and has phone'],
    ['from outside Norway or Sweden', 'country is not Norway or Sweden'],
    ['people who live in France', 'country is France'],
    ["who don't live in France", 'country is not France'],
    ['based in Canada', 'country is Canada'],
    ['tagged beta in Germany', 'tagged beta and country is Germany'],
    ['tagged beta or in Germany', 'tagged beta or country is Germany'],
    ['people in Germany tagged beta', 'country is Germany and tagged beta'],
    [
      'subscribers in Germany, Austria or Switzerland',
      'status is subscribed and country is Germany or Austria or Switzerland',
    ],
    ['opened in March in Germany', 'opened in March 2026 and country is Germany'],
    ['in Jordan and opened in March', 'country is Jordan and opened in March 2026'],
    ['from US', 'country is United States'],
    ['from the us', 'country is United States'],
    ['in South Georgia', 'country is "South Georgia and the South Sandwich Islands"'],
    ['country is CA', 'country is Canada'],
    ['country is Georgia', 'country is Georgia'],
    ['everyone except people in Germany', 'country is not Germany'],
    ['tagged beta not in Germany', 'tagged beta and country is not Germany'],
    [
      'subscribers not in the US or Canada',
      'status is subscribed and country is not United States or Canada',
    ],
  ])('are countries: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    [
      'in England',
      '[England] "England" is a part of the United Kingdom, which is the country that contacts have.',
      'in United Kingdom',
    ],
    [
      'from Scotland or Ireland',
      '[Scotland] "Scotland" is a part of the United Kingdom, which is the country that contacts have.',
      'from United Kingdom or Ireland',
    ],
    [
      'country is Northern Ireland',
      '[Northern Ireland] "Northern Ireland" is a part of the United Kingdom, which is the country that contacts have.',
      'country is United Kingdom',
    ],
    [
      'in CA',
      '[CA] "CA" could be the country Canada or a state of the USA; contacts have no state.',
      'in Canada',
    ],
    [
      'in France or CA',
      '[CA] "CA" could be the country Canada or a state of the USA; contacts have no state.',
      'in France or Canada',
    ],
    [
      'in Georgia',
      '[in Georgia] "Georgia" could be the country Georgia or a state of the USA; contacts have no state.',
      'country is Georgia',
    ],
    [
      'in Germany and Austria',
      `[Germany and Austria] "and" can't join values of "in": did you mean "or"?`,
      'in Germany or Austria',
    ],
    ['not outside Norway', '[not outside] "not outside" is a double negative; say it once.', 'in Norway'],
    ['in Germny', '[Germny] "Germny" is not a country. If it is a city, say: city is Germny.', 'in Germany'],
    ...[
      ['in Berlin', 'in Berlin', 'city is Berlin', 'Berlin'],
      ['people in Berlin', 'in Berlin', 'people whose city is Berlin', 'Berlin'],
      ['people who live in Berlin', 'who live in Berlin', 'people whose city is Berlin', 'Berlin'],
      ['from New York', 'from New York', 'city is "New York"', 'New York'],
      ['not in Berlin or Munich', 'in Berlin', 'not city is Berlin or Munich', 'Berlin'],
    ].map(([sentence = '', fault, offer = '', name]): [string, string, string] => {
      const city = name === 'Berlin' ? name : `"${name}"`;
      return [
        sentence,
        `[${fault}] "${name}" is not a country. If it is a city, say: city is ${city}.`,
        offer,
      ];
    }),
    [
      'outside Berlin',
      '[outside Berlin] "Berlin" is not a country. If it is a city, say: city is not Berlin.',
      'city is not Berlin',
    ],
    ['in Europe', '[Europe] "Europe" is several countries; name them, like "in Germany or France".'],
    [
      'opened in Germany',
      '[in] Does "in" say how it happened, or who they are? Put "and" before it for who they are.',
      'opened and in Germany',
    ],
    [
      'signed up in Germany',
      '[in] Does "in" say how it happened, or who they are? Put "and" before it for who they are.',
      'signed up and in Germany',
    ],
    [
      'company is Acme in Germany',
      '[Acme in Germany] Is "Acme in Germany" one value, or two conditions?',
      'company is "Acme in Germany"',
      'company is Acme and in Germany',
    ],
  ])(
    'are refused if they aren’t a country, or could be something else: %s',
    (sentence, refusal, ...offers) => {
      expect(read(sentence).replace(/^\d+ /, '')).toBe(
        [refusal, ...offers.map((each) => `  try: ${each}`)].join('\n'),
      );
    },
  );

  it('aren’t meant by words that are codes too', () => {
    for (const sentence of ['from us', 'opened from me', 'in it', 'tagged beta from me'])
      expect(read(sentence)).toMatch(/^\d+ \[/);
  });
});
