import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { MergePreview } from '../../audience/tags/merge.ts';
import type { NameDoubt } from '../../audience/tags/names.ts';
import { defined } from '../../lib/defined.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { pickerOf } from '../core/forms-asked.ts';
import { actions, views } from '../core/ids.ts';
import { button, buttons, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { code, md } from '../kit/mrkdwn.ts';
import { peopleInput } from '../people/forms-person.ts';
import { alikeSentence } from './messages-doubts.ts';
import { deletionFacts, mergeFacts } from './messages-endings.ts';

/** What a modal about tags remembers: where its answer goes, its tags, and the name it warned about. */
export const tagMetadata = z.object({
  to: answerToSchema,
  tag: z.int().optional(),
  into: z.int().optional(),
  despite: z.string().optional(),
  /** Whether people get the tag or lose it. */
  way: z.enum(['on', 'off']).optional(),
});
export type TagMetadata = z.infer<typeof tagMetadata>;

const LONGEST_NAME = 60;

interface Shape {
  callback: string;
  title: string;
  submit: string;
  metadata: TagMetadata;
}

const modal = ({ callback, title, submit, metadata }: Shape, blocks: KnownBlock[]): ModalView => ({
  ...formFrame({ callback, title, submit, metadata }),
  blocks,
});

type Alike = Extract<NameDoubt, { alike: unknown }>;

/** A new tag. After a first try, also shows similar tags, one of which can be used instead. */
export function newTagModal(to: AnswerTo, alike?: Alike): ModalView {
  const shape = { callback: views.newTag, title: 'New tag', metadata: withDoubt({ to }, alike) };
  return modal({ ...shape, submit: alike === undefined ? 'Create tag' : 'Create anyway' }, [
    ...warning(alike, 'use'),
    nameInput('A label you put on contacts by hand: vip, beta-user, spoke-at-conference', alike?.name),
  ]);
}

/** Renames a tag. */
export function renameTagModal(to: AnswerTo, tag: { id: number; name: string }, alike?: Alike): ModalView {
  const metadata = withDoubt({ to, tag: tag.id }, alike);
  const shape = { callback: views.renameTag, title: 'Rename tag', metadata };
  return modal({ ...shape, submit: alike === undefined ? 'Rename' : 'Rename anyway' }, [
    ...warning(alike, 'say'),
    nameInput('Segments that use it keep working.', alike?.name ?? tag.name),
  ]);
}

export const peopleTitles = { on: 'Add people', off: 'Remove people' } as const;

/** Who gets a tag, or loses it: addresses, or a segment's members. */
export function peopleModal(
  to: AnswerTo,
  tag: { id: number; name: string },
  way: 'on' | 'off' = 'on',
): ModalView {
  const submit = way === 'on' ? 'Tag people' : 'Untag people';
  const shape = { callback: views.addPeople, title: peopleTitles[way], submit };
  return modal({ ...shape, metadata: { to, tag: tag.id, way } }, [
    section(way === 'on' ? md`Tag contacts ${code(tag.name)}.` : md`Remove ${code(tag.name)} from contacts.`),
    peopleInput,
    {
      type: 'input',
      block_id: 'emails',
      optional: true,
      label: plain('Email addresses', 2000),
      hint: plain('Paste them in any format: one per line, with commas, "Ada <ada@example.org>".', 2000),
      element: { type: 'plain_text_input', action_id: 'emails', multiline: true, max_length: 3000 },
    },
    {
      type: 'input',
      block_id: 'segment',
      optional: true,
      label: plain('Or everyone in a segment right now', 2000),
      element: pickerOf('segment'),
    },
  ]);
}

/** Asks which tag to merge another one into. */
export function mergeTagModal(to: AnswerTo, tag: { id: number; name: string }): ModalView {
  const shape = { callback: views.mergeTag, title: 'Merge tag', submit: 'Next' };
  return modal({ ...shape, metadata: { to, tag: tag.id } }, [
    section(md`Contacts tagged ${code(tag.name)} get another tag instead, and ${code(tag.name)} is deleted.`),
    {
      type: 'input',
      block_id: 'into',
      label: plain('The tag to keep', 2000),
      element: pickerOf('tag'),
    },
  ]);
}

/** The merge in numbers, for confirmation. */
export function confirmMergeModal(to: AnswerTo, preview: MergePreview): ModalView {
  const metadata = { to, tag: preview.from.id, into: preview.into.id };
  return modal(
    { callback: views.confirmMerge, title: 'Merge tag', submit: 'Merge', metadata },
    mergeFacts(preview),
  );
}

/** The deletion in numbers, for confirmation. */
export function deleteTagModal(
  to: AnswerTo,
  preview: { tag: { id: number; name: string }; contacts: number },
): ModalView {
  const metadata = { to, tag: preview.tag.id };
  return modal(
    { callback: views.deleteTag, title: 'Delete tag', submit: 'Delete', metadata },
    deletionFacts(preview),
  );
}

const withDoubt = (metadata: TagMetadata, alike: Alike | undefined): TagMetadata => ({
  ...metadata,
  ...(alike === undefined ? {} : { despite: alike.name }),
});

function warning(alike: Alike | undefined, way: 'use' | 'say'): KnownBlock[] {
  if (alike === undefined) return [];
  const [first] = alike.alike;
  const use =
    first === undefined || way === 'say'
      ? []
      : [button(`Use ${first.name}`, actions.useTag, String(first.id))];
  return [section(alikeSentence(alike)), ...(use.length === 0 ? [] : [buttons(...use)])];
}

function nameInput(hint: string, initial: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: 'name',
    label: plain('Name', 2000),
    hint: plain(hint, 2000),
    element: {
      type: 'plain_text_input',
      action_id: 'name',
      max_length: LONGEST_NAME,
      ...defined({ initial_value: initial }),
    },
  };
}
