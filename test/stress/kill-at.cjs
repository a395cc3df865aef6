// Loaded into an engine before its own script: kills the engine at an exact moment of a write, as a power cut would.
// The variable STRESS_KILL_AT names the moment and its occurrence: `synced:3` is after the third flush of a temporary
// file, before the file is renamed.
'use strict';
const promises = require('node:fs/promises');

const [place, passing] = (process.env.STRESS_KILL_AT ?? ':0').split(':');
let left = Number(passing);

function reach(name) {
  if (name === place && --left === 0) process.kill(process.pid, 'SIGKILL');
}

const { open, rename, link, writeFile, rm } = promises;
const isTemporary = (path) => String(path).endsWith('.tmp');
const isLock = (path) => /\.lock(?:\.[^/]+)?$/.test(String(path));

promises.open = async (path, ...rest) => {
  const file = await open(path, ...rest);
  if (String(path).endsWith('.lockfile')) reach('msal-lock-opened');
  if (!isTemporary(path)) return file;
  reach('opened');
  const { writeFile: write, sync } = file;
  file.writeFile = async (data) => {
    if (place === 'half-written' && left === 1) {
      const [first] = typeof data === 'string' || ArrayBuffer.isView(data) ? [data] : data;
      await write.call(file, Buffer.from(first).subarray(0, 40));
    }
    reach('half-written');
    await write.call(file, data);
    reach('written');
  };
  file.sync = async () => {
    await sync.call(file);
    reach('synced');
  };
  return file;
};
promises.rename = async (from, to) => {
  await rename(from, to);
  reach('renamed');
};
promises.writeFile = async (path, ...rest) => {
  await writeFile(path, ...rest);
  if (isTemporary(path)) reach('lock-drafted');
};
promises.link = async (from, to) => {
  await link(from, to);
  reach('locked');
};
promises.rm = async (path, ...rest) => {
  if (isLock(path)) reach('unlocking');
  await rm(path, ...rest);
};
