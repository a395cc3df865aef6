export type ProtectedStoreKind = 'dpapi' | 'keychain' | 'secret-service' | 'plain-file';

/** A stored text. */
export interface StoredText {
  readonly kind: ProtectedStoreKind;
  /**
   * Returns the text, or undefined if none is stored.
   * @throws EngineError `Storage.Read`
   */
  load(): Promise<string | undefined>;
  /** @throws EngineError `Storage.Write` */
  save(text: string): Promise<void>;
  remove(): Promise<void>;
}
