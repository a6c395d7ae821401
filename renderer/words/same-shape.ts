/** Words of another language: the same keys, none missing and none left over. */
export type SameShape<T> = { [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> }
