// The engine cannot be started, has ended, or has failed unexpectedly.
import { debugAdvice, entry, type CatalogueEntry, type ErrorCategoryName } from './entry.ts';

const engine = (category: ErrorCategoryName, message: string, action: string): CatalogueEntry =>
  entry(category, 'System.InvalidOperationException', message, action);

export const engineErrors = {
  'Engine.NotFound': engine(
    'ResourceUnavailable',
    'The engine cannot be started: {reason}.',
    'Install Node.js 20 or later, or the package of Az.LoginTs.Node for this platform, which contains it.',
  ),
  'Engine.RuntimeTooOld': engine(
    'ResourceUnavailable',
    "The engine cannot run in '{path}': it is older than Node.js 20.",
    'Install Node.js 20 or later, or the package of Az.LoginTs.Node for this platform, which contains it. If a newer one is installed elsewhere, set $env:AZ_LOGINTS_ENGINE_RUNTIME to its path, and keep that with Update-AzConfig -EngineRuntime <path>.',
  ),
  'Engine.RuntimeNotFound': engine(
    'ResourceUnavailable',
    "The engine cannot be started: '{path}', which {place} names as its runtime, is not a file.",
    'Correct it there, or set $env:AZ_LOGINTS_ENGINE_RUNTIME to the path of Node.js 20 or later, which overrides the stored one.',
  ),
  'Engine.RuntimeUntrusted': engine(
    'PermissionDenied',
    "The engine is not started with '{path}', which {place} names as its runtime: {reason}.",
    'Make sure that only you own and can write it (chown, chmod go-w), or set $env:AZ_LOGINTS_ENGINE_RUNTIME to the path of Node.js 20 or later, which overrides the stored one.',
  ),
  'Engine.Exited': engine(
    'ResourceUnavailable',
    'The engine ended unexpectedly (exit code {exitCode}). {stderr}',
    'Run the command again: a new engine starts and stored sign-ins are intact.',
  ),
  'Engine.Silent': engine(
    'OperationTimeout',
    'The engine did not respond for {seconds} seconds and was stopped.',
    'Run the command again: a new engine starts and stored sign-ins are intact. The stopped command may already have taken effect.',
  ),
  'Engine.Mismatch': engine(
    'ProtocolError',
    'The module ({module}) and its engine ({engine}) are not of the same build.',
    'Start a new PowerShell. If it happens again, reinstall Az.LoginTs.',
  ),
  'Engine.LanguageMode': engine(
    'PermissionDenied',
    'Az.LoginTs cannot run in this PowerShell: a policy limits it to the language mode {mode}.',
    'Ask your administrator to trust Az.LoginTs in that policy (App Control or AppLocker), by the signature of a signed copy or by its folder.',
  ),
  'Engine.Unexpected': engine(
    'InvalidOperation',
    'The engine met an error that it did not expect: {reason}',
    `Run Resolve-AzError -Last and report what it shows; the engine's stack is in it. ${debugAdvice}`,
  ),
} as const satisfies Record<`Engine.${string}`, CatalogueEntry>;
