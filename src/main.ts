#!/usr/bin/env node
// The bin: hands a command the process's arguments, streams and signals, and ends with its exit code.
import { constants } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { leave, report, run } from './commands/index.ts';

// A scrape leaves garbage and little else: without these the heap grows to several times what lives in it before V8
// looks, and four threads share the work of one (docs/decisions/0008). V8 reads them anew at every collection: now is
// early enough, and they hold however the process was started.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=20');
setFlagsFromString('--no-parallel-scavenge');
// Node 20's V8 compiles for ever what runs once a scrape: four times later is early enough. Newer ones have no such flag;
// they do without the compiler in between, whose code takes 10 MB.
const isOld = process.versions.v8.startsWith('11.');
setFlagsFromString(isOld ? '--interrupt-budget=528000' : '--no-maglev');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second one means now: whatever is being drained is let go.
    if (stop.signal.aborted) leave(128 + constants.signals[signal]);
    stop.abort(signal);
  });
}
// What nobody caught, promises included: its own exit code, since 1 means that Appsmith is not up.
process.on('uncaughtException', (error) => process.exit(report(error, process.stderr)));
// A reader that has seen enough (`| head`) is not an error; whoever writes asks the stream itself.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const env = { ...process.env };
for (const name of Object.keys(env)) {
  // A diagnostic report holds the environment, and with it whatever password somebody has put there; a proxy’s
  // address may hold one as well.
  if (/^APPSMITH_|^(https?|all)_proxy$/i.test(name)) delete process.env[name];
}
// It makes a driver print all that it sends, passwords included.
delete process.env.DEBUG;

process.exitCode = await run({
  argv: process.argv.slice(2),
  env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
// By now everything is closed and the process ends by itself; a handle that a driver left open must not keep it.
setTimeout(() => leave(), 1000).unref();
