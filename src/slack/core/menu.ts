import type { Overflow } from '@slack/types';
import { plain } from '../kit/modal.ts';
import { moreActions } from './ids.ts';

/** A choice in the menu under a card: it does what a button with this action and value does. */
export interface MenuChoice {
  words: string;
  action: string;
  value: string;
}

/** Slack's limits for a menu and for the value of a choice. */
const MOST = 5;
const LONGEST_VALUE = 75;

export const choice = (words: string, action: string, value: string): MenuChoice => ({
  words,
  action,
  value,
});

/** The menu ⋯ after the buttons of a card; none without choices. A choice whose value is too long is left out. */
export function menu(...choices: MenuChoice[]): Overflow[] {
  const options = choices
    .map(({ words, action, value }) => ({ text: plain(words, 75), value: `${action} ${value}` }))
    .filter(({ value }) => value.length <= LONGEST_VALUE)
    .slice(0, MOST);
  return options.length === 0 ? [] : [{ type: 'overflow', action_id: moreActions, options }];
}

/** The action and the value of a choice. */
export function chosenIn(value: string): { action: string; value: string } {
  const [, action = '', rest = ''] = /^(\S*) ?(.*)$/s.exec(value) ?? [];
  return { action, value: rest };
}
