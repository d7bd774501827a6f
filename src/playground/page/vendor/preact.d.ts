// The server serves node_modules/preact here: a browser can't resolve `preact`, and the policy forbids an
// import map.
export * from 'preact';
