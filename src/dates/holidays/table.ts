import { christian } from './christian.ts';
import { eastAsian } from './east-asian.ts';
import { islamic } from './islamic.ts';
import { jewish } from './jewish.ts';
import { nationalDays } from './national-days.ts';
import { southAsian } from './south-asian.ts';
import { western } from './western.ts';
import type { Row } from './when.ts';
import { worldDays } from './world-days.ts';

/** All holidays. If two have a name in common, the first one keeps it. */
export const holidayTable: readonly Row[] = [
  ...western,
  ...christian,
  ...jewish,
  ...islamic,
  ...eastAsian,
  ...southAsian,
  ...worldDays,
  ...nationalDays,
];
