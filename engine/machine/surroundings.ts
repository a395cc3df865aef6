import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';

/** Whether this process runs in a container (Docker, Podman, containerd). */
export function isContainer(): boolean {
  if (process.platform !== 'linux') return false;
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  try {
    return /docker|containerd|kubepods|lxc/.test(readFileSync('/proc/1/cgroup', 'utf8'));
  } catch {
    return false;
  }
}

/** Whether this is the Windows Subsystem for Linux, which uses the browser of Windows. */
export function isWsl(): boolean {
  return process.platform === 'linux' && /microsoft/i.test(release());
}
