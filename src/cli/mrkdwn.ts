import { type Inline, type Paragraph, parseMrkdwn } from '../playground/page/text/mrkdwn.ts';
import type { Paint } from './color.ts';

/**
 * Slack's mrkdwn for a terminal: marks become its styles, or nothing where it shows none.
 *
 * @param nameOf the name of a person or channel by id
 * @example inTerminal('*493* contacts', plainPaint, nameOf) // '493 contacts'
 */
export function inTerminal(mrkdwn: string, paint: Paint, nameOf: (id: string) => string | undefined): string {
  const inline = (piece: Inline): string => {
    switch (piece.type) {
      case 'text':
        return piece.text;
      case 'bold':
      case 'italic':
      case 'strike':
        return paint[piece.type](piece.children.map(inline).join(''));
      case 'code':
        return paint.cyan(`\`${piece.text}\``);
      case 'emoji':
        return piece.character;
      case 'link':
        return piece.label;
      case 'user':
        return `@${piece.label ?? nameOf(piece.id) ?? piece.id}`;
      case 'channel':
        return `#${piece.label ?? nameOf(piece.id) ?? piece.id}`;
      case 'broadcast':
        return `@${piece.range}`;
      case 'date':
        return piece.fallback;
      default:
        return piece satisfies never;
    }
  };
  const lines = (of: Inline[][]) => of.map((line) => line.map(inline).join(''));
  const shown = (paragraph: Paragraph): string => {
    switch (paragraph.type) {
      case 'lines':
        return lines(paragraph.lines).join('\n');
      case 'quote':
        return lines(paragraph.lines)
          .map((line) => `${paint.dim('│')} ${line}`)
          .join('\n');
      case 'pre':
        return paragraph.text;
      default:
        return paragraph satisfies never;
    }
  };
  return parseMrkdwn(mrkdwn).map(shown).join('\n');
}
