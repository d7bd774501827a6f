/** How the team presents itself to people outside: on public pages and in mails. */
export interface Brand {
  /** The sender's name, as people know it. */
  name: string;
  /** The text at the top that is shown instead of a picture. */
  logo: string;
  /** The color of buttons, as `#rrggbb`. */
  accent: string;
  /** The color of text on the accent: black or white, whichever is more readable. */
  onAccent: string;
  timeZone: string;
  takesSignUps: boolean;
  /** Below every mail of a campaign. Empty: none was entered. */
  postalAddress: string;
  footerLinks: readonly { text: string; url: string }[];
}
