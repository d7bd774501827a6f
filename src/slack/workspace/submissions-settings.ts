import { z } from 'zod';
import { changeSettings } from '../../audience/workspace/settings-changes.ts';
import { trackings } from '../../lib/campaigns/tracking.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, type FormValues, peopleIn, typedIn } from '../kit/form-values.ts';
import { settingsMetadata, UNSET } from './forms-settings.ts';
import { settingsChanged } from './messages-settings.ts';

const days = z
  .literal(UNSET)
  .transform(() => undefined)
  .or(z.coerce.number());

const tracking = z
  .literal(UNSET)
  .transform(() => undefined)
  .or(z.enum(trackings));

const onOff = z.enum(['on', 'off']).transform((chosen) => chosen === 'on');

const settingsSchema = z.object({
  timeZone: z.string(),
  weekStart: z.enum(['monday', 'sunday', 'saturday']),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).or(z.literal(UNSET).transform(() => undefined)),
  fiscalYearStart: z
    .literal(UNSET)
    .transform(() => undefined)
    .or(z.coerce.number().pipe(z.int().min(1).max(12))),
  tagStyle: z.enum(['free', 'lower-case', 'kebab-case']),
  offersImports: onOff,
  postsResults: onOff,
  keepRejectedDays: days,
  keepEventsDays: days,
  trackOpens: tracking,
  trackClicks: tracking,
  addsUtm: onOff,
  homePage: z.string(),
});

/** Saves the settings that an admin chose. */
export const settingsViews = (deps: SlackDeps) => ({
  settings: submitting(deps, {
    title: 'Settings',
    field: 'timeZone',
    metadata: settingsMetadata,
    async run(caller, _metadata, { view }) {
      const values = view.state.values as FormValues;
      const settings = settingsSchema.parse({
        timeZone: chosenIn(values, 'timeZone', pickers.timeZone),
        weekStart: chosenIn(values, 'weekStart'),
        dateOrder: chosenIn(values, 'dateOrder'),
        fiscalYearStart: chosenIn(values, 'fiscalYearStart'),
        tagStyle: chosenIn(values, 'tagStyle'),
        offersImports: chosenIn(values, 'offersImports'),
        postsResults: chosenIn(values, 'postsResults'),
        keepRejectedDays: chosenIn(values, 'keepRejectedDays'),
        keepEventsDays: chosenIn(values, 'keepEventsDays'),
        trackOpens: chosenIn(values, 'trackOpens') ?? UNSET,
        trackClicks: chosenIn(values, 'trackClicks') ?? UNSET,
        addsUtm: chosenIn(values, 'addsUtm'),
        homePage: typedIn(values, 'homePage'),
      });
      const roles = { admins: peopleIn(values, 'admins'), viewers: peopleIn(values, 'viewers') };
      return { answer: settingsChanged(await changeSettings(deps.audience, caller, { settings, roles })) };
    },
  }),
});
