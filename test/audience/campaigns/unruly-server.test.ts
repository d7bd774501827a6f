import { describe, expect, it } from 'vitest';
import { resumeCampaign } from '../../../src/audience/campaigns/running.ts';
import { openSmtpTransport } from '../../../src/smtp/transport.ts';
import { until } from '../../support/app-process.ts';
import { withSending } from '../../support/sending.ts';
import { startUnrulySmtp } from '../../support/unruly-smtp.ts';

const TIMEOUT_MS = 400;

describe('a mail server that hangs up, falls silent, and answers twice or with nonsense', () => {
  const sending = withSending();

  it.each([
    [1, false],
    [2, true],
  ])(
    'gets no mail twice, and every state is true (seed %i, commands in advance: %s)',
    async (seed, pipelining) => {
      const server = await startUnrulySmtp({ seed, pipelining, lateMs: TIMEOUT_MS * 2 });
      const { port } = server;
      const way = { host: '127.0.0.1', port, security: 'none', userName: null, password: null } as const;
      const { port: own } = sending.server;
      own.openTransport = async () => openSmtpTransport(way, { timeoutMs: TIMEOUT_MS });
      const { id } = await sending.begun(120);
      const pump = sending.pump();
      await until(async () => {
        // Everyone who waits is due at once, and the rate stays high.
        await sending.query(
          `UPDATE campaign_recipients SET next_try_at = now() WHERE campaign_id = $1 AND state = 'waiting' AND next_try_at > now()`,
          id,
        );
        await sending.query(
          'UPDATE sender_buckets SET rate = 10000, tokens = 1000 WHERE sender_id = $1',
          sending.senderId,
        );
        const { state } = await sending.campaign(id);
        if (state === 'paused') await resumeCampaign(sending.deps(), sending.ada, { id });
        return state === 'sent';
      }, 60_000);
      await pump.stop();
      await server.close();

      const { rows } = await sending.query(
        'SELECT c.email, r.state FROM campaign_recipients r JOIN contacts c ON c.id = r.contact_id WHERE r.campaign_id = $1',
        id,
      );
      expect(rows).toHaveLength(120);
      for (const { email, state } of rows) {
        const times = server.taken.get(String(email)) ?? 0;
        const possible = { 'handed over': [1], uncertain: [0, 1], failed: [0], bounced: [0] }[String(state)];
        expect({ email, state, times, possible }).toEqual({
          email,
          state,
          times: expect.toBeOneOf(possible ?? []),
          possible,
        });
      }
      const states = rows.map(({ state }) => state);
      expect(states).toContain('handed over');
      expect(states).toContain('uncertain');
    },
    90_000,
  );
});
