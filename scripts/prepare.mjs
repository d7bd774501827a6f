// Runs after `npm ci`: builds what `npm start` would build on its first run, so that it starts sooner. If
// that isn't possible (development dependencies left out, sources not copied yet), the installation
// continues: the start builds it, or says why it can't. If even this file is missing, package.json skips it.
try {
  const { ensureBuilt } = await import('./build.mjs');
  ensureBuilt();
} catch (error) {
  console.warn(`Not built yet: ${error.message}`);
}
