import type { Suppressed } from '../../audience/contacts/suppress.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, count, counted, md } from '../kit/mrkdwn.ts';

/** The result of suppressing addresses. */
export function addressesSuppressed({ addresses, unsubscribed, already, undoId }: Suppressed): Message {
  const was =
    already === 1
      ? md`1 address was suppressed before.`
      : md`${count(already)} addresses were suppressed before.`;
  return message(
    [
      section(
        addresses === 0
          ? md`Nothing changed. ${was}`
          : md`:no_bell: Suppressed *${counted(addresses, 'address', 'addresses')}*. ${unsubscribed === 0 ? '' : md`${counted(unsubscribed, 'contact is', 'contacts are')} unsubscribed now. `}${already === 0 ? '' : was}`,
      ),
      ...(undoId === undefined ? [] : [buttons(button('Undo', actions.undo, String(undoId)))]),
      context(md`Lift one again: \`/contacts unsuppress ada@example.org\``),
    ],
    addresses === 0 ? 'Nothing changed.' : 'Suppressed.',
  );
}

/** An address that gets mail again. */
export function suppressionLifted(email: string, contactId: number | undefined): Message {
  return message(
    [
      section(
        contactId === undefined
          ? md`:bell: ${bold(email)} is no longer suppressed. It isn’t a contact.`
          : md`:bell: ${bold(email)} is subscribed again.`,
      ),
      ...(contactId === undefined
        ? []
        : [buttons(button('Show', `${actions.showContact}.show`, String(contactId)))]),
    ],
    'The suppression is lifted.',
  );
}
