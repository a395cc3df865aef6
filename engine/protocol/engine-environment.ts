// The environment that PowerShell starts the engine with. Other variables do not reach it, because NODE_OPTIONS,
// NODE_TLS_REJECT_UNAUTHORIZED, OPENSSL_CONF, DEBUG and others change the behaviour of Node.js, OpenSSL or a library
// (https://nodejs.org/api/cli.html#environment-variables). The browser that the engine opens inherits this
// environment, so it includes what a desktop session needs.

/** Variables by name, in addition to those that are sent with each call. */
export const engineVariables = [
  ...['PATH', 'PATHEXT', 'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'OS', 'TEMP', 'TMP', 'TMPDIR'],
  ...['USER', 'USERNAME', 'USERDOMAIN', 'USERDNSDOMAIN', 'LOGNAME', 'COMPUTERNAME', 'HOSTNAME', 'SHELL'],
  ...['HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'PUBLIC', 'ALLUSERSPROFILE', 'ProgramData', 'NUMBER_OF_PROCESSORS'],
  ...['SESSIONNAME', 'LOGONSERVER', 'LANG', 'LANGUAGE', 'TZ', 'TZDIR', 'COLORTERM', 'LOCPATH'],
  ...['DESKTOP_SESSION', 'SESSION_MANAGER', 'XAUTHORITY', 'WSLENV', 'VSCODE_IPC_HOOK_CLI'],
  // macOS: the user's text encoding.
  '__CF_USER_TEXT_ENCODING',
  // The user who ran PowerShell through sudo.
  'SUDO_UID',
] as const;

/** Variables by the beginning of their names. */
export const engineVariablePrefixes = [
  ...['LC_', 'PROCESSOR_', 'ProgramFiles', 'ProgramW', 'CommonProgram'],
  ...['XDG_', 'DBUS_', 'WAYLAND_', 'KDE_', 'GNOME_', 'GTK_', 'GDK_', 'QT_', 'MOZ_', 'CHROME_'],
  ...['SNAP', 'FLATPAK_', 'WSL', 'WINE', 'NIX_'],
  // Settings of the dynamic loader: PowerShell itself obeys them, and Node.js may need them to find its libraries.
  ...['LD_', 'DYLD_'],
] as const;

/** The oldest supported major version of Node.js. */
export const oldestNode = 20;

/**
 * The exit code of the engine in an older Node.js. Node.js itself uses codes up to 14
 * (nodejs.org/api/process.html#exit-codes).
 */
export const oldRuntimeExitCode = 64;

/** The prefix of the packages that contain Node.js for one platform, such as `Az.LoginTs.Node.linux-x64`. */
export const runtimePackage = 'Az.LoginTs.Node';
