import tseslint from 'typescript-eslint';
import { downwardImports } from './scripts/lint/downward-imports.mjs';
import { publicFaces } from './scripts/lint/public-faces.mjs';

export default tseslint.config(
  { ignores: ['node_modules', 'module/generated', 'test/*/{bin,obj,dist}', '.local', 'dist'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
    },
  },
  {
    files: ['test/**/*.ts', 'engine/cmdlets/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['**/*.ts'],
    plugins: { rooms: { rules: { 'downward-imports': downwardImports, 'public-faces': publicFaces } } },
    rules: { 'rooms/public-faces': 'error' },
  },
  { files: ['engine/**/*.ts'], rules: { 'rooms/downward-imports': 'error' } },
);
