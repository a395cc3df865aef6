// Loaded into an engine before its own script (--require): simulates a network failure of the machine, from the
// moment at which the file in TEST_NETWORK_FAULT_FROM exists.
'use strict';

const dns = require('node:dns');
const { existsSync } = require('node:fs');
const http = require('node:http');
const tls = require('node:tls');

const { TEST_NETWORK_FAULT: fault, TEST_NETWORK_FAULT_FROM: from } = process.env;
const { connect } = tls;
/** A reserved address at which nothing listens. */
const closedPort = 1;

tls.connect = (options, ...rest) => {
  if (!existsSync(from)) return connect(options, ...rest);
  if (fault === 'refused') return connect({ ...options, host: '127.0.0.1', port: closedPort }, ...rest);
  const lookup = (name, _options, callback) => {
    const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
    process.nextTick(
      callback,
      Object.assign(error, { code: dns.NOTFOUND, syscall: 'getaddrinfo', hostname: name }),
    );
  };
  return connect({ ...options, lookup }, ...rest);
};

// Identity endpoints of a machine have no TLS and no name.
const { createConnection } = http.Agent.prototype;
http.Agent.prototype.createConnection = function (options, ...rest) {
  const isRefused = fault === 'refused' && existsSync(from);
  return createConnection.call(this, isRefused ? { ...options, port: closedPort } : options, ...rest);
};
