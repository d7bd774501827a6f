import type { SharedFile } from '../slack-server/protocol.ts';
import { fileUrl } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { useSurroundings } from './surroundings.ts';
import { formatSize } from './text/size.ts';

/** A file in a message: its first lines, and a link to download it. */
export function FileCard({ file }: { file: SharedFile }) {
  const { person } = useSurroundings();
  return html`<div class="file-card">
    <div class="file-head">
      <${Icon} name="file" />
      <div><span class="file-name">${file.name}</span><span class="file-size">${file.filetype.toUpperCase()}, ${formatSize(file.size)}</span></div>
      <a class="icon-button framed" href=${fileUrl(person.id, file.id)} download=${file.name} aria-label=${`Download ${file.name}`} title="Download"><${Icon} name="download" /></a>
    </div>
    ${file.preview && html`<pre class="file-preview" tabindex="0">${file.preview}</pre>`}
  </div>`;
}
