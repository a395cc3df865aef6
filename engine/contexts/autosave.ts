// Whether sign-ins are saved for other processes: AzureRmContextSettings.json, in Az.Accounts' format. A process
// keeps the setting that it first read; Enable- and Disable-AzContextAutosave change it for the process that runs
// them.
import { readJsonFile, updateJsonFile, type OnDamaged } from '../storage/files/json-file.ts';
import type { ContextScope } from './model.ts';
import type { SessionContexts } from './session-contexts.ts';
import { sameText } from '../text/same-text.ts';

/** Folders and files of saved sign-ins, with Az.Accounts' property names. */
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

/** Az.Accounts' environment variables for autosave; the first one that is true or false decides. */
const autosaveVariables = ['AzContextAutoSave', 'Azure_Profile_Autosave'] as const;

export interface AutosaveOptions {
  readonly path: string;
  readonly session: SessionContexts;
  readonly places: AutosavePlaces;
  /** Returns the current value of an environment variable. */
  readonly variable: (name: (typeof autosaveVariables)[number]) => string | undefined;
  readonly onSessionChanged: () => void;
  readonly onDamaged: OnDamaged;
}

/** The autosave setting of this process and of the user. */
export class Autosave {
  readonly #options: AutosaveOptions;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  /** The folders and files that are used if sign-ins are saved. */
  get places(): AutosavePlaces {
    return this.#options.places;
  }

  /** Whether an environment variable decides for this process, so that the cmdlets cannot. */
  get isDecidedByVariable(): boolean {
    return this.#fromVariable() !== undefined;
  }

  /**
   * Returns the default scope for changes by this process.
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
   * Returns the default scope for processes that start from now on.
   * @throws EngineError `Storage.Read`
   */
  async ofUser(): Promise<ContextScope> {
    const found = { isDamaged: false };
    const onDamaged: OnDamaged = (path, keptAs) => {
      found.isDamaged = true;
      this.#options.onDamaged(path, keptAs);
    };
    const file = await readJsonFile<AutosaveFile>(this.#options.path, { onDamaged });
    // If the user's choice is unknown, save nothing that perhaps must not be saved.
    return found.isDamaged || isProcess(file?.Mode) ? 'Process' : 'CurrentUser';
  }

  /**
   * Sets the choice for this process and, with scope CurrentUser, for future processes.
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

/** The values that Az.Accounts writes if nothing is saved. */
const noPlaces: Readonly<Record<keyof AutosavePlaces, null>> = {
  ContextDirectory: null,
  ContextFile: null,
  CacheDirectory: null,
  CacheFile: null,
};
