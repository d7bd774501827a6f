/** The values of a submitted modal: by block, then by element. */
export interface FormValues {
  [block: string]: {
    [element: string]: {
      value?: string | null;
      selected_option?: { value: string } | null;
      selected_options?: { value: string }[] | null;
      selected_users?: string[] | null;
      selected_conversation?: string | null;
    };
  };
}

/** The text of an input whose element has the name of its block; '' if it is empty or missing. */
export const typedIn = (values: FormValues, block: string): string => values[block]?.[block]?.value ?? '';

/** The option that was chosen from a list; undefined if none was. */
export const chosenIn = (values: FormValues, block: string, element = block): string | undefined =>
  values[block]?.[element]?.selected_option?.value;

/** All chosen options of an element that allows several. */
export const allChosenIn = (values: FormValues, block: string, element = block): string[] =>
  (values[block]?.[element]?.selected_options ?? []).map(({ value }) => value);

/** Slack’s id of the chosen conversation; undefined if none was. */
export const conversationIn = (values: FormValues, block: string): string | undefined =>
  values[block]?.[block]?.selected_conversation ?? undefined;

/** Slack ids of the chosen people. */
export const peopleIn = (values: FormValues, block: string): string[] =>
  values[block]?.[block]?.selected_users ?? [];
