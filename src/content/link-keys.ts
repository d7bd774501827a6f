/** The key of the link to the page on which a person unsubscribes, and chooses what they get. */
export const preferencesKey = 'link.preferences';
/** The key of the link to the mail as a web page. */
export const viewKey = 'link.view';
