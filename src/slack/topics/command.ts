import { listTopics } from '../../audience/topics/topics.ts';
import type { Subcommand } from '../core/command-line.ts';
import { topicList } from './messages.ts';

/** `/audience topics`: what people can choose to hear about. */
export const topicsSubcommand: Subcommand = {
  usage: 'topics',
  does: 'what people can choose to hear about: list, add, edit, archive (admins only)',
  run: async ({ deps, caller }) => topicList(await listTopics(deps.audience, caller)),
};
