import { beforeEach, describe, expect, it } from 'vitest';
import { createFollow } from '../../../src/audience/campaigns/tracking/follow.ts';
import { makeToken } from '../../../src/audience/public/token.ts';
import { keyedHashes } from '../../../src/storage/database/secret.ts';

const hashes = keyedHashes({ secret: 'x'.repeat(32), dataDir: 'unused' });
const token = (campaignId: number, link = 1) =>
  makeToken(hashes, { kind: 'link', workspaceId: 1, campaignId, id: 7, link, month: 0 });

describe('following a link', () => {
  let asked: string[];
  let isAway: boolean;
  let ticks: number;
  /** Every campaign has one link; those from 100 on have none. */
  const pool = {
    async query(sql: string, [, campaignId]: [number, number]) {
      if (isAway) throw new Error('connect ECONNREFUSED');
      if (!sql.includes('campaign_links')) return { rows: [{ homePage: 'https://acme.example/' }] };
      asked.push(String(campaignId));
      return { rows: campaignId >= 100 ? [] : [{ id: 1, url: `https://shop.example/${campaignId}` }] };
    },
  };
  let follow: ReturnType<typeof createFollow>;
  beforeEach(() => {
    [asked, isAway, ticks] = [[], false, 0];
    follow = createFollow(
      { storage: { ...hashes, pool } } as unknown as Parameters<typeof createFollow>[0],
      () => ticks,
    );
  });

  it('asks the database once for a campaign, however many come at once, and again after a while', async () => {
    const known = {
      ...{ is: 'known', url: 'https://shop.example/3' },
      hit: { workspaceId: 1, campaignId: 3, contactId: 7, kind: 'clicked', linkId: 1 },
    };
    expect(await Promise.all(Array.from({ length: 20 }, () => follow(token(3))))).toEqual(
      Array(20).fill(known),
    );
    expect(follow(token(3))).toEqual(known);
    expect(asked).toEqual(['3']);
    ticks += 11 * 60_000;
    expect(await follow(token(3))).toEqual(known);
    expect(asked).toEqual(['3', '3']);
  });

  it('keeps to what it knows while the database is away', async () => {
    await follow(token(3));
    isAway = true;
    ticks += 60 * 60_000;
    expect(await follow(token(3))).toMatchObject({ url: 'https://shop.example/3' });
    await expect(Promise.resolve(follow(token(4)))).rejects.toThrow('ECONNREFUSED');
    isAway = false;
    expect(await follow(token(4))).toMatchObject({ url: 'https://shop.example/4' });
  });

  it('leads to the home page for what is gone, and looks again soon: the campaign may just be beginning', async () => {
    expect(await follow(token(100))).toEqual({ is: 'gone', homePage: 'https://acme.example/' });
    expect(await follow(token(3, 2))).toEqual({ is: 'gone', homePage: 'https://acme.example/' });
    expect(follow(token(100))).toMatchObject({ is: 'gone' });
    ticks += 11_000;
    await follow(token(100));
    expect(asked).toEqual(['100', '3', '100']);
  });

  it('knows nothing of tokens that were not made here, and asks nothing for them', () => {
    expect(follow('x')).toBeUndefined();
    expect(follow(`${token(3)}A`)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('remembers as many campaigns as fit, the latest first', async () => {
    for (let id = 1_000; id < 51_001; id++) await follow(token(id));
    asked = [];
    await follow(token(51_000));
    expect(asked).toEqual([]);
    await follow(token(1_000));
    expect(asked).toEqual(['1000']);
  });
});
