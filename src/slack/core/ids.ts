/** Every id that Slack sends back, in one place: changing one breaks messages that are already posted. */
export const views = {
  /** Asks for the argument of a command. */
  asked: 'command.asked',
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
  sender: 'senders.edit',
  senderCode: 'senders.code',
  settings: 'audience.settings',
  attributeType: 'attributes.type',
  tagPeople: 'people.tag',
  segmentBuilder: 'segments.builder',
  confirmEdit: 'segments.edit.confirm',
  renameSegment: 'segments.rename',
  copySegment: 'segments.copy',
  deleteSegment: 'segments.delete',
  whySegment: 'segments.why',
  findPeople: 'people.find',
  tagListed: 'people.tag-listed',
  breakDown: 'people.break-down',
  comparePeople: 'people.compare',
  watch: 'watches.form',
  campaign: 'campaigns.edit',
  deleteCampaign: 'campaigns.delete',
  whyCampaign: 'campaigns.why',
  /** Sends it, schedules it, or asks for that. */
  releaseCampaign: 'campaigns.release',
  stopCampaign: 'campaigns.stop',
  sendToUncertain: 'campaigns.uncertain',
  testCampaign: 'campaigns.test',
  compareCampaigns: 'campaigns.compare',
  campaignConversions: 'campaigns.conversions',
} as const;

export const actions = {
  /** Fills the field of a refused form with a suggestion. */
  useOffer: 'offers.use',
  newApiKey: 'api-keys.new',
  listApiKeys: 'api-keys.list',
  revokeApiKey: 'api-keys.revoke',
  listProviders: 'providers.list',
  /** Followed by the provider. */
  connectProvider: 'providers.connect',
  replaceProviderKey: 'providers.replace-key',
  removeProvider: 'providers.remove',
  runCommand: 'command.run',
  /** Asks a question again as it may be meant. Followed by a word if a message has several. */
  askAgain: 'questions.ask',
  dismiss: 'message.dismiss',
  /** Followed by a word if a message has several. */
  showHistory: 'history.show',
  refreshHome: 'home.refresh',
  sendChart: 'home.chart',
  openSettings: 'audience.settings',
  /** Followed by the attribute. */
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
  liftBounce: 'contacts.lift-bounce',
  listTopics: 'topics.list',
  showTopic: 'topics.show',
  newTopic: 'topics.new',
  editTopic: 'topics.edit',
  /** Followed by the direction. */
  moveTopic: 'topics.move',
  archiveTopic: 'topics.archive',
  restoreTopic: 'topics.restore',
  contactTopics: 'contacts.topics',
  consentHistory: 'contacts.consent-history',
  preferencePage: 'contacts.preference-page',
  openPage: 'contacts.preference-page.open',
  changePages: 'pages.change',
  /** Followed by the service. */
  newSender: 'senders.new',
  editSender: 'senders.edit',
  checkSender: 'senders.check',
  mailSenderCode: 'senders.mail-code',
  removeSender: 'senders.remove',
  newSegment: 'segments.new',
  segmentDetails: 'segments.details',
  editSegment: 'segments.edit',
  /** Shows what its value says; followed by a word if a message has several. */
  showSegments: 'segments.show',
  shareSegments: 'segments.share',
  /** The same after a confirmation, because the card reveals who someone is. */
  shareAnyway: 'segments.share.anyway',
  whySegment: 'segments.why',
  renameSegment: 'segments.rename',
  copySegment: 'segments.copy',
  deleteSegment: 'segments.delete',
  confirmSegmentDeletion: 'segments.delete.confirm',
  openImport: 'imports.open',
  importShared: 'imports.shared',
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
  /** Turns the pages of rejected rows. Followed by the direction. */
  turnRejections: 'imports.turn-rejections',
  /** Back from what an import would do to how its columns are read. */
  importBack: 'imports.back',
  /** Lists the people of its value's source: see slack/people/places.ts. Followed by a word. */
  listPeople: 'people.list',
  /** The same in a window. Followed by a word. */
  openPeople: 'people.window',
  /** Opens one person's card over the list. Followed by the contact's id. */
  openPerson: 'people.open',
  findPeople: 'people.find',
  /** With everyone in a list. */
  tagListed: 'people.tag-listed',
  untagListed: 'people.untag-listed',
  /** Followed by a word if a message has several. */
  saveListed: 'people.save-listed',
  exportListed: 'people.export-listed',
  /** Opens a form for what to break people down by, or for whom to compare them with. */
  breakDown: 'people.break-down',
  comparePeople: 'people.compare',
  /** A page of them. Followed by a word. */
  listCampaigns: 'campaigns.list',
  /** Followed by a word. */
  showCampaign: 'campaigns.show',
  newCampaign: 'campaigns.new',
  editCampaign: 'campaigns.edit',
  duplicateCampaign: 'campaigns.duplicate',
  deleteCampaign: 'campaigns.delete',
  /** Who gets it, and who doesn't and why. */
  campaignAudience: 'campaigns.audience',
  whyCampaign: 'campaigns.why',
  previewCampaign: 'campaigns.preview',
  /** Followed by a word if a message has several. */
  campaignResults: 'campaigns.results',
  /** Followed by the part. */
  resultsPart: 'campaigns.part',
  /** Opens the form of a segment of those who clicked. */
  segmentClickers: 'campaigns.segment-clickers',
  /** A draft to those who didn't get it. */
  sendToMissed: 'campaigns.missed',
  compareCampaigns: 'campaigns.compare',
  exportResults: 'campaigns.results-file',
  campaignConversions: 'campaigns.conversions',
  deliverability: 'campaigns.deliverability',
  exportHistory: 'history.export',
  /** Opens a window over a message that everyone reads. Followed by what it shows. */
  openCampaign: 'campaigns.open',
  sendCampaign: 'campaigns.send',
  approveCampaign: 'campaigns.approve',
  rescheduleCampaign: 'campaigns.reschedule',
  /** The time in a form, read back as someone types it. */
  sayWhen: 'campaigns.when',
  pauseCampaign: 'campaigns.pause',
  resumeCampaign: 'campaigns.resume',
  /** The rest is uncertain: a backup was restored. */
  treatAsUncertain: 'campaigns.treat-as-uncertain',
  stopCampaign: 'campaigns.stop',
  sendToUncertain: 'campaigns.uncertain',
  /** Opens the form for a watch on its value’s segment. */
  newWatch: 'watches.new',
  listWatches: 'watches.list',
  editWatch: 'watches.edit',
  /** For a week. Followed by the watch. */
  snoozeWatch: 'watches.snooze',
  wakeWatch: 'watches.wake',
  stopWatch: 'watches.stop',
  /** A message that may not have been posted. Followed by its number if a message has several. */
  postNow: 'watches.post-now',
  testCampaign: 'campaigns.test',
} as const;

