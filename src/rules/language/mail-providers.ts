import type { TextOperatorName } from '../operators.ts';

/** The domains of mail providers that people know by one name: "gmail users". */
export const mailProviders: Readonly<
  Record<string, { operator: TextOperatorName; values: readonly string[] }>
> = {
  gmail: { operator: 'is', values: ['gmail.com', 'googlemail.com'] },
  googlemail: { operator: 'is', values: ['gmail.com', 'googlemail.com'] },
  // These have a domain for each country: yahoo.co.uk, hotmail.fr.
  ...Object.fromEntries(
    ['yahoo', 'hotmail', 'outlook', 'aol', 'gmx', 'yandex'].map((name) => [
      name,
      { operator: 'starts with', values: [`${name}.`] },
    ]),
  ),
  icloud: { operator: 'is', values: ['icloud.com'] },
  protonmail: { operator: 'is', values: ['protonmail.com', 'proton.me'] },
};
