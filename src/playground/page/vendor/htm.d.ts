// htm says of itself that it is CommonJS; what the server serves is the module, whose default export is the function.
declare const htm: typeof import('htm')['default'];
// biome-ignore lint/style/noDefaultExport: the library has no other export.
export default htm;
