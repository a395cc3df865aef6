// Loaded into an engine before its own script (--require): sets its clock a number of seconds ahead of the machine's.
'use strict';

const ahead = Number(process.env.TEST_CLOCK_AHEAD_SECONDS) * 1000;
const MachineDate = Date;

globalThis.Date = class extends MachineDate {
  constructor(...given) {
    super(...(given.length === 0 ? [MachineDate.now() + ahead] : given));
  }

  static now() {
    return MachineDate.now() + ahead;
  }
};
