import { z } from 'zod';
import { deleteTag } from '../../audience/tags/deletion.ts';
import { mergeTags, previewMerge } from '../../audience/tags/merge.ts';
import type { NameDoubt } from '../../audience/tags/names.ts';
import { changeTagging, type Who } from '../../audience/tags/tagging.ts';
import { addTag, renameTag } from '../../audience/tags/tags.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, type FormValues } from '../kit/form-values.ts';
import { confirmMergeModal, newTagModal, renameTagModal, tagMetadata } from './forms.ts';
import { tagMade, tagRenamed } from './messages.ts';
import { nameDoubt } from './messages-doubts.ts';
import { deleted, merged } from './messages-endings.ts';
import { taggingMessage } from './messages-tagging.ts';

interface Values {
  [block: string]: {
    [action: string]: { value?: string | null; selected_option?: { value: string } | null };
  };
}

const typed = (values: Values, block: string): string => values[block]?.[block]?.value ?? '';
const picked = (values: Values, block: string, picker: string): number | undefined => {
  const value = values[block]?.[picker]?.selected_option?.value;
  return value === undefined ? undefined : Number(value);
};

/** What the modals about tags do when they are submitted. */
export function tagViews(deps: SlackDeps) {
  const { audience } = deps;
  const metadata = tagMetadata;
  return {
    newTag: submitting(deps, {
      title: 'New tag',
      field: 'name',
      metadata,
      async run(caller, { to, despite }, { view }) {
        const name = typed(view.state.values as Values, 'name');
        const made = await addTag(audience, caller, { name, despiteAlike: name === despite });
        if ('tag' in made) return { answer: tagMade(made) };
        refuseStyle(made);
        return { answer: nameDoubt(made, { for: 'new' }), instead: newTagModal(to, made) };
      },
    }),

    renameTag: submitting(deps, {
      title: 'Rename tag',
      field: 'name',
      metadata,
      async run(caller, { to, tag = 0, despite }, { view }) {
        const name = typed(view.state.values as Values, 'name');
        const renamed = await renameTag(audience, caller, {
          tag: { id: tag },
          name,
          despiteAlike: name === despite,
        });
        if ('undoId' in renamed) return { answer: tagRenamed(renamed) };
        refuseStyle(renamed);
        return {
          answer: nameDoubt(renamed, { for: 'rename', tag: renamed.tag }),
          instead: renameTagModal(to, renamed.tag, renamed),
        };
      },
    }),

    addPeople: submitting(deps, {
      title: 'Add people',
      field: 'emails',
      metadata,
      async run(caller, { tag = 0, way = 'on' }, { view }) {
        const who = whoIn(view.state.values as Values);
        return {
          answer: taggingMessage(await changeTagging(audience, caller, { way, tag: { id: tag }, who })),
        };
      },
    }),

    /** Shows the merge in numbers first. */
    mergeTag: submitting(deps, {
      title: 'Merge tag',
      field: 'into',
      metadata,
      async run(caller, { to, tag = 0 }, { view }) {
        const into = picked(view.state.values as Values, 'into', pickers.tag) ?? 0;
        const preview = await previewMerge(audience, caller, { from: { id: tag }, into: { id: into } });
        return { instead: confirmMergeModal(to, preview) };
      },
    }),

    confirmMerge: submitting(deps, {
      title: 'Merge tag',
      metadata,
      run: async (caller, { tag = 0, into = 0 }) => ({
        answer: merged(await mergeTags(audience, caller, { from: tag, into })),
      }),
    }),

    deleteTag: submitting(deps, {
      title: 'Delete tag',
      metadata,
      run: async (caller, { tag = 0 }) => ({
        answer: deleted(await deleteTag(audience, caller, { id: tag })),
      }),
    }),
  };
}

/** In a modal, a suggested name appears under the input: retyping it takes a moment. */
function refuseStyle(doubt: NameDoubt): asserts doubt is Extract<NameDoubt, { alike: unknown }> {
  if (!('fitting' in doubt)) return;
  const wanted = doubt.style === 'kebab-case' ? 'kebab-case' : 'lower case';
  throw new RollcallError('invalid-input', `Tags here use ${wanted}: try "${doubt.fitting}".`);
}

function whoIn(values: Values): Who {
  const emails = typed(values, 'emails').trim();
  const segmentId = picked(values, 'segment', pickers.segment);
  const ids = allChosenIn(values as FormValues, 'people', pickers.person).map((id) =>
    z.coerce.number().pipe(z.int()).parse(id),
  );
  const areNamed = emails !== '' || ids.length > 0;
  if (areNamed && segmentId !== undefined) {
    throw new RollcallError('invalid-input', 'Name people or choose a segment, not both.', {
      hint: 'Clear one of the two.',
    });
  }
  if (!areNamed && segmentId === undefined)
    throw new RollcallError('invalid-input', 'Choose contacts, paste addresses or choose a segment.');
  return segmentId === undefined ? { emails, ids } : { segmentId };
}
