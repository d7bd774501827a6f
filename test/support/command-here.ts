import { vi } from 'vitest';

/**
 * Runs a command from `src/cli` in this process, with these variables in its environment, and resolves with
 * its output. Its own process takes a second longer: that is for what only a process shows (`runCommand`).
 */
export async function runHere(
  run: (args: string[]) => Promise<number>,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const bare = { DATABASE_URL: undefined, ROLLCALL_SECRET: undefined, ROLLCALL_SECRETS_BEFORE: undefined };
  const before = Object.keys({ ...bare, ...env }).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries({ ...bare, ...env })) set(name, value);
  const [out, err] = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockReturnValue(true),
  );
  const said = (spy: typeof out) => spy?.mock.calls.map(([chunk]) => String(chunk)).join('') ?? '';
  try {
    const code = await run(args);
    return { code, out: said(out), err: said(err) };
  } finally {
    out?.mockRestore();
    err?.mockRestore();
    for (const [name, value] of before) set(name, value);
  }
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
