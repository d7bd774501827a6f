import { limits } from './checks/limits.ts';

export interface Trigger {
  person: string;
  /** The modal in which it was created, if any: only such a trigger can push. */
  viewId?: string;
}

/** Trigger ids: good for one view, for three seconds. */
export interface Triggers {
  make(trigger: Trigger): string;
  /** Uses it up. */
  exchange(id: string): { ok: true; trigger: Trigger } | { ok: false; error: string };
}

/**
 * `allExpire` is called at each use: while it returns true, every trigger has expired.
 *
 * @param life how long one is good for, in milliseconds
 */
export function createTriggers(
  clock: () => number,
  allExpire: () => boolean,
  life: number = limits.trigger.life,
): Triggers {
  const made = new Map<string, Trigger & { at: number; spent: boolean }>();
  return {
    make(trigger) {
      const id = `${made.size + 1}.${Math.floor(clock() / 1000)}.${'0'.repeat(8)}`;
      made.set(id, { ...trigger, at: clock(), spent: false });
      return id;
    },
    exchange(id) {
      const known = made.get(id);
      if (!known) return { ok: false, error: 'invalid_trigger_id' };
      if (known.spent) return { ok: false, error: 'exchanged_trigger_id' };
      if (allExpire() || clock() - known.at > life) return { ok: false, error: 'expired_trigger_id' };
      known.spent = true;
      return { ok: true, trigger: known };
    },
  };
}
