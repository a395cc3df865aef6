import { errorCatalogue } from '../../engine/errors/catalogue.ts';
import { quoteSingle } from './powershell-syntax.ts';

/**
 * Returns the first lines of the module: if AppLocker or App Control limits PowerShell, one error replaces one for each
 * line that is not allowed to run. A copy of the module that the policy trusts runs in full language mode even in a
 * limited session. The function uses only what the limited modes allow: no methods, no types of ours.
 *
 * Only the full language mode converts a hashtable to an object, whatever its type
 * (PowerShell/PowerShell, engine/LanguagePrimitives.cs, ConvertViaNoArgumentConstructor). PowerShell calls its own code for
 * `-as` and `-is`. For the property LanguageMode it would compile three rules at each import, which takes 4 ms, and another
 * 3 ms for the lines of the function, which it compiles only if it is called. The function looks at the property once more
 * (FullLanguage is 0), so that the conversion alone denies nobody.
 */
export function emitLanguageGuard(): string {
  const { message, action, category } = errorCatalogue['Engine.LanguageMode'];
  return `function Deny-EngineLanguageMode {
    if (-not $ExecutionContext.SessionState.LanguageMode) { return }
    $message = ${quoteSingle(`${message} ${action}`)} -replace '\{mode\}', $ExecutionContext.SessionState.LanguageMode
    try { Write-Error -Message $message -ErrorId 'Engine.LanguageMode' -Category ${category} -RecommendedAction ${quoteSingle(action)} -ErrorAction Stop } catch { throw $_ }
}
if ((@{} -as [AllowNull]) -isnot [AllowNull]) { Deny-EngineLanguageMode }`;
}
