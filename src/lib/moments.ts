import { z } from 'zod';

/**
 * Moments from outside must be between these: before the first, or from the second on, something else was
 * meant.
 */
const [EARLIEST, LATEST] = [Date.UTC(1900, 0), Date.UTC(2200, 0)];

const aTime = 'must be a time like 2026-11-23T10:00:00Z';
const bounds = 'must be between the years 1900 and 2199';

/**
 * Whether a moment can be stored: a real one, in a year that people live in. Applying its offset must not
 * move it out.
 */
export const isStorableMoment = (at: Date): boolean => at.getTime() >= EARLIEST && at.getTime() < LATEST;

/** The one form of a moment at every boundary: an ISO 8601 text with an offset, within bounds. */
export const momentText = z.iso
  .datetime({ offset: true, error: aTime, abort: true })
  .refine((text) => isStorableMoment(new Date(text)), bounds);

/** The same, or a moment that was already parsed. */
export const momentInput = z
  .union([z.date(aTime), z.iso.datetime({ offset: true, error: aTime })], aTime)
  .transform((at) => new Date(at))
  .refine(isStorableMoment, bounds);
