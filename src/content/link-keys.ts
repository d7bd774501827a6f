/** The key of the link to the page on which a person unsubscribes, and chooses what they get. */
export const preferencesKey = 'link.preferences';
/** The key of the link to the mail as a web page. */
export const viewKey = 'link.view';
/** What the keys of tracked links begin with. */
export const trackedKeys = 'tracked.';
/** The key of the place of a tracked link by its number, from 1; 0 is the picture. */
export const trackedKey = (number: number): string => `${trackedKeys}${number}`;
