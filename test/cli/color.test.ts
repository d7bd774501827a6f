import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/cli/color.ts';
import { inTerminal } from '../../src/cli/mrkdwn.ts';

const terminal = { isTTY: true };
const plain = paintFor({}, {});
const nameOf = (id: string) => ({ U1: 'ada', C1: 'general' })[id];

describe('colors', () => {
  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', {}, {}, false],
    ['a terminal without colors', terminal, { TERM: 'dumb' }, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR, which counts as unset', terminal, { NO_COLOR: '' }, true],
    ['FORCE_COLOR in a pipe', {}, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', {}, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR before FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('are shown as asked for by %s', (_, stream, env, isOn) => {
    expect(paintFor(stream, env).bold('493')).toBe(isOn ? '\u001B[1m493\u001B[22m' : '493');
  });
});

describe('mrkdwn in a terminal', () => {
  it.each([
    ['*493* can be mailed', '493 can be mailed'],
    ['_new_ and ~old~ &amp; `*code*`', 'new and old & `*code*`'],
    [':warning: No tag', '⚠️ No tag'],
    ['<@U1> in <#C1|general>, <mailto:a@b.org|a@b.org>', '@ada in #general, a@b.org'],
    ['<!date^1764000000^{date} {time}|24 Nov 2025>', '24 Nov 2025'],
    ['a * b * c, 2*3*4', 'a * b * c, 2*3*4'],
    ['&gt; said\n&gt; twice', '│ said\n│ twice'],
    ['```one\n*two*```', 'one\n*two*'],
  ])('shows %j without its marks', (mrkdwn, shown) => {
    expect(inTerminal(mrkdwn, plain, nameOf)).toBe(shown);
  });

  it('sets words apart where a terminal can', () => {
    expect(inTerminal('*493* of `vip`', paintFor(terminal, {}), nameOf)).toBe(
      '\u001B[1m493\u001B[22m of \u001B[36m`vip`\u001B[39m',
    );
  });
});
