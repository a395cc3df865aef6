// Measures the size of the package.
import type { PackageFile } from '../package/package-file.ts';
import { rowOf, type Group } from './row.ts';

const mebibyte = 1024 * 1024;

export const size: Group = {
  name: 'size',
  measure(stage) {
    const weigh = (files: readonly PackageFile[]): number =>
      files.reduce((sum, { content }) => sum + content.length, 0) / mebibyte;
    const row = (what: string, weight: number): ReturnType<typeof rowOf> =>
      rowOf({ what, unit: 'MiB' }, [weight], []);
    return Promise.resolve([
      row('the installed module, with its Node.js', weigh([...stage.files, ...stage.runtime])),
      row('the installed module, without', weigh(stage.files)),
      row('its engine', weigh(stage.files.filter(({ path }) => /^engine\/[^/]+$/.test(path)))),
      row('the package as a zip, with its Node.js', stage.archive().length / mebibyte),
    ]);
  },
};
