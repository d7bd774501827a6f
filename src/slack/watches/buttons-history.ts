import { historyAsCsv, sizeHistory } from '../../audience/watches/history.ts';
import { defined } from '../../lib/defined.ts';
import { answering } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { sendFile } from '../core/send-file.ts';
import { message, section } from '../kit/message.ts';
import { bold, counted, md } from '../kit/mrkdwn.ts';
import { placeSchema } from '../segments/places.ts';

/** The buttons under a size history. */
export function historyActions(deps: SlackDeps) {
  return {
    /** As a file in the person's own messages. It holds numbers only, so viewers may have it too. */
    exportHistory: answering(deps, async (caller, value, { client }) => {
      const place = placeSchema.parse(JSON.parse(value));
      if (place.show !== 'history') throw new Error(`a ${place.show} is not a history`);
      const { id, from, to } = place;
      const history = await sizeHistory(deps.audience, caller, { id, ...defined({ from, to }) });
      const words = `Exported ${counted(history.readings.length, 'reading')}: ${history.name}`;
      const said = message(
        [
          section(
            md`:outbox_tray: Exported ${counted(history.readings.length, 'reading')}: ${bold(history.name)}`,
          ),
        ],
        words,
      );
      const file = { name: `${history.name} history`, content: historyAsCsv(history), message: said };
      await sendFile(deps, { client, userId: caller.actor }, file);
      const done = 'The file is in your messages with Rollcall.';
      return message(
        [section(md`:outbox_tray: ${bold(history.name)}: the file is in your messages with Rollcall.`)],
        done,
      );
    }),
  };
}
