// What the package weighs.
import { rowOf, type Group } from './row.ts';

const mebibyte = 1024 * 1024;

export const size: Group = {
  name: 'size',
  measure(stage) {
    const weigh = (isMeant: (path: string) => boolean): number =>
      stage.files.reduce((sum, { path, content }) => sum + (isMeant(path) ? content.length : 0), 0) /
      mebibyte;
    const isRuntime = (path: string): boolean => path.startsWith('engine/runtime/');
    const row = (what: string, weight: number): ReturnType<typeof rowOf> =>
      rowOf({ what, unit: 'MiB' }, [weight], []);
    return Promise.resolve([
      row(
        'the installed module, with its Node.js',
        weigh(() => true),
      ),
      row(
        'the installed module, without',
        weigh((path) => !isRuntime(path)),
      ),
      row(
        'its engine',
        weigh((path) => /^engine\/[^/]+$/.test(path)),
      ),
      row('the package as a zip, with its Node.js', stage.archive().length / mebibyte),
    ]);
  },
};
