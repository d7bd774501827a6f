import type { MarkdownBlock as Markdown } from '@slack/types';
import { html } from '../html.ts';
import { Mrkdwn } from '../text/text.ts';

/** Ordinary markdown, as far as mrkdwn can express it: headings, bold, strike, links, lists. */
export function MarkdownBlock({ block }: { block: Markdown }) {
  return html`<${Mrkdwn} text=${toMrkdwn(block.text)} />`;
}

function toMrkdwn(text: string): string {
  return text
    .replace(/^#{1,6} +(.+)$/gm, '**$1**')
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, '<$2|$1>')
    .replace(/^(\s*)[-*] /gm, '$1• ')
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '*$2*')
    .replace(/~~(?=\S)(.+?)~~/g, '~$1~');
}
