import { createTransport } from 'nodemailer';
import type { MailOutcome, SendMail } from '../audience/mail/port.ts';
import { messageIdOf, oneLine, preparedHeaders, shownReply } from './texts.ts';

/** The address of a mail server. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS, if the server offers it. */
  secure?: boolean;
  /** In ms, for each of connecting, the greeting and silence. Default 30,000. */
  timeoutMs?: number;
}

/**
 * Sends mail to a server, one connection per mail.
 *
 * A mail may have gone out if its text was begun. nodemailer's errors don't tell: a server that hangs up
 * causes the same error at RCPT and after the final dot.
 */
export function createSmtp(server: SmtpServer): SendMail {
  const { host, port, secure = false, timeoutMs = 30_000 } = server;
  const transport = createTransport({
    ...{
      host,
      port,
      secure,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Passed from `send` through the mail's own data: a transport has one plugin for all mails.
  transport.use('stream', (mail, done) => {
    const onBegun = begun.get(mail.data.messageId ?? '');
    mail.message.processFunc((text) => {
      // It flows once the server has sent its go-ahead (354), not before.
      if (onBegun !== undefined) text.once('resume', onBegun);
      return text;
    });
    done();
  });
  const begun = new Map<string, () => void>();

  return async (message) => {
    const messageId = messageIdOf(message.key, message.from.address);
    let isBegun = false;
    begun.set(messageId, () => {
      isBegun = true;
    });
    try {
      const { from, to, subject, text, html, headers = {} } = message;
      const { response } = await transport.sendMail({
        from: { name: oneLine(from.name), address: from.address },
        to: { name: '', address: to },
        ...{
          envelope: { from: from.address, to: [to] },
          subject: oneLine(subject, 500),
          text,
          html,
          messageId,
        },
        headers: preparedHeaders(headers),
      });
      return { is: 'sent', reply: shownReply(response) };
    } catch (error) {
      return outcomeOf(error, isBegun);
    } finally {
      begun.delete(messageId);
    }
  };
}

function outcomeOf(error: unknown, isBegun: boolean): MailOutcome {
  const { responseCode, response, message } = error as {
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const reply = shownReply(response ?? message ?? String(error));
  if (responseCode !== undefined && responseCode >= 500) return { is: 'refused', reply };
  if (responseCode !== undefined && responseCode >= 400) return { is: 'later', reply };
  return { is: isBegun ? 'uncertain' : 'later', reply };
}
