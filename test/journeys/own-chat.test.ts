import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
});
afterAll(() => rollcall?.close());

describe('in the chat with Rollcall', () => {
  const inChat = { channel: 'D0ADA' };

  it('a question needs no mention, and its answer has buttons', async () => {
    const { ada } = rollcall;
    expect(await ada.types('how many signed up this month?', inChat)).toMatch(/\*?0\*? /);
    expect(JSON.stringify(ada.messages().at(-1)?.blocks)).toContain('"type":"button"');
    expect(ada.messages().at(-1)).toMatchObject({ channel: 'D0ADA', author: { kind: 'app' } });
    expect(ada.messages().at(-1)?.threadTs).toBeUndefined();
  });

  it('a greeting gets examples, and words that aren’t understood are pointed at', async () => {
    const { ada } = rollcall;
    expect(await ada.types('hello', inChat)).toContain('Ask me things like');
    expect(await ada.types('how many are tagged nosuch?', inChat)).toContain('No tag "nosuch"');
  });

  it('a question in a thread is answered there', async () => {
    const { ada, slack } = rollcall;
    await ada.types('thanks', inChat);
    const threadTs = ada.messages().at(-1)?.ts as string;
    await slack.say({ person: 'U0ADA', channel: 'D0ADA', text: 'how many are there?', threadTs });
    await slack.waitFor(() =>
      ada.messages().find((message) => message.author.kind === 'app' && message.threadTs === threadTs),
    );
  });

  it('a guest is told why there is no answer', async () => {
    expect(await rollcall.gus.types('how many are there?', { channel: 'D0GUS' })).toContain(
      'Rollcall only answers members of this workspace',
    );
  });

  it('Rollcall doesn’t answer itself', async () => {
    const { ada, slack } = rollcall;
    const before = ada.messages().length;
    await ada.types('hello', inChat);
    await slack.waitFor(() => slack.journal.at(-1)?.kind === 'api');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ada.messages()).toHaveLength(before + 2);
  });
});
