/** A name of several holidays, none of which is meant far more often than the others. */
export interface SharedName {
  /** Asks which one is meant. */
  message: string;
  names: readonly string[];
  /** Names of holidays. */
  meanings: readonly string[];
}

const shared = (message: string, names: string, ...meanings: string[]): SharedName => ({
  message,
  names: names.split('|'),
  meanings,
});

/** Names that countries or religions use for different days. */
export const sharedNames: readonly SharedName[] = [
  shared('Eid al-Fitr, or Eid al-Adha?', 'eid', 'Eid al-Fitr', 'Eid al-Adha'),
  shared('Hari Raya Puasa, or Hari Raya Haji?', 'hari raya', 'Hari Raya Puasa', 'Hari Raya Haji'),
  shared(
    'The day of the goddess, Vasant Panchami, or the birthday of Dayananda Saraswati?',
    'saraswati jayanti',
    'Vasant Panchami',
    'Dayananda Saraswati Jayanti',
  ),
  shared(
    'In Japan, at the end of April, or in China, at the beginning of October?',
    'golden week',
    'Golden Week Japan',
    'Golden Week China',
  ),
  shared(
    'In Bangladesh, on 14 April, or in India, in most years a day later?',
    'pohela boishakh|bengali new year',
    'Pohela Boishakh Bangladesh',
    'Pohela Boishakh India',
  ),
  shared(
    'Of the United States, of India, or of another country?',
    'constitution day',
    'Constitution Day US',
    'Constitution Day India',
  ),
  shared(
    'Of India, Italy, or Turkey?',
    'republic day',
    'Republic Day India',
    'Republic Day Italy',
    'Republic Day Turkey',
  ),
  shared(
    'Of Italy, or of the Netherlands?',
    'liberation day',
    'Liberation Day Italy',
    'Liberation Day Netherlands',
  ),
  shared(
    'In the United States, in February, or in the United Kingdom, in October?',
    'black history month',
    'Black History Month US',
    'Black History Month UK',
  ),
  shared(
    'The day of the UNESCO, on 23 April, or the British one, in March?',
    'world book day|book day',
    'World Book and Copyright Day',
    'World Book Day UK',
  ),
  shared(
    'In the United States, on 30 March, or in India, on 1 July?',
    'doctors day|national doctors day',
    'National Doctors Day US',
    'Doctors Day India',
  ),
  shared(
    'The American day, on 6 May, or the international one, on 12 May?',
    'nurses day',
    'National Nurses Day',
    'International Nurses Day',
  ),
  shared(
    'The international day, on 1 June, the one of the United Nations, on 20 November, or that of India, on 14 November?',
    'childrens day',
    "International Children's Day",
    "World Children's Day",
    "Children's Day India",
  ),
  shared(
    'The world’s day, on 5 October, or that of India, on 5 September?',
    'teachers day',
    "World Teachers' Day",
    "Teachers' Day India",
  ),
  shared(
    'The international day, on 12 August, that of South Africa, on 16 June, or that of India, on 12 January?',
    'youth day|national youth day',
    'International Youth Day',
    'Youth Day South Africa',
    'National Youth Day India',
  ),
  shared(
    'The Canadian holiday, in February, or the International Day of Families, on 15 May?',
    'family day|families day',
    'Family Day Canada',
    'International Day of Families',
  ),
  shared(
    'Of South Africa, on 24 September, or World Heritage Day, on 18 April?',
    'heritage day',
    'Heritage Day South Africa',
    'World Heritage Day',
  ),
  shared(
    'Of South Africa, on 27 April, or Juneteenth?',
    'freedom day',
    'Freedom Day South Africa',
    'Juneteenth',
  ),
  shared('On 8 May, or on 9 May, as in Russia?', 'victory day', 'VE Day', 'Victory Day Russia'),
  shared(
    'Of Germany, on 3 October, or of India, on 31 October?',
    'unity day|national unity day',
    'German Unity Day',
    'National Unity Day India',
  ),
  shared(
    'Of which country?',
    'national day',
    'National Day Singapore',
    'National Day China',
    'National Day Switzerland',
  ),
  shared(
    'On 24 June, or on the Saturday of Sweden and Finland?',
    'midsummer',
    'Midsummer Day',
    'Midsummer Sweden',
  ),
  shared(
    'Which one of the year?',
    'bank holiday|bank holiday uk|bank holiday monday',
    'Early May Bank Holiday',
    'Spring Bank Holiday',
    'Summer Bank Holiday',
  ),
  shared(
    'The first Monday of May, or the last one?',
    'may bank holiday|may bank holiday uk',
    'Early May Bank Holiday',
    'Spring Bank Holiday',
  ),
  shared('Its Monday, or its Tuesday?', 'carnival|carnaval|karneval', 'Carnival Monday', 'Mardi Gras'),
];
