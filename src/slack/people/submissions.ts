import { tagEveryone } from '../../audience/people/bulk.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { type FormValues, typedIn } from '../kit/form-values.ts';
import { tagIn } from '../tags/chosen-tag.ts';
import { taggingMessage } from '../tags/messages-tagging.ts';
import { searchMessage } from './buttons.ts';
import { findMetadata, tagListedMetadata, tagListedModal } from './forms-list.ts';

/** What the forms about lists of people do when they are submitted. */
export function listViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    findPeople: submitting(deps, {
      title: 'Find people',
      field: 'text',
      metadata: findMetadata,
      async run(caller, _metadata, { view }) {
        const text = typedIn(view.state.values as FormValues, 'text');
        return { answer: await searchMessage(deps, caller, text) };
      },
    }),

    /** Tags everyone, or asks again if the list has grown since the form was opened. */
    tagListed: submitting(deps, {
      title: 'Tag everyone',
      field: 'tag',
      metadata: tagListedMetadata,
      async run(caller, { to, way, seen, list: source }, { view }) {
        const tag = tagIn(view.state.values as FormValues);
        const result = await tagEveryone(audience, caller, { way, tag, source, seen });
        if ('grown' in result) return { instead: tagListedModal(to, result.grown, { way, before: seen }) };
        return { answer: taggingMessage(result.tagging) };
      },
    }),
  };
}
