import { RollcallError } from '../../errors.ts';
import { findLeftCampaign } from '../../storage/topics/campaigns.ts';
import type { AudienceDeps } from '../caller.ts';
import { queueMail } from '../mail/queue.ts';
import { type Changed, choose, oneClick, pause, unsubscribeFromEverything } from '../topics/choices.ts';
import { undoChoice } from '../topics/undo-choice.ts';
import type { PublicLanguage } from './texts.ts';
import { readToken } from './token.ts';
import type { Visit } from './visit.ts';

/** What a person can do on their page. */
export type PageAct =
  /**
   * `was`, `on`: ids of topics that were on when the page was rendered, and that are ticked now. `texts`: the
   * text next to each.
   */
  | {
      do: 'save';
      was: ReadonlySet<number>;
      on: ReadonlySet<number>;
      shown: ReadonlySet<number>;
      texts: (id: number) => string;
    }
  | { do: 'pause30' | 'pause90' | 'resume' | 'leave' | 'back'; text: string }
  | { do: 'undo'; undo: string }
  | { do: 'link'; language: PublicLanguage };

/** The result, for the page to show. */
export type Said =
  | 'saved'
  | 'paused'
  | 'pauseEnded'
  | 'left'
  | 'cameBack'
  | 'undone'
  | 'undoGone'
  | 'unchanged'
  | 'freshLinkNeeded'
  | 'linkMailed'
  | 'noMail';

export interface Done {
  said: Said;
  /** The value in this page's Undo button. */
  undo?: string;
  preferences: Visit['preferences'];
}

/**
 * Does what a person chose on their page. A link that did not reach their own mailbox within the last year
 * can only lower: no one can use it to give consent in another's name.
 *
 * @throws RollcallError `not-found` if they have been erased since
 */
export async function actOnPage(deps: AudienceDeps, visit: Visit, act: PageAct): Promise<Done> {
  const { person, isRecent, isTrusted, preferences, content } = visit;
  const known = await findLeftCampaign(deps.storage.pool, person.workspaceId, content.campaignId);
  const campaign = known === undefined ? {} : { campaignId: known.campaignId };
  const result = (said: Said, changed: Changed): Done => ({
    said: changed.changed ? said : 'unchanged',
    ...(changed.undoId === undefined ? {} : { undo: sealedUndo(deps, visit, changed.undoId) }),
    preferences: changed.preferences,
  });
  const needsLink: Done = { said: 'freshLinkNeeded', preferences };
  switch (act.do) {
    case 'save': {
      const changes = preferences.topics
        // Topics that this page did not change stay as another page, or the team, set them.
        .filter(({ id }) => act.shown.has(id) && act.on.has(id) !== act.was.has(id))
        .map(({ id }) => ({ id, on: act.on.has(id), text: act.texts(id) }));
      const allowed = changes.filter(({ on }) => isTrusted || !on);
      if (allowed.length === 0) return changes.length > 0 ? needsLink : { said: 'unchanged', preferences };
      const done = result('saved', await choose(deps, person, { topics: allowed, ...campaign }));
      return allowed.length < changes.length ? { ...done, said: 'freshLinkNeeded' } : done;
    }
    case 'pause30':
    case 'pause90':
      if (!isRecent) return needsLink;
      return result(
        'paused',
        await pause(deps, person, { days: act.do === 'pause30' ? 30 : 90, text: act.text }),
      );
    case 'resume':
      if (!isTrusted) return needsLink;
      return result('pauseEnded', await pause(deps, person, { days: 0, text: act.text }));
    case 'leave':
      return result('left', await unsubscribeFromEverything(deps, person, { text: act.text, ...campaign }));
    case 'back':
      if (!isTrusted) return needsLink;
      return result(
        'cameBack',
        await choose(deps, person, { topics: [], comesBack: true, text: act.text, ...campaign }),
      );
    case 'undo':
      return takeBack(deps, visit, act.undo);
    case 'link': {
      if (deps.mail === undefined) return { said: 'noMail', preferences };
      const { workspaceId, contactId } = person;
      await queueMail(deps, workspaceId, { mail: 'preference-link', contactId, language: act.language });
      return { said: 'linkMailed', preferences };
    }
    default:
      return act satisfies never;
  }
}

/**
 * One-click from a mail program (RFC 8058), with any token of a person: unsubscribes from the topic of the
 * mail's campaign; from everything if there is none. The log keeps the campaign.
 */
export async function unsubscribeByOneClick(deps: AudienceDeps, visit: Visit): Promise<void> {
  const { person, content } = visit;
  const campaign = await findLeftCampaign(deps.storage.pool, person.workspaceId, content.campaignId);
  await oneClick(deps, person, campaign ?? { topicId: null, campaignId: null });
}

async function takeBack(deps: AudienceDeps, visit: Visit, undo: string): Promise<Done> {
  const [id = '', seal = ''] = undo.split('.');
  const undoId = /^\d{1,9}$/.test(id) ? Number(id) : 0;
  const gone: Done = { said: 'undoGone', preferences: visit.preferences };
  // Only the page of this link that made the change can undo it: undo ids can be guessed.
  if (!sealsOf(deps, visit, undoId).includes(seal)) return gone;
  try {
    const { preferences } = await undoChoice(deps, visit.person, { undoId });
    return { said: 'undone', preferences };
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'not-found') return gone;
    throw error;
  }
}

const sealedUndo = (deps: AudienceDeps, visit: Visit, undoId: number): string =>
  `${undoId}.${deps.storage.hash(undoText(visit, undoId)).slice(0, 20)}`;

const sealsOf = (deps: AudienceDeps, visit: Visit, undoId: number): string[] =>
  deps.storage.hashes(undoText(visit, undoId)).map((hash) => hash.slice(0, 20));

const undoText = ({ token }: Visit, undoId: number): string => `undo ${undoId} ${token}`;

/** The workspace of a key in the URL of a public form. */
export function workspaceOfKey(deps: AudienceDeps, key: string): number | undefined {
  const content = readToken(deps.storage, key);
  return content?.kind === 'workspace' ? content.workspaceId : undefined;
}
