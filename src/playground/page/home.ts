import { send } from './api.ts';
import { Blocks } from './blocks/block.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import type { State } from './state.ts';
import { SurfaceProvider, useSurfaceOf } from './surface.ts';
import { useSurroundings } from './surroundings.ts';
import { useEffect } from './vendor/hooks.js';

/** The app's Home tab: what the app published for this person. */
export function Home({ home }: { home: State['home'] }) {
  const { workspace, person } = useSurroundings();
  useEffect(() => {
    void send.home({ person: person.id, tab: 'home' });
  }, [person.id]);
  return html`<div class="home" tabindex="0" role="region" aria-label="Home">
    <h2 class="sr-only">Home</h2>
    ${
      home
        ? html`<${HomeBlocks} key=${home.id} ...${home} />`
        : html`<div class="empty"><h2>Nothing here yet</h2><p>${workspace.app.name} hasn’t published a Home tab.</p></div>`
    }
  </div>`;
}

function HomeBlocks({ id, view }: NonNullable<State['home']>) {
  const surface = useSurfaceOf('home', { type: 'view', viewId: id }, view.blocks);
  return html`<${SurfaceProvider} surface=${surface}>
    ${surface.notice && html`<p class="trouble" role="alert"><${Icon} name="warning" /> ${surface.notice}</p>`}
    <${Blocks} blocks=${view.blocks} />
  <//>`;
}
