/** An object without the keys whose value is undefined: keys that may be undefined are optional. */
export type Defined<Values> = {
  [Key in keyof Values as undefined extends Values[Key] ? never : Key]: Values[Key];
} & {
  [Key in keyof Values as undefined extends Values[Key] ? Key : never]?: Exclude<Values[Key], undefined>;
};

/**
 * Leaves out undefined values: an optional property is either present or not (exactOptionalPropertyTypes).
 *
 * @example defined({ name: 'vip', hint: undefined }) // { name: 'vip' }
 */
export const defined = <Values extends object>(values: Values): Defined<Values> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>;
