/** Where the tokens of a context are: in the memory of this process only, or in the store. */
export type TokenPlace = 'process' | 'stored';
