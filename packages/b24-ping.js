#!/usr/bin/env node
// Starts the program of this machine's platform package: the same arguments, streams, signals and exit code.
'use strict';

const { spawn } = require('node:child_process');

const windows = process.platform === 'win32';
const platform = `${process.platform}-${process.arch}`;
const owner = `@b24-ping/${platform}`;

// As the program itself says that it is misconfigured.
function refuse(words) {
  console.error(`b24-ping: ${words}`);
  process.exit(2);
}

let program;
try {
  program = require.resolve(`${owner}/b24-ping${windows ? '.exe' : ''}`);
} catch {
  const { optionalDependencies, version } = require('./package.json');
  refuse(owner in optionalDependencies
    ? `the package ${owner} is not there; npm leaves it out with --omit=optional, or where node_modules comes from `
      + `another kind of machine\nhelp: npm install ${owner}@${version}`
    : `there is no program for ${platform}\nhelp: there are programs for `
      + Object.keys(optionalDependencies).map((name) => name.split('/')[1]).join(', '));
}

// Before the program starts, so that no signal ends this process alone. On Windows the console tells the program
// itself, and to pass a signal on would end it without a word.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
let child;
for (const signal of signals) process.on(signal, () => windows || child.kill(signal));

child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
child.on('error', (error) => refuse(`${program} cannot be started: ${error.message}\nhelp: install ${owner} again`));
child.on('exit', (code, signal) => {
  if (signal === null) {
    process.exitCode = code;
  } else {
    // Whoever waits for this process sees what the program ended by.
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  }
});
