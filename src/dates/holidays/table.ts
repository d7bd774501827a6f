import { christian } from './christian.ts';
import { eastAsian } from './east-asian.ts';
import { islamic } from './islamic.ts';
import { jewish } from './jewish.ts';
import { southAsian } from './south-asian.ts';
import { western } from './western.ts';
import type { Row } from './when.ts';

/** All holidays. If two have a name in common, the first one keeps it. */
export const holidayTable: readonly Row[] = [
  ...western,
  ...christian,
  ...jewish,
  ...islamic,
  ...eastAsian,
  ...southAsian,
];
