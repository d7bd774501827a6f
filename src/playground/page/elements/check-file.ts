import type { Element } from '../element-state.ts';
import { formatSize } from '../text/size.ts';

/**
 * Slack's limit for one file of a `file_input`, in bytes. The stand-in checks it too; this saves the upload.
 */
const maxSize = 10_000_000;

/** Why a file can't be uploaded for a `file_input`, or undefined. */
export function checkFile(
  element: Element,
  { name, size }: { name: string; size: number },
): string | undefined {
  const types: string[] = element.filetypes ?? [];
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (types.length > 0 && !types.some((type) => type.toLowerCase() === extension)) {
    return `${name} can’t be used: the file must be ${types.map((type) => `.${type}`).join(' or ')}.`;
  }
  return size > maxSize
    ? `${name} is ${formatSize(size)}: Slack takes files of up to 10 MB here.`
    : undefined;
}
