// Sets `baselineWasm` (bare-env.ts) in the processes that tests start.
require('node:v8').setFlagsFromString('--liftoff-only');
