/** What a modal holds when it is submitted: by block, then by element. */
export interface FormValues {
  [block: string]: {
    [element: string]: {
      value?: string | null;
      selected_option?: { value: string } | null;
      selected_options?: { value: string }[] | null;
      selected_users?: string[] | null;
    };
  };
}

/** What stands in a text input, whose element is named as its block is; '' where it is empty or not there. */
export const typedIn = (values: FormValues, block: string): string => values[block]?.[block]?.value ?? '';

/** What is chosen from a list of options; undefined where nothing is. */
export const chosenIn = (values: FormValues, block: string, element = block): string | undefined =>
  values[block]?.[element]?.selected_option?.value;

/** All that is chosen of what takes several. */
export const allChosenIn = (values: FormValues, block: string, element = block): string[] =>
  (values[block]?.[element]?.selected_options ?? []).map(({ value }) => value);

/** Slack ids of the people who are chosen. */
export const peopleIn = (values: FormValues, block: string): string[] =>
  values[block]?.[block]?.selected_users ?? [];
