import tseslint from 'typescript-eslint';

/** Rooms of the engine, from the top down: a room imports from those below it, never from those above. */
const above = {
  protocol: ['*'],
  http: ['main', 'rpc', 'cmdlets', 'signin', 'directory', 'contexts', 'config', 'environments', 'storage'],
  storage: ['main', 'rpc', 'cmdlets', 'signin', 'directory', 'contexts', 'config', 'environments'],
};

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
  ...Object.entries(above).map(([room, rooms]) => ({
    files: [`engine/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns:
            rooms[0] === '*'
              ? [{ group: ['../*'], message: 'The protocol imports nothing.' }]
              : [{ group: rooms.map((name) => `../${name}/**`), message: 'Imports point down only.' }],
        },
      ],
    },
  })),
);
