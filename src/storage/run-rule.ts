import type { CompiledRule } from '../rules/compile.ts';
import type { Storage } from './client.ts';

export interface Size {
  members: number;
  reachable: number;
}

export interface Member {
  id: number;
  email: string;
  name: string | null;
  status: string;
}

/** How many contacts a rule has, and how many of them can be reached, counted at the same moment. */
export async function sizeOf(
  _storage: Pick<Storage, 'pool' | 'kind'>,
  _compiled: CompiledRule,
): Promise<Size> {
  return { members: 0, reachable: 0 };
}

/** A page of a rule's members by id: those after `after`, at most `limit`. */
export async function membersOf(
  _storage: Pick<Storage, 'pool' | 'kind'>,
  _compiled: CompiledRule,
  _page: { after?: number; limit: number },
): Promise<Member[]> {
  return [];
}

/** Whether a contact is a member. */
export async function isMember(
  _storage: Pick<Storage, 'pool' | 'kind'>,
  _compiled: CompiledRule,
  _contactId: number,
): Promise<boolean> {
  return false;
}
