// A system log of its own for the programs that are started with it: PowerShell on Linux writes the records of module
// logging and script-block logging there (about_Logging_Non-Windows).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SystemLog {
  /** What comes before a program and its arguments, so that /dev/log is this log for it. */
  readonly through: readonly string[];
  /** Ends the log and returns what it has. */
  stop(): Promise<Buffer>;
}

const program = fileURLToPath(new URL('system-log.py', import.meta.url));
/** Character devices that programs take to be there. */
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** Whether this user may give programs a /dev of their own. */
export function canHaveSystemLog(): boolean {
  const works = (...command: string[]): boolean => spawnSync('unshare', command).status === 0;
  return process.platform === 'linux' && works('--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt');
}

/** Starts one; `folder` is for its socket, its content, and the devices beside it. */
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
