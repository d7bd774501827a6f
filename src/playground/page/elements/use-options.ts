import type { OptionGroup } from '@slack/types';
import { loadOptions } from '../api.ts';
import { type Placed, useSurface } from '../surface.ts';
import { useSurroundings } from '../surroundings.ts';
import { useEffect, useState } from '../vendor/hooks.js';
import { type Choices, filterGroups, ungrouped } from './choices.ts';

/** How long typing has to pause before the app is asked for options, in milliseconds. */
const pause = 300;

export interface Offer {
  groups: OptionGroup[];
  /** What to say instead of, or above, the options. */
  note?: string;
}

/**
 * The options of a select for the typed text. An external select asks the app, and ignores answers that
 * arrive too late.
 */
export function useOptions(
  placed: Placed,
  choices: Choices,
  { open, typed }: { open: boolean; typed: string },
): Offer {
  const { element, blockId } = placed;
  const { person } = useSurroundings();
  const { container } = useSurface();
  const [offer, setOffer] = useState<Offer>({ groups: [] });
  const least: number = element.min_query_length ?? 3;

  useEffect(() => {
    if (!choices.external || !open) return;
    if (typed.length < least) {
      return setOffer({ groups: [], note: `Type at least ${least} character${least === 1 ? '' : 's'}.` });
    }
    let late = false;
    setOffer({ groups: [], note: 'Loading…' });
    const timer = setTimeout(
      async () => {
        const request = {
          person: person.id,
          container,
          blockId,
          actionId: element.action_id ?? '',
          query: typed,
        };
        const answer = await loadOptions(request);
        if (late) return;
        if (!answer.ok) return setOffer({ groups: [], note: answer.notice });
        const groups = 'options' in answer ? ungrouped(answer.options) : answer.option_groups;
        setOffer(withNote(groups));
      },
      typed === '' ? 0 : pause,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [choices.external, open, typed]);

  return choices.external ? offer : withNote(filterGroups(choices.groups, typed));
}

function withNote(groups: OptionGroup[]): Offer {
  return groups.some(({ options }) => options.length > 0)
    ? { groups }
    : { groups: [], note: 'Nothing matches.' };
}
