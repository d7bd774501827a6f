import type { WebClient } from '@slack/web-api';
import type { showCampaign } from '../../audience/campaigns/drafts.ts';
import type { CampaignInput } from '../../audience/campaigns/fields.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { type FormValues, typedIn } from '../kit/form-values.ts';
import { bodyParts, joinedParts } from './body-parts.ts';
import { fileBlock } from './forms-body.ts';

type Body = Pick<CampaignInput, 'body' | 'bodyKind'>;
type Before = Pick<Awaited<ReturnType<typeof showCampaign>>, 'body' | 'bodyKind'> | undefined;

/** An uploaded file, as Slack describes it. */
interface UploadedFile {
  name?: string | null;
  size?: number;
  url_private?: string;
  url_private_download?: string;
}

/**
 * What the form says of the mail's text. What nobody changed is left out, so that it stays as it is to the letter.
 *
 * @param before the campaign as stored; undefined for a new one
 * @throws RollcallError `invalid-input`, about the file if someone chose one
 */
export async function bodyIn(
  deps: Pick<SlackDeps, 'files'>,
  values: FormValues,
  { before, client }: { before: Before; client: Pick<WebClient, 'token'> },
): Promise<Body> {
  const typed = typedText(values);
  const isChanged = typed !== undefined && typed !== textBefore(before);
  const file = (values[fileBlock]?.[fileBlock] as { files?: UploadedFile[] } | undefined)?.files?.[0];
  if (file === undefined) return isChanged ? { body: typed, bodyKind: 'markdown' } : {};
  if (isChanged && typed !== '')
    throw new RollcallError('invalid-input', 'Write a text or choose a file, not both.', {
      about: fileBlock,
      hint: 'Remove the file, or clear the text that you wrote.',
    });
  return { body: await htmlOf(deps, file, client), bodyKind: 'html' };
}

/** The errors about a mail's text, beside the file that it came from. */
export async function aboutFile<Result>(body: Body, save: () => Promise<Result>): Promise<Result> {
  try {
    return await save();
  } catch (error) {
    if (!(error instanceof RollcallError) || error.about !== 'body' || body.bodyKind !== 'html') throw error;
    const { code, message, fault, hint, cause } = error;
    const more = { ...(fault === undefined ? {} : { fault }), ...(hint === undefined ? {} : { hint }) };
    throw new RollcallError(code, message, { ...more, cause, about: fileBlock });
  }
}

/** The text in all its inputs; undefined if the form has none. */
function typedText(values: FormValues): string | undefined {
  const parts = Object.keys(values).filter((block) => /^body\d*$/.test(block));
  return parts.length === 0 ? undefined : joinedParts(parts.map((block) => typedIn(values, block)));
}

/** What the inputs began with. */
const textBefore = (before: Before): string =>
  before === undefined || before.bodyKind === 'html' ? '' : joinedParts(bodyParts(before.body));

/** More bytes than the longest text can have. */
const LARGEST = 2_000_000;

async function htmlOf(
  { files }: Pick<SlackDeps, 'files'>,
  { name, size, ...file }: UploadedFile,
  client: Pick<WebClient, 'token'>,
): Promise<string> {
  const called = name ?? 'the file';
  const refused = (message: string, hint: string): RollcallError =>
    new RollcallError('invalid-input', message, { hint, about: fileBlock });
  const url = file.url_private_download ?? file.url_private;
  if (url === undefined) throw refused('Slack didn’t send the file.', 'Choose the file again.');
  if (size !== undefined && size > LARGEST)
    throw refused(
      `${called} is larger than 2 MB.`,
      'Gmail cuts mails at 102 KB. Link to images instead of putting them into the file.',
    );
  const bytes = await files.download({ name: called, url, size }, client);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() !== '') return text;
  } catch {
    throw refused(`${called} isn’t in UTF-8.`, 'Save it as UTF-8 in your editor, and choose it again.');
  }
  throw refused(`${called} is empty.`, 'Choose another file.');
}
