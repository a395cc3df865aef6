// The autosave settings as an output object, with the properties of Az.Accounts' ContextAutosaveSettings.
import type { AutosavePlaces } from '../contexts/autosave.ts';
import { outputTypes } from '../contexts/context-output.ts';
import type { ContextScope } from '../contexts/model.ts';
import type { TypedObject } from '../protocol/values.ts';

/** Returns the settings of a mode. `otherwise` is the value of each path when nothing is kept. */
export function toAutosaveOutput(
  mode: ContextScope,
  places: AutosavePlaces,
  otherwise: 'None' | null,
): TypedObject {
  const isKept = mode === 'CurrentUser';
  return {
    $type: outputTypes.autosaveSettings,
    Mode: mode,
    ContextDirectory: isKept ? places.ContextDirectory : otherwise,
    ContextFile: isKept ? places.ContextFile : otherwise,
    CacheDirectory: isKept ? places.CacheDirectory : otherwise,
    CacheFile: isKept ? places.CacheFile : otherwise,
    Settings: {},
  };
}
