import { loadWorkspace } from './api.ts';
import { App } from './app.ts';
import { html } from './html.ts';
import { render } from './vendor/preact.js';

const root = document.getElementById('root');
if (root) {
  try {
    const workspace = await loadWorkspace();
    render(html`<${App} workspace=${workspace} />`, root);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    render(
      html`<p class="fatal" role="alert">The playground could not start. ${problem} Check the terminal where \`npm start\` runs, then reload.</p>`,
      root,
    );
    throw error;
  }
}
