import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/playground/page/state.ts';
import { sizedIn, tourSteps } from '../../../src/playground/page/tour-steps.ts';
import type { Message, TourFacts } from '../../../src/playground/slack-server/protocol.ts';

const empty: TourFacts = {
  contacts: 0,
  tag: null,
  newTag: 'vip',
  segment: null,
  newSegment: 'Recent VIPs',
  addresses: [],
};
const shown = (facts: TourFacts, sized?: string) =>
  tourSteps(facts, sized).map(({ done, text }) => `${done ? '✓' : '–'} ${text}`);

describe('the steps of the tour', () => {
  it('begin with nothing done, and people of the sample file', () => {
    expect(shown(empty)).toEqual([
      '– /contacts import',
      '– /tags new vip',
      '– /tags add vip julia.garcia1@mail.example.org, hana.jansen2@post.example.com',
      '– /segments new Recent VIPs: tagged vip and signed up in the last 5 years',
      '– /segments size Recent VIPs',
    ]);
  });

  it('fit the data that exists', () => {
    const addresses = ['a@x.org', 'b@x.org'];
    const facts = { ...empty, contacts: 10_000, newTag: 'insider', newSegment: 'Recent insiders', addresses };
    expect(shown(facts)).toEqual([
      '✓ /contacts',
      '– /tags new insider',
      '– /tags add insider a@x.org, b@x.org',
      '– /segments new Recent insiders: tagged insider and signed up in the last 5 years',
      '– /segments size Recent insiders',
    ]);
  });

  it('are done by what exists, and then show it', () => {
    const facts = { ...empty, contacts: 2, tag: { name: 'pilot', people: 2 }, segment: 'Pilots' };
    const done = ['✓ /contacts', '✓ /tags show pilot', '✓ /tags show pilot', '✓ /segments show Pilots'];
    expect(shown(facts)).toEqual([...done, '– /segments size Pilots']);
    expect(shown(facts, 'pilots')).toEqual([...done, '✓ /segments size Pilots']);
    expect(shown(facts, 'Others').at(-1)).toBe('– /segments size Pilots');
  });
});

describe('the size that was shown', () => {
  const run = (text: string, key = 'one'): Run => ({ id: 1, key, channel: 'C1', ts: '1.0', text });
  const answer = (text: string, fields: Partial<Message> = {}): Message => ({
    channel: 'C1',
    ts: '2.0',
    author: { kind: 'app', id: 'U0BOT' },
    text: '',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
    answers: 'one',
    ...fields,
  });
  const asked = [run('/segments size Recent VIPs')];

  it.each([
    ['the answer to the command', asked, [answer('*2* members')], 'Recent VIPs'],
    ['nothing before the answer', asked, [], undefined],
    ['nothing after an error', asked, [answer(':warning: No segment')], undefined],
    [
      'nothing after a notice of the workspace',
      asked,
      [answer('x', { author: { kind: 'slack', id: 'U' } })],
      undefined,
    ],
    ['nothing after the answer to another command', asked, [answer('*2*', { answers: 'two' })], undefined],
    ['nothing after another command', [run('/segments count everyone')], [answer('*2*')], undefined],
  ])('is %s', (_, runs, messages, expected) => {
    expect(sizedIn(runs, messages)).toBe(expected);
  });
});
