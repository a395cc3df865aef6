// The environment that PowerShell starts the engine with. What is not named here does not reach it: NODE_OPTIONS,
// NODE_TLS_REJECT_UNAUTHORIZED, OPENSSL_CONF, DEBUG and the like change what Node.js, OpenSSL or a library does
// (https://nodejs.org/api/cli.html#environment-variables). The browser that the engine opens inherits it, so what a
// desktop session needs is here too.

/** Variables by name, beside those that are sent with each call. */
export const engineVariables = [
  ...['PATH', 'PATHEXT', 'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'OS', 'TEMP', 'TMP', 'TMPDIR'],
  ...['USER', 'USERNAME', 'USERDOMAIN', 'USERDNSDOMAIN', 'LOGNAME', 'COMPUTERNAME', 'HOSTNAME', 'SHELL'],
  ...['HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'PUBLIC', 'ALLUSERSPROFILE', 'ProgramData', 'NUMBER_OF_PROCESSORS'],
  ...['SESSIONNAME', 'LOGONSERVER', 'LANG', 'LANGUAGE', 'TZ', 'TZDIR', 'COLORTERM', 'LOCPATH'],
  ...['DESKTOP_SESSION', 'SESSION_MANAGER', 'XAUTHORITY', 'WSLENV', 'VSCODE_IPC_HOOK_CLI'],
  // Where macOS keeps the encoding of the user's text.
  '__CF_USER_TEXT_ENCODING',
  // Who runs PowerShell through sudo.
  'SUDO_UID',
] as const;

/** Variables by how their names begin. */
export const engineVariablePrefixes = [
  ...['LC_', 'PROCESSOR_', 'ProgramFiles', 'ProgramW', 'CommonProgram'],
  ...['XDG_', 'DBUS_', 'WAYLAND_', 'KDE_', 'GNOME_', 'GTK_', 'GDK_', 'QT_', 'MOZ_', 'CHROME_'],
  ...['SNAP', 'FLATPAK_', 'WSL', 'WINE', 'NIX_'],
  // What loads a program: PowerShell itself obeys it, and a Node.js may need it to find its libraries.
  ...['LD_', 'DYLD_'],
] as const;

/** The first major version of Node.js that the engine runs in. */
export const oldestNode = 20;

/** How the engine exits at once in an older one. Node.js itself uses codes up to 14 (nodejs.org/api/process.html#exit-codes). */
export const oldRuntimeExitCode = 64;
