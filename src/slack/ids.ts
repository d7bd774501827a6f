/** Every id that Slack sends back, in one place: a changed one breaks messages that are already posted. */
export const views = {
  importFile: 'import.file',
  importMapping: 'import.mapping',
} as const;

export const actions = {
  makeTagAnyway: 'tags.make-anyway',
  openImport: 'imports.open',
  showRejections: 'imports.show-rejections',
  fileOfRejections: 'imports.file-of-rejections',
  retryImport: 'imports.retry',
} as const;
