import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { whenSaid } from '../../../src/audience/campaigns/when.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('when a campaign goes out, as people say it', () => {
  const audience = withAudience({ now: () => new Date('2026-11-30T10:00:00Z') });
  let ada: Caller;
  beforeEach(async () => {
    ada = await audience.newCaller();
    await audience.storage.pool.query(`UPDATE workspaces SET time_zone = 'Europe/Berlin' WHERE id = $1`, [
      ada.workspaceId,
    ]);
  });

  it.each([
    ['tomorrow 9am', '2026-12-01T09:00'],
    ['next Tuesday 8am', '2026-12-08T08:00'],
    ['at noon', '2026-11-30T12:00'],
    ['5.30pm', '2026-11-30T17:30'],
    ['in 2 hours', '2026-11-30T13:00'],
    ['2026-12-04T09:00Z', '2026-12-04T10:00'],
    // The clock goes from two to three that night.
    ['2027-03-28 02:30', '2027-03-28T03:00'],
    ['2027-10-31 02:30', '2027-10-31T02:30'],
  ])('is read on the clock of the workspace: "%s" is %s', async (said, wallTime) => {
    expect(await whenSaid(audience.deps, ada, said)).toEqual({ wallTime, timeZone: 'Europe/Berlin' });
  });

  it.each([
    ['tomorrow at 9', '"tomorrow at 9": 9am or 9pm?', 'For example: tomorrow at 9am'],
    ['Tuesday at 8', '"Tuesday at 8": 8am or 8pm?', 'For example: Tuesday at 8am'],
    ['tomorrow', 'At what time? "tomorrow" names only a day.', 'For example: tomorrow 9am'],
    ['17h', 'At what time? "17h" names only a day.', 'For example: tomorrow 9am'],
    ['11am', '"11am" has passed.', 'Say a time that is still to come, or now.'],
    ['yesterday 9am', '"yesterday 9am" has passed.', 'Say a time that is still to come, or now.'],
    [
      'at noon in London',
      '"noon in London" is not a time.',
      'Say a day and a time on the clock of Europe/Berlin, like: tomorrow 9am, next Friday 10:00',
    ],
    [
      'tomorrow 9am PST',
      '"tomorrow 9am PST" is not a time.',
      'Say a day and a time on the clock of Europe/Berlin, like: tomorrow 9am, next Friday 10:00',
    ],
  ])('is asked about: "%s"', async (said, message, hint) => {
    await expect(whenSaid(audience.deps, ada, said)).rejects.toMatchObject({ message, hint, about: 'when' });
  });
});
