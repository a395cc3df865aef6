export type ProtectedStoreKind = 'dpapi' | 'keychain' | 'secret-service' | 'plain-file';

/** A text that can be kept. */
export interface StoredText {
  readonly kind: ProtectedStoreKind;
  /** @throws EngineError `Storage.Read` */
  load(): Promise<string | undefined>;
  /** @throws EngineError `Storage.Write` */
  save(text: string): Promise<void>;
  remove(): Promise<void>;
}
