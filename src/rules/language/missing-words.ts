// Words that say whether there is a value at all.

/** Words after a name that say whether there is a value. */
export const unknownWords = {
  no: [
    'missing',
    'not set',
    'not known',
    'is unknown',
    'are unknown',
    'was unknown',
    '= unknown',
    ': unknown',
    'unknown',
  ],
  some: ['not missing', 'is not unknown', 'are not unknown', 'was not unknown', '!= unknown', 'not unknown'],
} as const;

/** The same in words that nobody stores as a value: "plan is set", "phone is not on file". */
const stated = ['set', 'filled in', 'on file', 'on record'];
const isWords = ['is', 'are', 'was', 'were'];
export const statedWords = {
  no: isWords.flatMap((is) => stated.map((words) => `${is} not ${words}`)),
  some: isWords.flatMap((is) => stated.map((words) => `${is} ${words}`)),
} as const;

/** Words after what people have or lack, with no meaning: "no renewal date set". */
export const setWords = [...stated, 'at all', 'yet', 'listed'];

/** Words that mean "no value" or "some value" if they are unquoted: `company is empty`. */
export const emptinessWords = new Set(
  'empty blank missing null nothing none unset undefined set known present given filled any anything unknown'.split(
    ' ',
  ),
);
