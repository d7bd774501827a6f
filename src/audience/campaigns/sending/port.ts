import type { OpenedSender } from '../../../storage/senders/senders.ts';
import type { SenderChecks } from '../../senders/port.ts';

/** One mail of a campaign, ready for a server. */
export interface OutgoingMail {
  from: { name: string; address: string };
  replyTo: string | null;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  /** The same at each try: its Message-ID is made from it. */
  key: string;
}

/** The server's answer to one mail, with its reply, shortened and without addresses. */
export type HandOver =
  | { is: 'sent'; reply: string }
  /**
   * Refused for now (any 4xx). `isBusy`: it asks for fewer mails. `isOpen`: no answer came, so it may have been taken;
   * within a day, the same key can't send it twice.
   */
  | { is: 'later'; reply: string; isBusy: boolean; isOpen?: true }
  /** Nothing was sent: no connection, no TLS, a refused login. It says nothing about the recipient. */
  | { is: 'unreachable'; reply: string }
  /** Refused because of who sends: not this login, not from this address, no more today. The next one would be, too. */
  | { is: 'sender refused'; reply: string }
  /** Refused for good (any other 5xx). `isNobody`: there is no such mailbox. */
  | { is: 'refused'; reply: string; isNobody: boolean }
  /** The text was sent, and no reply says whether the server took it. */
  | { is: 'uncertain'; reply: string };

/** The way to one sender's server: a few connections that stay open. */
export interface Transport {
  /** How many mails it hands over at once, each over a connection of its own. It never queues. */
  connections: number;
  /** Hands over one mail, once. Never throws because of a server. */
  send(mail: OutgoingMail): Promise<HandOver>;
  /** Lets the mails under way end, and closes the connections. */
  close(): Promise<void>;
}

/** How this installation sends campaigns. */
export interface SendingPort {
  openTransport: (sender: OpenedSender) => Promise<Transport>;
  /** PAUSE_SENDING=1: nothing goes out, for example while a backup is being restored. */
  isPaused?: boolean;
  /** How senders are checked. If left out, none can be, and none that wasn't can be used. */
  checks?: SenderChecks | undefined;
}
