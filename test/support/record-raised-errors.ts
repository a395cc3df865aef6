// Loaded by Mocha before the tests (.mocharc.json): records errors of engine code that runs in Mocha's process.
import { subscribe } from 'node:diagnostics_channel';
import { errorChannel } from '../../engine/errors/engine-error.ts';
import { recordRaised } from './raised-errors.ts';

subscribe(errorChannel, (id) => {
  recordRaised(id);
});
