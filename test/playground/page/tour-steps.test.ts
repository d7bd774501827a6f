import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/playground/page/state.ts';
import { type Shown, shownIn, tourSteps } from '../../../src/playground/page/tour-steps.ts';
import type { Message, TourFacts } from '../../../src/playground/slack-server/protocol.ts';

const empty: TourFacts = {
  contacts: 0,
  tag: null,
  newTag: 'vip',
  segment: null,
  newSegment: 'Recent VIPs',
  addresses: [],
  campaign: null,
  newCampaign: { name: 'Hello', audience: 'everyone' },
};
const shown = (facts: TourFacts, seen: Shown = {}) =>
  tourSteps(facts, seen).map(({ done, text }) => `${done ? '✓' : '–'} ${text}`);

describe('the steps of the tour', () => {
  it('begin with nothing done, and people of the sample file', () => {
    expect(shown(empty)).toEqual([
      '– /contacts import',
      '– /tags new vip',
      '– /tags add vip julia.garcia1@mail.example.org, hana.jansen2@post.example.com',
      '– /segments new Recent VIPs: tagged vip and signed up in the last 5 years',
      '– /segments size Recent VIPs',
      '– /campaigns new Hello: everyone',
      '– /campaigns send Hello',
      '– Mailbox',
      '– /campaigns results Hello',
    ]);
  });

  it('fit the data that exists', () => {
    const addresses = ['a@x.org', 'b@x.org'];
    const facts = { ...empty, contacts: 10_000, newTag: 'insider', newSegment: 'Recent insiders', addresses };
    expect(shown(facts).slice(0, 5)).toEqual([
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
    expect(shown(facts).slice(0, 5)).toEqual([...done, '– /segments size Pilots']);
    expect(shown(facts, { size: 'pilots' })[4]).toBe('✓ /segments size Pilots');
    expect(shown(facts, { size: 'Others' })[4]).toBe('– /segments size Pilots');
  });

  it.each<[NonNullable<TourFacts['campaign']>['is'], string[]]>([
    ['written', ['✓ /campaigns show Hi', '– /campaigns send Hi', '– Mailbox', '– /campaigns results Hi']],
    ['sent', ['✓ /campaigns show Hi', '✓ /campaigns show Hi', '– Mailbox', '– /campaigns results Hi']],
    ['read', ['✓ /campaigns show Hi', '✓ /campaigns show Hi', '✓ Mailbox', '✓ /campaigns results Hi']],
  ])('know that a campaign was %s', (is, steps) => {
    // Results that were looked at before anyone read it are none yet.
    expect(shown({ ...empty, campaign: { name: 'Hi', is } }, { results: 'hi' }).slice(5)).toEqual(steps);
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
    expect(shownIn(runs, messages).size).toBe(expected);
  });
});
