import { compileRule } from '../rules/compile.ts';
import { printRule } from '../rules/print.ts';
import { writeAudit } from '../storage/audit.ts';
import { type Member, membersOf } from '../storage/run-rule.ts';
import { listSegments } from '../storage/segments.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';
import { knownTo, resolved, ruleOf, storedSegment } from './segments.ts';

/** Members asked for at once: enough that a rule is not worked out too often, few enough to hold. */
const PAGE = 5_000;

/**
 * A segment's members, page by page, for as long as the caller takes them. The rule and its moment are those of the
 * first page. The audit has who took it, and how many, also where the caller stopped in the middle.
 *
 * @throws RollcallError `not-found`, `invalid-input` where the rule no longer holds: both before the first page
 */
export async function exportSegment(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ name: string; pages: AsyncGenerator<Member[], void> }> {
  requireRole(caller, 'admin', 'export segments');
  const { workspaceId, actor } = caller;
  const { segment, rule } = await storedSegment(deps, caller, { id });
  const known = await knownTo(deps, caller);
  const compiled = compileRule(resolved(rule, known, { segment: segment.id }), { workspaceId });
  async function* pages(): AsyncGenerator<Member[], void> {
    let [after, members] = [0, 0];
    try {
      for (;;) {
        const page = await membersOf(deps.storage, compiled, { after, limit: PAGE });
        members += page.length;
        if (page.length > 0) yield page;
        if (page.length < PAGE) return;
        after = page.at(-1)?.id ?? after;
      }
    } finally {
      const details = { members };
      const entry = { workspaceId, actor, action: 'segment.exported', subject: segment.name, details };
      await writeAudit(deps.storage.prisma, entry);
    }
  }
  return { name: segment.name, pages: pages() };
}

/** All segments by name, without sizes; `rule` is null where it can't be read, or asks for what is gone. */
export async function allSegments(
  deps: AudienceDeps,
  caller: Caller,
): Promise<{ id: number; name: string; rule: string | null }[]> {
  requireRole(caller, 'viewer', 'see segments');
  const known = await knownTo(deps, caller);
  const segments = await listSegments(deps.storage.prisma, caller.workspaceId);
  return segments.map((segment) => {
    const { id, name } = segment;
    try {
      return { id, name, rule: printRule(ruleOf(segment), known.names) };
    } catch {
      return { id, name, rule: null };
    }
  });
}
