import { expect, it } from 'vitest';
import { messageText } from '../../../src/playground/slack-server/plain-text.ts';
import { watchList } from '../../../src/slack/watches/messages-watches.ts';

it('lists messages that may not have been posted, even if no watch is left', () => {
  const uncertain = [
    { id: 7, name: 'Lapsed VIPs', channel: 'C0GENERAL', createdAt: new Date('2026-11-30T09:00:00Z') },
    { id: 8, name: null, channel: 'U0ADA', createdAt: new Date('2026-11-30T09:00:00Z') },
  ];
  const { blocks, text } = watchList([], { uncertain } as never);
  const said = messageText({ blocks, text } as never);
  expect(said).toMatch(/A message about \*Lapsed VIPs\* of .* may not have been posted in .*\[Post now\]/s);
  expect(said).toMatch(/about \*the week\*.*No watches yet\./s);
});
