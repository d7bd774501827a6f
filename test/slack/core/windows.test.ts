import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/errors.ts';
import { fillWindow, openWindow, withProblem } from '../../../src/slack/core/windows.ts';
import { section } from '../../../src/slack/kit/message.ts';
import { sayingModal } from '../../../src/slack/kit/modal.ts';
import { escaped } from '../../../src/slack/kit/mrkdwn.ts';

/** What each call of the Web API does, in turn; the last one again and again. */
type Does = 'ok' | string;

let said: string[];
let log: string[];
beforeEach(() => {
  said = [];
  log = [];
});

const wordsOf = (blocks: readonly unknown[]): string =>
  (blocks as { text?: { text: string } }[]).map(({ text }) => text?.text ?? '').join(' ');

/** A Slack that refuses calls, or answers late. */
function slack(does: Record<string, Does[]>, lateBy: Record<string, number> = {}): WebClient {
  const call = (name: string) => async (given: { view: ModalView; view_id?: string }) => {
    await later(lateBy[name] ?? 0);
    const next = does[name] ?? ['ok'];
    const error = next.length > 1 ? next.shift() : next[0];
    said.push(`${name} ${error}: ${wordsOf(given.view.blocks)}`);
    if (error !== 'ok') throw Object.assign(new Error(error), { data: { ok: false, error } });
    return { ok: true, view: { id: 'V1' } };
  };
  const views = { open: call('open'), push: call('push'), update: call('update') };
  return { views } as unknown as WebClient;
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const form = (words: string): ModalView => sayingModal('Tag', [section(escaped(words))]);
const place = (client: WebClient) => ({ client, triggerId: 'T1', title: 'Tag' });
const deps = { log: (line: string) => void log.push(line) };
const refusal = new RollcallError('not-allowed', 'You need the editor role.');

describe('a window that opens', () => {
  it('opens with its content if that is ready, in one call', async () => {
    await openWindow(deps, place(slack({})), async () => form('the form'));
    expect(said).toEqual(['open ok: the form']);
  });

  it('opens on top of another one', async () => {
    await openWindow(deps, { ...place(slack({})), onTop: true }, async () => form('the form'));
    expect(said).toEqual(['push ok: the form']);
  });

  it('does not open for someone who lacks the permission', async () => {
    const opening = openWindow(deps, place(slack({})), async () => {
      throw refusal;
    });
    await expect(opening).rejects.toThrow('editor role');
    expect(said).toEqual([]);
  });

  it('opens without its content if that takes long, and is filled later', async () => {
    await openWindow(deps, place(slack({})), async () => later(800).then(() => form('the form')));
    expect(said).toEqual(['open ok: :hourglass_flowing_sand: One moment…', 'update ok: the form']);
  });

  it('says in the window what went wrong after it opened', async () => {
    await openWindow(deps, place(slack({})), async () => {
      await later(800);
      throw refusal;
    });
    expect(said[1]).toBe('update ok: :warning: You need the editor role.');
  });

  it('throws what Slack refuses, and makes no further call', async () => {
    const client = slack({ open: ['expired_trigger_id'] });
    await expect(openWindow(deps, place(client), async () => form('the form'))).rejects.toThrow();
    expect(said).toEqual(['open expired_trigger_id: the form']);
  });

  it('throws what Slack refuses while the content is still being made, whatever that ends with', async () => {
    const client = slack({ open: ['ratelimited'] });
    const opening = openWindow(deps, place(client), async () => {
      await later(800);
      throw refusal;
    });
    await expect(opening).rejects.toThrow('ratelimited');
    await later(150);
  });
});

describe('a window that is filled', () => {
  const fill = (client: WebClient, making: Promise<ModalView>) =>
    fillWindow(deps, { client, viewId: 'V1', title: 'Tag' }, making);

  it('says so if Slack refuses the content: it does not wait forever', async () => {
    const isOpen = await fill(slack({ update: ['invalid_arguments', 'ok'] }), Promise.resolve(form('bad')));
    expect(isOpen).toBe(true);
    expect(said[1]).toMatch(/^update ok: :warning: Something went wrong on our side/);
  });

  it('throws the first refusal if Slack refuses that too', async () => {
    const client = slack({ update: ['ratelimited'] });
    await expect(fill(client, Promise.resolve(form('one')))).rejects.toThrow('ratelimited');
    expect(said).toHaveLength(2);
  });

  it('stays silent if the person closed it', async () => {
    expect(await fill(slack({ update: ['not_found'] }), Promise.resolve(form('one')))).toBe(false);
    expect(log).toEqual([]);
  });

  it('waits for a Slack that answers late', async () => {
    const client = slack({}, { update: 100 });
    expect(await fill(client, Promise.resolve(form('one')))).toBe(true);
  });
});

describe('a problem in a window', () => {
  const view = {
    ...{ type: 'modal', title: { type: 'plain_text', text: 'Tag' }, private_metadata: '{}' },
    ...{ callback_id: 'tags.new', submit: null, close: null, notify_on_close: false },
    blocks: [{ type: 'input', block_id: 'name' }] as unknown as KnownBlock[],
  } as unknown as ViewOutput;

  it('appears above everything else, which keeps its ids; the next problem replaces it', () => {
    const first = withProblem(view, [section(escaped('First'))]);
    expect(first).toMatchObject({ callback_id: 'tags.new', private_metadata: '{}' });
    expect(first).not.toHaveProperty('submit');
    const second = withProblem({ ...view, blocks: first.blocks }, [section(escaped('Second'))]);
    expect(second.blocks.map(({ block_id }) => block_id)).toEqual(['problem~0', 'name']);
    expect(wordsOf(second.blocks)).toContain('Second');
  });
});
