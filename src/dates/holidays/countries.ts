/** Countries in the names of holidays: what each is called, and the word for what is of it. */
const countries: readonly (readonly [called: string, adjective: string])[] = [
  ['us|usa|united states|america|the us|the usa|the united states', 'american'],
  ['uk|united kingdom|britain|the uk|the united kingdom', 'british'],
  ['india', 'indian'],
  ['canada', 'canadian'],
  ['australia', 'australian'],
  ['new zealand', 'new zealand'],
  ['south africa', 'south african'],
  ['japan', 'japanese'],
  ['china', 'chinese'],
  ['south korea|korea', 'korean'],
  ['singapore', 'singaporean'],
  ['malaysia', 'malaysian'],
  ['indonesia', 'indonesian'],
  ['philippines|the philippines', 'philippine'],
  ['pakistan', 'pakistani'],
  ['bangladesh', 'bangladeshi'],
  ['nigeria', 'nigerian'],
  ['kenya', 'kenyan'],
  ['brazil', 'brazilian'],
  ['mexico', 'mexican'],
  ['italy', 'italian'],
  ['spain', 'spanish'],
  ['poland', 'polish'],
  ['finland', 'finnish'],
  ['sweden', 'swedish'],
  ['norway', 'norwegian'],
  ['denmark', 'danish'],
  ['netherlands|the netherlands|holland', 'dutch'],
  ['switzerland', 'swiss'],
  ['turkey', 'turkish'],
  ['ukraine', 'ukrainian'],
  ['russia', 'russian'],
  ['uae|the uae', 'emirati'],
];

/**
 * The ways to say a name that ends in a country: for "republic day india" also "indian republic day", "india
 * republic day", and "republic day in india". Just the name if it doesn't.
 */
export function withCountry(name: string): string[] {
  for (const [called, adjective] of countries) {
    const nouns = called.split('|');
    const noun = nouns.find((each) => name.toLowerCase().endsWith(` ${each}`));
    if (noun === undefined) continue;
    const rest = name.slice(0, -noun.length - 1);
    return [
      name,
      ...[...nouns, adjective].map((each) => `${each} ${rest}`),
      ...nouns.flatMap((each) => [`${rest} ${each}`, `${rest} in ${each}`, `${rest} of ${each}`]),
    ];
  }
  return [name];
}
