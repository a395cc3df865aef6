/** Where the tokens of a context of this process are: in memory only, or with the stored sign-ins. */
export type TokenPlace = 'process' | 'stored';
