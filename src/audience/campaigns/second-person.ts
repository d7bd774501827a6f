import { RollcallError } from '../../errors.ts';

/** What an admin says in place of a second person. */
export interface Typed {
  /** The number of people, typed by the only admin of a workspace. */
  typed?: number;
  /** Nobody else in the workspace is an admin. */
  isOnlyAdmin?: boolean;
}

/**
 * Refuses a mail to many people that nobody but its author has approved.
 *
 * @param asked.isSecond someone who neither asked for it nor was the last to edit it
 * @throws RollcallError `undecided`
 */
export function refuseWithoutSecond(
  asked: Typed & { count: number; secondPersonAbove: number; isSecond: boolean },
): void {
  const { count, secondPersonAbove, isSecond, isOnlyAdmin = false, typed } = asked;
  if (count <= secondPersonAbove || isSecond) return;
  if (isOnlyAdmin && typed === count) return;
  const people = `${count.toLocaleString('en-US')} people`;
  throw new RollcallError('undecided', `Sending to ${people} needs a second person.`, {
    about: 'typed',
    hint: isOnlyAdmin
      ? `You’re the only admin, so type the number instead: ${count}`
      : 'Ask for approval. The admin who approves can’t be the one who asks or who edited it last.',
  });
}
