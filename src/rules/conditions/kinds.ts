import type { z } from 'zod';
import { attribute } from './attribute.ts';
import { campaign } from './campaign.ts';
import { date } from './date.ts';
import { event } from './event.ts';
import { has } from './has.ts';
import { hasTags } from './has-tags.ts';
import { imported } from './imported.ts';
import type { Kind, LeafKind } from './kind.ts';
import { optedOut } from './opted-out.ts';
import { paused } from './paused.ts';
import { random } from './random.ts';
import { segment } from './segment.ts';
import { subscribedTo } from './subscribed-to.ts';
import { tagged } from './tagged.ts';
import { text } from './text.ts';

/** Every kind of condition; a form offers them in this order. */
export const kinds = [
  tagged,
  hasTags,
  segment,
  subscribedTo,
  event,
  campaign,
  optedOut,
  date,
  text,
  has,
  attribute,
  imported,
  random,
  paused,
] as const;

type AnyKind = (typeof kinds)[number];
type AnyLeafKind = Extract<AnyKind, { compile: unknown }>;

/** A leaf of a stored rule: its timeframes are words. */
export type Condition = z.output<AnyKind['schema']>;
/** A leaf that is compiled for contacts: all but segments. */
export type LeafCondition = z.output<AnyLeafKind['schema']>;
/** A leaf ready to compile: its timeframes are moments. */
export type ResolvedCondition = Parameters<AnyLeafKind['compile']>[0];

const byType: ReadonlyMap<string, AnyKind> = new Map(kinds.map((kind) => [kind.type, kind]));

/** What the stages need from a condition's kind. */
export const kindOf = ({ type }: Condition): Kind<Condition> =>
  byType.get(type) as unknown as Kind<Condition>;

/** The same for a kind that is compiled for contacts. */
export const leafKindOf = ({
  type,
}: LeafCondition | ResolvedCondition): LeafKind<LeafCondition, ResolvedCondition> =>
  byType.get(type) as unknown as LeafKind<LeafCondition, ResolvedCondition>;
