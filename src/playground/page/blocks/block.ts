import type { AnyBlock } from '../../slack-server/protocol.ts';
import { html } from '../html.ts';
import { plainOf, Text } from '../text/text.ts';
import { AlertBlock } from './alert.ts';
import { ChartBlock } from './chart.ts';
import { DataTableBlock } from './data-table.ts';
import { ImageBlock } from './image.ts';
import { InputBlock } from './input.ts';
import { MarkdownBlock } from './markdown.ts';
import { RichTextBlock } from './rich-text.ts';
import { ActionsBlock, ContextBlock, SectionBlock } from './section.ts';
import { TableBlock } from './table.ts';

// biome-ignore lint/suspicious/noExplicitAny: each component knows its own block; the stand-in has checked what came over the wire.
const components: Record<string, (props: any) => unknown> = {
  header: HeaderBlock,
  section: SectionBlock,
  context: ContextBlock,
  actions: ActionsBlock,
  divider: () => html`<hr />`,
  input: InputBlock,
  image: ImageBlock,
  rich_text: RichTextBlock,
  markdown: MarkdownBlock,
  table: TableBlock,
  data_table: DataTableBlock,
  alert: AlertBlock,
  data_visualization: ChartBlock,
};

/** The blocks of a message, modal or Home tab. `errors` are sentences by block_id, for its inputs. */
export function Blocks({
  blocks,
  errors = {},
}: {
  blocks: readonly AnyBlock[];
  errors?: Record<string, string>;
}) {
  return html`<div class="blocks">
    ${blocks.map((block, index) => {
      const Component = components[block.type] ?? UnknownBlock;
      return html`<div class=${`block block-${block.type}`} key=${block.block_id ?? index}><${Component} block=${block} error=${errors[block.block_id ?? '']} /></div>`;
    })}
  </div>`;
}

function HeaderBlock({ block }: { block: { text: { type: 'plain_text'; text: string } } }) {
  return html`<h3 title=${plainOf(block.text)}><${Text} text=${block.text} /></h3>`;
}

function UnknownBlock({ block }: { block: AnyBlock }) {
  return html`<p class="unknown">A “${block.type}” block, which this playground can’t show.</p>`;
}
