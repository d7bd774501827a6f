/** What a person may do, from least to most: each role may also do what the earlier ones may. */
export const roles = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];
