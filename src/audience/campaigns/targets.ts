import { audienceOf, audienceParts } from '../../rules/audience.ts';
import { type Rule, ruleSchema } from '../../rules/schema.ts';

/** Tags and segments, by id. */
export interface Targets {
  tags: number[];
  segments: number[];
}

/** An audience as chosen in pickers: anyone in the first gets it, unless they are in the second. */
export interface ChosenAudience {
  sendTo: Targets;
  except: Targets;
}

export const noTargets: Targets = { tags: [], segments: [] };

/** The rule of an audience that was chosen in pickers; null without a target: then no one gets it. */
export const audienceFrom = ({ sendTo, except }: ChosenAudience): Rule | null =>
  audienceOf({ targets: rulesOf(sendTo), exclusions: rulesOf(except) });

/** A stored audience as pickers show it; undefined if it says more than they can. */
export function chosenFrom(audience: unknown): ChosenAudience | undefined {
  if (audience === null) return { sendTo: noTargets, except: noTargets };
  const rule = ruleSchema.safeParse(audience);
  if (!rule.success) return undefined;
  const { targets, exclusions } = audienceParts(rule.data);
  const [sendTo, except] = [targetsOf(targets), targetsOf(exclusions)];
  return sendTo === undefined || except === undefined ? undefined : { sendTo, except };
}

const rulesOf = ({ tags, segments }: Targets): Rule[] => [
  ...(tags.length === 0 ? [] : [{ type: 'tagged', match: 'any', tags } as const]),
  ...(segments.length === 0 ? [] : [{ type: 'segment', match: 'any', segments } as const]),
];

/** The tags and segments of rules that only name some; undefined if any of them says more. */
function targetsOf(rules: readonly Rule[]): Targets | undefined {
  const found: Targets = { tags: [], segments: [] };
  for (const rule of rules) {
    if (rule.type === 'tagged' && isAny(rule.match, rule.tags)) found.tags.push(...rule.tags);
    else if (rule.type === 'segment' && isAny(rule.match, rule.segments))
      found.segments.push(...rule.segments);
    else return undefined;
  }
  return found;
}

const isAny = (match: string, ids: readonly number[]): boolean => match === 'any' || ids.length === 1;
