import { RollcallError } from '../../errors.ts';

/** A sentence for a full disk or a place that can't be written; undefined for any other error. */
export function noRoom(error: unknown, file: string): RollcallError | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RollcallError('unavailable', `The disk is full: ${file} was not written.`, {
      hint: 'Free up some space, or choose another disk. Nothing else changed.',
      cause: error,
    });
  }
  if (['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(code ?? '')) {
    return new RollcallError('invalid-input', `${file} can’t be written or read: ${message}`, {
      hint: 'Name a file in an existing folder that you can write to.',
      cause: error,
    });
  }
  return undefined;
}
