/** The place a message is posted in: the channel it was typed in, its owner, or a channel by its id. */
export type WatchPlace = 'here' | 'owner' | { channel: string };

/** A place as it is typed at the end of a text, with a blank before it; '' for none. */
export function placeWords(place: WatchPlace | undefined): string {
  if (place === undefined) return '';
  if (typeof place === 'object') return ` in <#${place.channel}>`;
  return place === 'owner' ? ' to me' : ' here';
}

/** What is left of a text without the place that it ends with. */
export type Placed =
  | { rest: string; place: WatchPlace | undefined }
  /** It names a place that Rollcall can't read. */
  | { rest: string; problem: string; hint: string };

const patterns: [RegExp, (id: string) => WatchPlace][] = [
  [
    /(?:(?:in|into|to|on)\s+)?(?:the\s+)?(?:channel\s+)?<#([A-Z0-9]+)(?:\|[^>]*)?>/,
    (id) => ({ channel: id }),
  ],
  [/(?:in\s+|to\s+)?(?:here|(?:this|the current) channel)/, () => 'here'],
  [
    /(?:to me|(?:tell|dm|message|ping|notify|alert)\s+me|just me|privately|(?:in|to|into)\s+my\s+(?:messages|dms?|inbox))/,
    () => 'owner',
  ],
];
const ends = patterns.map(([pattern, placeOf]) => ({
  pattern: new RegExp(`(?<=^|[\\s,])(?:and\\s+)?${pattern.source}$`, 'i'),
  placeOf,
}));
const elsewhere =
  /(?<=^|[\s,])(?:and\s+)?(?:(?:in|into|to|on)\s+)?(?:the\s+)?(?:channel\s+)?(#[\p{L}\p{N}_-]+)$/iu;
const someone =
  /(?<=^|[\s,])(?:and\s+)?(?:(?:to|tell|dm)\s+)?(@[\p{L}\p{N}_.-]+|<@[A-Z0-9]+(?:\|[^>]*)?>)$/iu;

/**
 * Takes the place from the end of a text, and politeness with it.
 *
 * @example withoutPlace('VIPs above 500, here please') // { rest: 'VIPs above 500', place: 'here' }
 */
export function withoutPlace(text: string): Placed {
  let rest = tidied(text);
  let place: WatchPlace | undefined;
  for (;;) {
    const found = ends.flatMap(({ pattern, placeOf }) => {
      const match = pattern.exec(rest);
      return match === null ? [] : [{ at: match.index, place: placeOf(match[1] ?? '') }];
    })[0];
    if (found === undefined) break;
    if (place !== undefined && JSON.stringify(place) !== JSON.stringify(found.place))
      return { rest: tidied(rest.slice(0, found.at)), ...onePlace };
    place = found.place;
    rest = tidied(rest.slice(0, found.at));
  }
  const channel = elsewhere.exec(rest);
  if (channel !== null) {
    const before = withoutPlace(rest.slice(0, channel.index));
    if (place !== undefined || 'problem' in before || before.place !== undefined)
      return { rest: before.rest, ...onePlace };
    return {
      rest: before.rest,
      problem: `Slack doesn’t tell Rollcall which channel ${channel[1]} is.`,
      hint: `Type the command in ${channel[1]} and end it with "here", or choose the channel in the form.`,
    };
  }
  const person = someone.exec(rest);
  if (person !== null) {
    return {
      rest: tidied(rest.slice(0, person.index)),
      problem: 'Rollcall can post in a channel, or in your own messages, but not in someone else’s.',
      hint: 'End it with "here" or "to me". Everyone can create one for themselves.',
    };
  }
  return { rest, place };
}

const onePlace = {
  problem: 'That names two places, and a message goes to one.',
  hint: 'End it with "here" or "to me". For a second place, create another one there.',
};

/** Without what people add out of politeness, and without a full stop. */
const tidied = (text: string): string =>
  text
    .trim()
    .replace(/(?:[\s,]+(?:please|pls|plz|thanks|thank you|thx))+[.!]*$/i, '')
    .replace(/(?<=[\p{L}\p{N}%>])[.!,]+$/u, '')
    .trim();
