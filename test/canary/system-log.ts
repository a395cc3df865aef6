// A private system log for the programs that are started with it: on Linux, PowerShell writes the records of module
// logging and script-block logging to the system log (about_Logging_Non-Windows).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SystemLog {
  /** What to put before a program and its arguments so that /dev/log is this log for that program. */
  readonly through: readonly string[];
  /** Stops the log and returns its content. */
  stop(): Promise<Buffer>;
}

const program = fileURLToPath(new URL('system-log.py', import.meta.url));
/** Character devices that programs expect to exist. */
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** Whether this user may give programs a private /dev. */
export function canHaveSystemLog(): boolean {
  const works = (...command: string[]): boolean => spawnSync('unshare', command).status === 0;
  return process.platform === 'linux' && works('--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt');
}

/** Starts a log; `folder` is for its socket, its content, and the devices. */
export async function startSystemLog(folder: string): Promise<SystemLog> {
  const [content, socket, device] = [join(folder, 'content'), join(folder, 'socket'), join(folder, 'dev')];
  await mkdir(device, { recursive: true });
  await writeFile(content, '');
  const child = spawn('python3', [program, socket, content], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const script = [
    'set -e',
    `for name in ${devices.join(' ')}; do touch "$0/$name"; mount --bind "/dev/$name" "$0/$name"; done`,
    'mkdir -p "$0/shm"; ln -sfn /proc/self/fd "$0/fd"',
    'ln -sfn "$1" "$0/log"; shift',
    'mount --rbind "$0" /dev; exec "$@"',
  ].join('; ');
  return {
    through: ['unshare', '--mount', 'sh', '-c', script, device, socket],
    async stop() {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
      return readFile(content);
    },
  };
}
