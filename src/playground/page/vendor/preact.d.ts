// The server serves node_modules/preact here: a browser finds no bare `preact`, and the policy forbids an import map.
export * from 'preact';
