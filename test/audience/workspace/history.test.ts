import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { listChanges } from '../../../src/audience/workspace/history.ts';
import { changeLine } from '../../../src/slack/workspace/messages-history.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('the history while programs write', () => {
  const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
  const { deps } = audience;
  let ada: Caller;
  beforeEach(async () => {
    ada = await audience.newCaller('editor');
  });

  const write = (
    times: number,
    entry: { actor: string; action: string; details: object; subject?: string },
  ) =>
    audience.storage.pool.query(
      `INSERT INTO audit_entries (workspace_id, at, actor, action, subject, details)
       SELECT $1, $2::timestamptz + n * interval '1 second', $3, $4, $5, $6 FROM generate_series(1, $7) n`,
      [
        ada.workspaceId,
        '2026-11-23T09:00:00Z',
        ...[entry.actor, entry.action, entry.subject ?? '', JSON.stringify(entry.details), times],
      ],
    );
  const postmark = { actor: 'Postmark', action: 'events.recorded', details: { events: 3, remembered: 1 } };
  const page = async (limit: number, before?: string) => {
    const { changes, next } = await listChanges(deps, ada, { limit, before });
    const lines = changes.map((change) => {
      const { text } = changeLine(change) as unknown as { text: { text: string } };
      return text.text
        .replace(/<!date[^>]*>/, 'T')
        .replace(`<@${ada.actor}>`, 'ada')
        .replace(ada.actor, 'ada');
    });
    return { lines, next };
  };

  it('gives all that they write between two changes of people one line, however they take turns', async () => {
    await addTag(deps, ada, { name: 'first' });
    for (let turn = 0; turn < 3; turn++) {
      await write(100, postmark);
      await write(1, { actor: 'crm', action: 'contacts.written', details: { created: 2, updated: 1 } });
      await write(1, { ...postmark, actor: 'Amazon SES', details: { events: 1 } });
    }
    await addTag(deps, ada, { name: 'second' });
    await write(1, { ...postmark, subject: '3 events' });
    const all = await page(5);
    expect(all.next).toBeUndefined();
    expect(all.lines).toEqual([
      'Postmark recorded 3 events  ·  T',
      expect.stringMatching(/created the tag `second`/),
      'Amazon SES recorded 3 events\ncrm added or updated 9 contacts through the HTTP API\n' +
        'Postmark recorded 900 events and 300 opt-outs or bounces of unknown addresses  ·  last T',
      expect.stringMatching(/created the tag `first`/),
    ]);
    expect((await page(1)).next).toBeDefined();
    const [first, second] = [await page(3), await page(3, (await page(3)).next)];
    expect([...first.lines, ...second.lines]).toEqual(all.lines);
  });

  it('has pages of changes of people alone, too', async () => {
    for (const name of ['a', 'b', 'c']) await addTag(deps, ada, { name });
    const first = await page(2);
    expect(first.lines).toHaveLength(2);
    expect((await page(2, first.next)).lines).toEqual([expect.stringMatching(/created the tag `a`/)]);
  });

  it('reads only so far at a time, and goes on from there', async () => {
    await addTag(deps, ada, { name: 'first' });
    await write(7_000, postmark);
    const first = await page(5);
    expect(first.lines).toEqual([expect.stringMatching(/ addresses, and more before {2}· {2}last T$/)]);
    const second = await page(5, first.next);
    expect(second.lines).toEqual([
      expect.stringContaining('recorded'),
      expect.stringMatching(/created the tag `first`/),
    ]);
    expect(second.next).toBeUndefined();
    const events = [...first.lines, second.lines[0] ?? ''].map((line) =>
      Number(/recorded ([\d,]+) events/.exec(line)?.[1]?.replace(',', '')),
    );
    expect(events.reduce((sum, many) => sum + many, 0)).toBe(21_000);
  });
});
