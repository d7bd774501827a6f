import { RollcallError } from '../../errors.ts';
import type { Tracking } from '../../lib/campaigns/tracking.ts';
import { tidy } from '../../lib/texts.ts';
import { parseAudience } from '../../rules/language/parse-audience.ts';
import { type Rule, ruleSchema } from '../../rules/schema.ts';
import type { CampaignFields } from '../../storage/campaigns/campaigns.ts';
import { listSenders } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type Known, knownTo, resolvedRule } from '../segments/segments.ts';
import { currentTopics } from '../topics/topics.ts';
import { checkContent } from './content.ts';

/** What people say about a campaign. Each part may be left out of an edit. */
export interface CampaignInput {
  subject?: string;
  preheader?: string;
  body?: string;
  bodyKind?: 'markdown' | 'html';
  senderId?: number | null;
  topicId?: number | null;
  /** A sentence ("tagged vip, except tagged churned"), a rule as stored, or null for nobody yet. */
  audience?: unknown;
  /** What is recorded of its mails; null: as the workspace says. */
  trackOpens?: Tracking | null;
  trackClicks?: Tracking | null;
  addsUtm?: boolean | null;
}

export const noFields: CampaignFields = {
  ...{
    subject: '',
    preheader: '',
    body: '',
    bodyKind: 'markdown',
    senderId: null,
    topicId: null,
    audience: null,
  },
  ...{ trackOpens: null, trackClicks: null, addsUtm: null },
};

const LONGEST = { subject: 300, preheader: 300, body: 500_000 } as const;

/**
 * Checks what people said: lengths, that sender and topic exist, and that the audience is understood.
 *
 * @throws RollcallError `invalid-input`, with the form's field in `about`
 */
export async function checkedFields<Input extends CampaignInput>(
  deps: AudienceDeps,
  caller: Caller,
  input: Input,
): Promise<{ [Key in keyof Input & keyof CampaignFields]: CampaignFields[Key] }> {
  const fields: Partial<CampaignFields> = {};
  if (input.subject !== undefined) fields.subject = short('subject', tidy(input.subject));
  if (input.preheader !== undefined) fields.preheader = short('preheader', tidy(input.preheader));
  if (input.body !== undefined) fields.body = short('body', tidyMarkdown(input.body));
  if (input.bodyKind !== undefined) fields.bodyKind = input.bodyKind;
  const { subject = '', preheader = '', body = '', bodyKind = 'markdown' } = fields;
  await checkContent(deps, caller.workspaceId, { subject, preheader, body, bodyKind });
  if (input.senderId !== undefined) fields.senderId = await checkedSender(deps, caller, input.senderId);
  if (input.topicId !== undefined) fields.topicId = await checkedTopic(deps, caller, input.topicId);
  if (input.audience !== undefined) fields.audience = await checkedAudience(deps, caller, input.audience);
  for (const key of ['trackOpens', 'trackClicks', 'addsUtm'] as const)
    if (input[key] !== undefined) Object.assign(fields, { [key]: input[key] });
  return fields as { [Key in keyof Input & keyof CampaignFields]: CampaignFields[Key] };
}

/** Blanks at the beginning of a line mean something in Markdown. */
const tidyMarkdown = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .normalize('NFC')
    .trimEnd();

function short(field: keyof typeof LONGEST, text: string): string {
  if (text.length <= LONGEST[field]) return text;
  throw new RollcallError(
    'invalid-input',
    `The ${field} can have at most ${LONGEST[field].toLocaleString('en-US')} characters; this one has ${text.length.toLocaleString('en-US')}.`,
    { about: field },
  );
}

async function checkedSender(
  { storage }: AudienceDeps,
  { workspaceId }: Caller,
  id: number | null,
): Promise<number | null> {
  if (id === null) return null;
  const senders = await listSenders(storage.prisma, workspaceId);
  if (senders.some((sender) => sender.id === id && sender.archivedAt === null)) return id;
  throw new RollcallError('invalid-input', 'That sender no longer exists: choose another one.', {
    about: 'sender',
  });
}

async function checkedTopic(deps: AudienceDeps, caller: Caller, id: number | null): Promise<number | null> {
  if (id === null || (await currentTopics(deps, caller)).some((topic) => topic.id === id)) return id;
  throw new RollcallError('invalid-input', 'That topic no longer exists: choose another one.', {
    about: 'topic',
  });
}

async function checkedAudience(deps: AudienceDeps, caller: Caller, said: unknown): Promise<unknown> {
  if (said === null) return null;
  const known = await knownTo(deps, caller);
  if (typeof said === 'string' && said.trim() === '') return null;
  const rule = typeof said === 'string' ? understoodAudience(said, known) : ruleSchema.parse(said);
  resolvedRule(rule, known);
  return rule;
}

function understoodAudience(text: string, known: Known): Rule {
  const parsed = parseAudience(text, known);
  if (parsed.ok) return parsed.rule;
  const [problem] = parsed.problems;
  if (problem === undefined) throw new Error('a refused audience without a problem');
  throw new RollcallError('invalid-input', problem.message, { fault: { text, problem }, about: 'audience' });
}
