/**
 * The ISO code of the country that an adjective belongs to, looked up in lower case; undefined for others.
 * Only adjectives for people of one country: "Irish" is Ireland's, "Congolese" could be of two.
 *
 * @example countryOfAdjective('german') // 'DE'
 */
export const countryOfAdjective = (words: string): string | undefined => codes.get(words);

/** Adjectives have up to two words, for code that reads word by word. */
export const longestAdjective = 2;

/** The part of a country that an adjective belongs to: "scottish" is of "Scotland". */
export const partOfAdjective = (word: string): string | undefined => parts.get(word);

/** Whether an adjective covers several countries: "european". */
export const isOfRegion = (word: string): boolean => regions.has(word);

const parts = new Map([
  ['english', 'England'],
  ['scottish', 'Scotland'],
  ['welsh', 'Wales'],
]);

const regions = new Set(
  (
    'european,asian,african,scandinavian,nordic,baltic,balkan,latin american,latam,eu,emea,apac,dach,middle eastern,' +
    'overseas,foreign,international,domestic,local,korean,congolese,guinean,dominican'
  ).split(','),
);

const rows =
  'AE emirati|AL albanian|AM armenian|AO angolan|AR argentinian,argentine|AT austrian|AU australian,aussie|AZ azerbaijani|' +
  'BA bosnian|BD bangladeshi|BE belgian|BG bulgarian|BH bahraini|BO bolivian|BR brazilian|BS bahamian|BW botswanan|BY belarusian|' +
  'CA canadian|CH swiss|CL chilean|CM cameroonian|CN chinese|CO colombian|CR costa rican|CU cuban|CY cypriot|CZ czech|' +
  'DE german|DK danish|DZ algerian|EC ecuadorian|EE estonian|EG egyptian|ES spanish|ET ethiopian|FI finnish|FJ fijian|FR french|' +
  'GB british|GE georgian|GH ghanaian|GR greek|GT guatemalan|HK hong kong|HN honduran|HR croatian|HU hungarian|' +
  'ID indonesian|IE irish|IL israeli|IN indian|IQ iraqi|IR iranian|IS icelandic|IT italian|JM jamaican|JO jordanian|JP japanese|' +
  'KE kenyan|KH cambodian|KR south korean|KW kuwaiti|KZ kazakh|LB lebanese|LK sri lankan|LT lithuanian|LU luxembourgish|LV latvian|' +
  'MA moroccan|MC monegasque|MD moldovan|ME montenegrin|MK macedonian|MM burmese|MT maltese|MU mauritian|MX mexican|MY malaysian|' +
  'MZ mozambican|NA namibian|NG nigerian|NI nicaraguan|NL dutch|NO norwegian|NP nepali,nepalese|NZ new zealand,kiwi|OM omani|' +
  'PA panamanian|PE peruvian|PH filipino,philippine|PK pakistani|PL polish|PT portuguese|PY paraguayan|QA qatari|RO romanian|' +
  'RS serbian|RU russian|RW rwandan|SA saudi,saudi arabian|SE swedish|SG singaporean|SI slovenian,slovene|SK slovak,slovakian|' +
  'SN senegalese|SV salvadoran|SY syrian|TH thai|TN tunisian|TR turkish|TW taiwanese|TZ tanzanian|UA ukrainian|UG ugandan|' +
  'US american,us american|UY uruguayan|UZ uzbek|VE venezuelan|VN vietnamese|YE yemeni|ZA south african|ZM zambian|ZW zimbabwean';

const codes = new Map(
  rows.split('|').flatMap((row) => {
    const [code = '', ...words] = row.split(' ');
    return words
      .join(' ')
      .split(',')
      .map((word): [string, string] => [word, code]);
  }),
);
