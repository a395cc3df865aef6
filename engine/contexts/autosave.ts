// Whether sign-ins outlive their process: AzureRmContextSettings.json, as Az.Accounts keeps it. A process stays with
// what held when it first looked; Enable- and Disable-AzContextAutosave change that for the process that runs them.
import { readJsonFile, updateJsonFile, type OnDamaged } from '../storage/files/json-file.ts';
import type { ContextScope } from './model.ts';
import type { SessionContexts } from './session-contexts.ts';
import { sameText } from '../text/same-text.ts';

/** Where things are kept, in Az.Accounts' names. */
export interface AutosavePlaces {
  readonly ContextDirectory: string;
  readonly ContextFile: string;
  readonly CacheDirectory: string;
  readonly CacheFile: string;
}

interface AutosaveFile extends Partial<Record<keyof AutosavePlaces, string | null>> {
  Mode?: string | null;
  Settings?: Record<string, string> | null;
  [unknown: string]: unknown;
}

/** Those of Az.Accounts that say whether sign-ins are kept: the first that is true or false decides. */
const autosaveVariables = ['AzContextAutoSave', 'Azure_Profile_Autosave'] as const;

export interface AutosaveOptions {
  readonly path: string;
  readonly session: SessionContexts;
  readonly places: AutosavePlaces;
  /** An environment variable as it is now. */
  readonly variable: (name: (typeof autosaveVariables)[number]) => string | undefined;
  readonly onSessionChanged: () => void;
  readonly onDamaged: OnDamaged;
}

export class Autosave {
  readonly #options: AutosaveOptions;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  /** Where things are kept when they are. */
  get places(): AutosavePlaces {
    return this.#options.places;
  }

  /** Whether an environment variable decides for this process, so that a cmdlet cannot. */
  get isDecidedByVariable(): boolean {
    return this.#fromVariable() !== undefined;
  }

  /**
   * Where a change of this process goes unless it is told otherwise.
   * @throws EngineError `Storage.Read`
   */
  async ofProcess(): Promise<ContextScope> {
    const { session, onSessionChanged } = this.#options;
    if (session.autosave === undefined) {
      session.autosave = this.#fromVariable() ?? (await this.ofUser());
      if (session.autosave === 'Process') session.isDetached = true;
      onSessionChanged();
    }
    return this.#fromVariable() ?? session.autosave;
  }

  /**
   * Where changes go in processes that start from now on.
   * @throws EngineError `Storage.Read`
   */
  async ofUser(): Promise<ContextScope> {
    const found = { isDamaged: false };
    const onDamaged: OnDamaged = (path, keptAs) => {
      found.isDamaged = true;
      this.#options.onDamaged(path, keptAs);
    };
    const file = await readJsonFile<AutosaveFile>(this.#options.path, { onDamaged });
    // Where nobody can tell what the user wanted, nothing is kept that may not be.
    return found.isDamaged || isProcess(file?.Mode) ? 'Process' : 'CurrentUser';
  }

  /**
   * Keeps the choice for this process, and with scope CurrentUser for those to come.
   * @throws EngineError `Storage.*`
   */
  async set(mode: ContextScope, scope: ContextScope, signal: AbortSignal): Promise<void> {
    const { path, session, places, onSessionChanged, onDamaged } = this.#options;
    if (scope === 'CurrentUser') {
      const known = mode === 'CurrentUser' ? places : noPlaces;
      await updateJsonFile<AutosaveFile>(
        path,
        (file) => {
          const next: AutosaveFile = { Mode: mode, ...known, Settings: {}, ...withoutNulls(file) };
          next.Mode = mode;
          return next;
        },
        { signal, onDamaged },
      );
    }
    session.autosave = mode;
    onSessionChanged();
  }

  #fromVariable(): ContextScope | undefined {
    const values = autosaveVariables.map((name) => this.#options.variable(name)?.trim().toLowerCase());
    const decided = values.find((value) => value === 'true' || value === 'false');
    if (decided === undefined) return undefined;
    return decided === 'true' ? 'CurrentUser' : 'Process';
  }
}

function isProcess(mode: unknown): boolean {
  return typeof mode === 'string' && sameText(mode, 'Process');
}

function withoutNulls(file: AutosaveFile | undefined): AutosaveFile {
  return Object.fromEntries(Object.entries(file ?? {}).filter(([, value]) => value !== null));
}

/** What Az.Accounts writes where nothing is kept. */
const noPlaces: Readonly<Record<keyof AutosavePlaces, null>> = {
  ContextDirectory: null,
  ContextFile: null,
  CacheDirectory: null,
  CacheFile: null,
};
