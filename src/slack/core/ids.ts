/** Every id that Slack sends back, in one place: a changed one breaks messages that are already posted. */
export const views = {
  newApiKey: 'api-keys.new',
  providerKey: 'providers.key',
  importFile: 'import.file',
  importMapping: 'import.mapping',
  importValues: 'import.values',
  importRehearsal: 'import.rehearsal',
  importConsent: 'import.consent',
  newTag: 'tags.new',
  addPeople: 'tags.add-people',
  renameTag: 'tags.rename',
  mergeTag: 'tags.merge',
  confirmMerge: 'tags.merge.confirm',
  deleteTag: 'tags.delete',
  addContact: 'contacts.add',
  editContact: 'contacts.edit',
  consent: 'contacts.consent',
  tagContact: 'contacts.tag',
  forgetContact: 'contacts.forget',
  topic: 'topics.edit',
  topicDefault: 'topics.default',
  contactTopics: 'contacts.topics',
  suppress: 'contacts.suppress',
  liftSuppression: 'contacts.suppress.lift',
  pages: 'pages.change',
  settings: 'audience.settings',
  attributeType: 'attributes.type',
  tagPeople: 'people.tag',
  segmentBuilder: 'segments.builder',
  confirmEdit: 'segments.edit.confirm',
  renameSegment: 'segments.rename',
  copySegment: 'segments.copy',
  deleteSegment: 'segments.delete',
  whySegment: 'segments.why',
} as const;

export const actions = {
  newApiKey: 'api-keys.new',
  listApiKeys: 'api-keys.list',
  revokeApiKey: 'api-keys.revoke',
  listProviders: 'providers.list',
  /** With the provider behind it. */
  connectProvider: 'providers.connect',
  replaceProviderKey: 'providers.replace-key',
  removeProvider: 'providers.remove',
  runCommand: 'command.run',
  dismiss: 'message.dismiss',
  /** With a word behind it where several stand side by side. */
  showHistory: 'history.show',
  refreshHome: 'home.refresh',
  openSettings: 'audience.settings',
  /** With the attribute behind it. */
  changeAttribute: 'attributes.change',
  confirmAttribute: 'attributes.confirm',
  undo: 'undo',
  listTags: 'tags.list',
  previousTags: 'tags.list.previous',
  nextTags: 'tags.list.next',
  showTag: 'tags.show',
  newTag: 'tags.new',
  makeTagAnyway: 'tags.make-anyway',
  useTag: 'tags.use',
  addPeople: 'tags.add-people',
  renameTag: 'tags.rename',
  renameTagAnyway: 'tags.rename-anyway',
  mergeTag: 'tags.merge',
  confirmMerge: 'tags.merge.confirm',
  deleteTag: 'tags.delete',
  confirmDeletion: 'tags.delete.confirm',
  showContact: 'contacts.show',
  findContacts: 'contacts.find',
  addContact: 'contacts.add',
  openAddContact: 'contacts.form',
  editContact: 'contacts.edit',
  tagContact: 'contacts.tag',
  forgetContact: 'contacts.forget',
  confirmForget: 'contacts.forget.confirm',
  listTopics: 'topics.list',
  showTopic: 'topics.show',
  newTopic: 'topics.new',
  editTopic: 'topics.edit',
  /** With the way behind it. */
  moveTopic: 'topics.move',
  archiveTopic: 'topics.archive',
  restoreTopic: 'topics.restore',
  contactTopics: 'contacts.topics',
  consentHistory: 'contacts.consent-history',
  preferencePage: 'contacts.preference-page',
  openPage: 'contacts.preference-page.open',
  changePages: 'pages.change',
  newSegment: 'segments.new',
  editSegment: 'segments.edit',
  /** Shows what its value says; with a word behind it where several stand side by side. */
  showSegments: 'segments.show',
  shareSegments: 'segments.share',
  /** The same after a question: what is shared tells who somebody is. */
  shareAnyway: 'segments.share.anyway',
  whySegment: 'segments.why',
  renameSegment: 'segments.rename',
  copySegment: 'segments.copy',
  deleteSegment: 'segments.delete',
  confirmSegmentDeletion: 'segments.delete.confirm',
  openImport: 'imports.open',
  showRejections: 'imports.show-rejections',
  fileOfRejections: 'imports.file-of-rejections',
  retryImport: 'imports.retry',
  importEncoding: 'imports.encoding',
  importDelimiter: 'imports.delimiter',
  importTagNames: 'imports.tag-names',
  importNotMail: 'imports.not-mail',
  cancelImport: 'imports.cancel',
  undoImport: 'imports.undo',
  showKept: 'imports.show-kept',
} as const;

export type ViewName = keyof typeof views;
export type ActionName = keyof typeof actions;

/** Buttons of which several stand side by side, each with a word of its own behind the id. */
export const withWordBehind: ReadonlySet<ActionName> = new Set<ActionName>([
  ...(['runCommand', 'showHistory', 'changeAttribute', 'connectProvider', 'importTagNames'] as const),
  ...(['showContact', 'addContact', 'moveTopic', 'showSegments'] as const),
]);

/** Pickers that complete what is typed. */
export const pickers = {
  tag: 'tags.pick',
  segment: 'segments.pick',
  campaign: 'campaigns.pick',
  country: 'countries.pick',
  language: 'languages.pick',
  timeZone: 'time-zones.pick',
  /** What a condition is about: the element is the form's own. */
  subject: 'form.what',
} as const;

/** What the app answers from anywhere, by callback id; manifest.yml has the same. */
export const shortcuts = {
  newSegment: 'new_segment',
  addContact: 'add_contact',
  tagPeople: 'tag_people',
} as const;

/** An id, alone or with a word behind it: action ids of a block have to differ. */
export const startsWith = (id: string): RegExp => new RegExp(`^${id.replaceAll('.', '\\.')}(?:\\.|$)`);
