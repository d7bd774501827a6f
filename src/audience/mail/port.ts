/** One mail to one address. */
export interface MailMessage {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  /** More headers, like `List-Unsubscribe`. */
  headers?: Record<string, string>;
  /** The same at each try of this mail, different for every other: its Message-ID is made of it. */
  key: string;
}

/** What became of a mail, with the server's reply, cut and without addresses. */
export type MailOutcome =
  | { is: 'sent'; reply: string }
  /** Nothing was handed over: another try sends it once. */
  | { is: 'later'; reply: string }
  /** The server won't take it. */
  | { is: 'refused'; reply: string }
  /** It was handed over, and no reply says whether the server took it. */
  | { is: 'uncertain'; reply: string };

/** Hands a mail to a server. Never throws for what a server does. */
export type SendMail = (message: MailMessage) => Promise<MailOutcome>;

/** How this installation sends mail. */
export interface MailPort {
  send: SendMail;
  /** Who mails of Rollcall itself come from: confirmations and links to preferences. */
  from: { name: string; address: string };
}