/** The menu ⋯ of any card: each of its choices holds the id of a button and its value. */
export const moreActions = 'message.more';

export type ViewName = keyof typeof views;
export type ActionName = keyof typeof actions;

/** Buttons of which a message can have several, each with its own word after the id. */
export const withWordBehind: ReadonlySet<ActionName> = new Set<ActionName>([
  ...(['runCommand', 'showHistory', 'changeAttribute', 'connectProvider', 'importTagNames'] as const),
  ...(['showContact', 'addContact', 'moveTopic', 'showSegments'] as const),
  ...(['turnRejections', 'listCampaigns', 'showCampaign', 'openCampaign', 'newSender'] as const),
  ...(['editWatch', 'snoozeWatch', 'wakeWatch', 'stopWatch', 'postNow'] as const),
  ...(['listPeople', 'openPeople', 'openPerson', 'saveListed'] as const),
  ...(['campaignResults', 'resultsPart', 'useOffer', 'askAgain'] as const),
]);

/** Pickers that suggest completions. */
export const pickers = {
  tag: 'tags.pick',
  /** A contact, by name or address. */
  person: 'people.pick',
  /** What people can be broken down by. */
  breakdown: 'people.by',
  segment: 'segments.pick',
  campaign: 'campaigns.pick',
  /** Campaigns of a rule: by name, the last ones, or any. */
  ruleCampaign: 'campaigns.rule.pick',
  /** The same without "any". */
  someCampaign: 'campaigns.some.pick',
  /** One that Rollcall sends: not one that is known from events alone. */
  ownCampaign: 'campaigns.own.pick',
  country: 'countries.pick',
  language: 'languages.pick',
  timeZone: 'time-zones.pick',
  /** The subject of a condition: the element belongs to the form. */
  subject: 'form.what',
} as const;

/** The shortcuts that work anywhere, by callback id; manifest.yml lists the same. */
export const shortcuts = {
  newSegment: 'new_segment',
  addContact: 'add_contact',
  tagPeople: 'tag_people',
  sendAsCampaign: 'send_as_campaign',
} as const;
