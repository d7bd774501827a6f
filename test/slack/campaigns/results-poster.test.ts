import type { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createResultsPoster } from '../../../src/slack/campaigns/results-poster.ts';
import { withSending } from '../../support/sending.ts';

describe('posting the results of a campaign', () => {
  const sending = withSending();

  /** Posts them through a Slack that refuses its first call like this; returns the result and what it was asked. */
  async function posted({ refusal, ts }: { refusal?: string; ts?: string }) {
    const { id } = await sending.begun(2);
    const calls: { method: string; channel: string; text: string }[] = [];
    const call = (method: string) => async (given: { channel: string; text: string }) => {
      calls.push({ method, channel: given.channel, text: given.text });
      if (calls.length === 1 && refusal !== undefined)
        throw Object.assign(new Error(refusal), { data: { ok: false, error: refusal } });
      return { ok: true, channel: given.channel, ts: '3.3' };
    };
    const client = { chat: { postMessage: call('post'), update: call('update') } } as unknown as WebClient;
    const post = createResultsPoster({ audience: sending.deps(), clientOf: () => client, log: () => {} });
    const { workspaceId } = sending.ada;
    const result = await post({ workspaceId, campaignId: id, channel: 'C0NEWS', thread: '1.1', ts });
    return { result, calls, name: (await sending.campaign(id)).name };
  }

  it('posts a message', async () => {
    const first = await posted({});
    expect(first.result).toEqual({ is: 'posted', channel: 'C0NEWS', ts: '3.3' });
    expect(first.calls).toEqual([
      { method: 'post', channel: 'C0NEWS', text: `${first.name}: 0 sent, 2 waiting, 0 left out` },
    ]);
  });

  it('updates it the next times', async () => {
    const next = await posted({ ts: '2.2' });
    expect(next.result).toEqual({ is: 'posted', channel: 'C0NEWS', ts: '2.2' });
    expect(next.calls).toMatchObject([{ method: 'update' }]);
  });

  it.each(['is_archived', 'channel_not_found', 'not_in_channel'])(
    'tells the person who approved it once Slack answers %s',
    async (refusal) => {
      const { result, calls, name } = await posted({ refusal });
      expect(result).toMatchObject({ is: 'refused' });
      expect(calls).toMatchObject([
        { channel: 'C0NEWS' },
        { method: 'post', channel: sending.ada.actor, text: `The results of ${name} couldn’t be posted.` },
      ]);
    },
  );

  it('says nothing if someone deleted the message: they don’t want it', async () => {
    const { result, calls } = await posted({ refusal: 'message_not_found', ts: '2.2' });
    expect(result).toMatchObject({ is: 'refused' });
    expect(calls).toHaveLength(1);
  });
});
