// htm's package says it is CommonJS, but the server serves its module, whose default export is the function.
declare const htm: typeof import('htm')['default'];
// biome-ignore lint/style/noDefaultExport: the library has no other export.
export default htm;
