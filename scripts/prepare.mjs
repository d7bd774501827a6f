// Runs behind `npm ci`: builds what `npm start` would build at its first run, so that it starts sooner. Where that can't be done
// (development dependencies left out, sources not copied yet), installing goes on without: the start does it, or says why. Where
// not even this file is there, package.json passes over it.
try {
  const { buildIfStale } = await import('./build.mjs');
  buildIfStale();
} catch (error) {
  console.warn(`Not built yet: ${error.message} It is done at the first start.`);
}
