import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/errors.ts';
import { showError } from '../../../src/slack/core/show-error.ts';
import { button, buttons } from '../../../src/slack/kit/message.ts';

const shown = (error: unknown, lines: string[] = []): string =>
  JSON.stringify(showError(error, (line) => lines.push(line)).blocks, null, 1);

describe('showError', () => {
  it('points at the words at fault and suggests what would be understood', () => {
    const text = 'tagged vpi and opened';
    const problem = { at: 7, length: 3, message: 'No tag vpi.', suggestions: ['tagged vip and opened'] };
    const { blocks } = showError(
      new RollcallError('invalid-input', problem.message, { fault: { text, problem } }),
      () => {},
    );
    expect(blocks.map((block) => JSON.stringify(block)).join('\n')).toContain(
      JSON.stringify('```tagged vpi and opened\n       ^^^```').slice(1, -1),
    );
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        {
          type: 'button',
          text: { text: 'Count: tagged vip and opened' },
          value: JSON.stringify({ show: 'count', sentence: 'tagged vip and opened' }),
        },
      ],
    });
  });

  it('has no button where everyone, or another organization, reads it', () => {
    const problem = { at: 0, length: 5, message: 'What?', suggestions: ['tagged vip'] };
    const fault = { text: 'taged vip', problem };
    const offers = [buttons(button('Ask: who gets "Sale"?', 'questions.ask.0', 'who gets "Sale"?'))];
    for (const options of [{ fault }, { meant: { typed: 'Sael', names: ['Sale'] } }]) {
      const error = new RollcallError('invalid-input', 'What?', options);
      const types = (hasButtons: boolean) =>
        showError(error, () => {}, { hasButtons, offers }).blocks.map(({ type }) => type);
      expect(types(true)).toContain('actions');
      expect(types(false)).not.toContain('actions');
    }
  });

  it('says what fits in place of the words at fault', () => {
    const problem = {
      at: 7,
      length: 1,
      message: 'No tag "x".',
      suggestions: [],
      examples: ['vip', 'beta'],
    };
    const error = new RollcallError('invalid-input', problem.message, {
      fault: { text: 'tagged x', problem },
    });
    expect(shown(error)).toContain('Examples: `vip`, `beta`');
  });

  it('points to the end of the text if something is missing', () => {
    const problem = { at: 7, length: 0, message: 'Which tag?', suggestions: [] };
    const error = new RollcallError('invalid-input', 'Which tag?', { fault: { text: 'tagged ', problem } });
    expect(shown(error)).toContain('```tagged \\n       ^```');
  });

  it('shows only the surroundings of a fault in a long text', () => {
    const text = `${'a'.repeat(500)} vpi ${'b'.repeat(500)}`;
    const problem = { at: 501, length: 3, message: 'No tag vpi.', suggestions: [] };
    const error = new RollcallError('invalid-input', 'No tag vpi.', { fault: { text, problem } });
    expect(shown(error).length).toBeLessThan(500);
  });

  it('escapes what people typed', () => {
    expect(shown(new RollcallError('not-found', 'No tag "<!channel>".'))).toContain('&lt;!channel&gt;');
  });

  it('gives our own error a reference that is in the log too, and none of its details', () => {
    const lines: string[] = [];
    const text = shown(new Error('the secret inside'), lines);
    const reference = /`([0-9a-f]{8})`/.exec(text)?.[1];
    expect(text).not.toContain('secret');
    expect(lines[0]).toContain(`[${reference}] Error: the secret inside`);
  });
});
