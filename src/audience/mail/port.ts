/** One mail to one address. */
export interface MailMessage {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  /** More headers, like `List-Unsubscribe`. */
  headers?: Record<string, string>;
  /**
   * The same for every attempt of this mail, different for every other mail: its Message-ID is made from it.
   */
  key: string;
}

/** The result of a mail, with the server's reply, shortened and without addresses. */
export type MailOutcome =
  | { is: 'sent'; reply: string }
  /** Nothing was sent: another attempt can't send it twice. */
  | { is: 'later'; reply: string }
  /** The server won't accept it. */
  | { is: 'refused'; reply: string }
  /** It was sent, and no reply says whether the server accepted it. */
  | { is: 'uncertain'; reply: string };

/** Sends a mail to a server. Never throws because of a server. */
export type SendMail = (message: MailMessage) => Promise<MailOutcome>;

/** How this installation sends mail. */
export interface MailPort {
  send: SendMail;
  /** The sender of Rollcall's own mails: confirmations and links to preferences. */
  from: { name: string; address: string };
}
