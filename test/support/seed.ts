import fc from 'fast-check';

// The gate has to give the same result for the same code. Elsewhere, each run of a property uses its own
// cases; a case that fails becomes a test with a name.
if (process.env.CI) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_129 });
