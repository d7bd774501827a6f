import { listLinks } from '../../../storage/campaigns/links.ts';
import { findTracking } from '../../../storage/campaigns/tracking.ts';
import type { AudienceDeps } from '../../caller.ts';
import { readToken, type TokenContent } from '../../public/token.ts';
import type { NewHit } from './recorder.ts';

/** Where a link of a mail leads. */
export type Followed =
  /** `hit`: what to record, without the moment and who asked. */
  | { is: 'known'; url: string; hit: Omit<NewHit, 'at' | 'machine'> }
  /** Its address is no longer stored. `homePage`: the workspace's; empty if it has none. */
  | { is: 'gone'; homePage: string };

/** Finds where a link leads; undefined for a forged token. Asks the database once in a while for each campaign. */
export type Follow = (token: string) => Promise<Followed> | Followed | undefined;

/** What is remembered of a campaign. */
interface Remembered {
  urls: Map<number, string>;
  homePage: string;
  /** By `ticks`. */
  since: number;
}

/** Links never change; their campaign may be deleted. */
const KEPT_MS = 10 * 60_000;
/** A link that isn't there may just be written: the campaign begins, or continues with more links. */
const KEPT_GONE_MS = 10_000;
/** How many links are remembered. */
const MOST_LINKS = 50_000;

/** @param ticks milliseconds that only ever go forward */
export function createFollow(
  { storage }: Pick<AudienceDeps, 'storage'>,
  ticks: () => number = () => performance.now(),
): Follow {
  const known = new Map<string, Remembered>();
  const asking = new Map<string, Promise<Remembered>>();
  let size = 0;

  function forget(key: string): void {
    size -= known.get(key)?.urls.size ?? 0;
    known.delete(key);
  }

  function remember(key: string, found: Remembered): void {
    forget(key);
    known.set(key, found);
    size += found.urls.size;
    for (const oldest of known.keys()) {
      if (size <= MOST_LINKS && known.size <= MOST_LINKS) break;
      forget(oldest);
    }
  }

  async function ask(key: string, { workspaceId, campaignId }: TokenContent): Promise<Remembered> {
    try {
      const [urls, settings] = await Promise.all([
        listLinks(storage.pool, { workspaceId, campaignId }),
        findTracking(storage.pool, workspaceId),
      ]);
      const found = { urls, homePage: settings?.homePage ?? '', since: ticks() };
      remember(key, found);
      return found;
    } catch (error) {
      // The database is away: what was true a while ago is better than nothing.
      const before = known.get(key);
      if (before === undefined) throw error;
      return before;
    } finally {
      asking.delete(key);
    }
  }

  return (token) => {
    const content = readToken(storage, token);
    if (content?.kind !== 'link') return undefined;
    const key = `${content.workspaceId} ${content.campaignId}`;
    const remembered = known.get(key);
    const keptFor = remembered?.urls.has(content.link) === true ? KEPT_MS : KEPT_GONE_MS;
    if (remembered !== undefined && ticks() < remembered.since + keptFor) return answer(remembered, content);
    const asked = asking.get(key) ?? ask(key, content);
    asking.set(key, asked);
    return asked.then((found) => answer(found, content));
  };
}

function answer({ urls, homePage }: Remembered, content: TokenContent): Followed {
  const { workspaceId, campaignId, id: contactId, link: linkId } = content;
  const url = urls.get(linkId);
  if (url === undefined) return { is: 'gone', homePage };
  return { is: 'known', url, hit: { workspaceId, campaignId, contactId, kind: 'clicked', linkId } };
}

/** What to record of a picture that was loaded; undefined for a forged token. */
export function openedBy(
  { storage }: Pick<AudienceDeps, 'storage'>,
  token: string,
): Omit<NewHit, 'at' | 'machine'> | undefined {
  const content = readToken(storage, token);
  if (content?.kind !== 'pixel') return undefined;
  const { workspaceId, campaignId, id: contactId } = content;
  return { workspaceId, campaignId, contactId, kind: 'opened', linkId: 0 };
}
