import type { HomeView, ModalView } from '@slack/types';
import { checkView, type Fault } from './checks/check.ts';
import { limits } from './checks/limits.ts';
import { withIds } from './elements.ts';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import type { ElementStates, OpenView } from './protocol.ts';

/** A modal or a Home tab, as the stand-in stores it. */
export interface StoredView {
  id: string;
  hash: string;
  person: string;
  rootId: string;
  previousId: string | null;
  view: ModalView | HomeView;
  /** What the person has entered, as far as the page reported it. */
  states: ElementStates;
}

export type ViewResult = { ok: true; view: StoredView } | { ok: false; error: string; faults?: Fault[] };

export interface Views {
  /** Starts a new stack; anything that was open before is closed. */
  open(person: string, view: unknown): ViewResult;
  push(person: string, view: unknown): ViewResult;
  update(
    target: { id?: string | undefined; externalId?: string | undefined; hash?: string | undefined },
    view: unknown,
  ): ViewResult;
  publish(person: string, view: unknown, hash?: string): ViewResult;
  find(id: string): StoredView | undefined;
  /**
   * Removes this view and those on top of it from the stack; with `all`, everything. Returns the removed
   * views, top first.
   */
  close(id: string, all?: boolean): StoredView[];
  stackOf(person: string): StoredView[];
  homeOf(person: string): StoredView | undefined;
}

export function createViews(ids: Ids, feed: Feed): Views {
  const stacks = new Map<string, StoredView[]>();
  const homes = new Map<string, StoredView>();
  const stackOf = (person: string) => stacks.get(person) ?? [];
  const everything = () => [...stacks.values(), [...homes.values()]].flat();
  const find = (id: string) => everything().find((one) => one.id === id);

  const tell = (person: string) =>
    feed.publish({ type: 'views', views: stackOf(person).map(openView) }, (one) => one === person);
  const tellHome = (stored: StoredView) =>
    feed.publish(
      { type: 'home', id: stored.id, view: stored.view as HomeView },
      (one) => one === stored.person,
    );

  const prepare = (
    view: unknown,
    type: 'modal' | 'home',
    owner?: StoredView,
  ): ViewResult | ModalView | HomeView => {
    const faults = checkView(view);
    if (faults.length > 0) return { ok: false, error: 'invalid_arguments', faults };
    if (JSON.stringify(view).length > limits.view.size) return { ok: false, error: 'view_too_large' };
    const checked = view as ModalView | HomeView;
    if (checked.type !== type) {
      const faults = [{ path: '/view/type', message: `must be ${type}` }];
      return { ok: false, error: 'invalid_arguments', faults };
    }
    const { external_id } = checked;
    if (external_id && everything().some((one) => one !== owner && one.view.external_id === external_id)) {
      return { ok: false, error: 'duplicate_external_id' };
    }
    return { ...checked, blocks: withIds(checked.blocks, ids.next) };
  };
  const store = (person: string, view: ModalView | HomeView, below: StoredView | undefined): StoredView => {
    const id = ids.next('V');
    return {
      id,
      hash: newHash(ids),
      person,
      rootId: below?.rootId ?? id,
      previousId: below?.id ?? null,
      view,
      states: {},
    };
  };
  const addModal = (person: string, view: unknown, stack: StoredView[]): ViewResult => {
    const prepared = prepare(view, 'modal');
    if ('ok' in prepared) return prepared;
    const stored = store(person, prepared, stack.at(-1));
    stacks.set(person, [...stack, stored]);
    tell(person);
    return { ok: true, view: stored };
  };

  return {
    open: (person, view) => addModal(person, view, []),
    push(person, view) {
      const stack = stackOf(person);
      if (stack.length >= limits.view.stack) return { ok: false, error: 'push_limit_reached' };
      return addModal(person, view, stack);
    },
    update({ id, externalId, hash }, view) {
      const stored = everything().find((one) => (id ? one.id === id : one.view.external_id === externalId));
      if (!stored || (!id && !externalId)) return { ok: false, error: 'not_found' };
      if (hash !== undefined && hash !== stored.hash) return { ok: false, error: 'hash_conflict' };
      const prepared = prepare(view, stored.view.type === 'home' ? 'home' : 'modal', stored);
      if ('ok' in prepared) return prepared;
      stored.view = prepared;
      stored.hash = newHash(ids);
      if (prepared.type === 'home') tellHome(stored);
      else tell(stored.person);
      return { ok: true, view: stored };
    },
    publish(person, view, hash) {
      const old = homes.get(person);
      if (hash !== undefined && old && hash !== old.hash) return { ok: false, error: 'hash_conflict' };
      const prepared = prepare(view, 'home', old);
      if ('ok' in prepared) return prepared;
      const stored = old ?? store(person, prepared, undefined);
      stored.view = prepared;
      stored.hash = newHash(ids);
      homes.set(person, stored);
      tellHome(stored);
      return { ok: true, view: stored };
    },
    find,
    close(id, all = false) {
      const stored = find(id);
      const stack = stored ? stackOf(stored.person) : [];
      const at = all ? 0 : stack.findIndex((one) => one.id === id);
      if (!stored || at < 0) return [];
      stacks.set(stored.person, stack.slice(0, at));
      tell(stored.person);
      return stack.slice(at).reverse();
    },
    stackOf,
    homeOf: (person) => homes.get(person),
  };
}

/** The view as the page gets it. */
export function openView({ id, hash, rootId, previousId, view }: StoredView): OpenView {
  return structuredClone({ id, hash, rootId, previousId, view: view as ModalView });
}

function newHash(ids: Ids): string {
  return `${ids.ts()}.${ids.next('h')}`;
}
