// Preloaded into a measured Node process: leaves its peak memory behind, in MB, without a tool of the platform.
/* global process */
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  // maxRSS is in kilobytes on every platform (libuv's uv_getrusage).
  const { maxRSS } = process.resourceUsage();
  writeFileSync(process.env.SSOT_BENCH_USAGE, JSON.stringify({ peakMemory: maxRSS / 1024 }));
});
