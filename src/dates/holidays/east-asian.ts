import type { Row } from './when.ts';

/** Holidays of East Asia, by the lunar calendar. */
export const eastAsian: readonly Row[] = [
  [
    'Chinese New Year',
    'chinese 1 1',
    'lunar new year|spring festival|chinese lunar new year|chinese lunar new years day|tet',
  ],
  ['Lantern Festival', 'chinese 1 15'],
  ['Dragon Boat Festival', 'chinese 5 5', 'duanwu'],
  ['Qixi', 'chinese 7 7', 'qixi festival|chinese valentines day'],
  ['Mid-Autumn Festival', 'chinese 8 15', 'mooncake festival|moon festival'],
];
