import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit. */
const msPerTick = 10;

/**
 * The processor time, in ms, that a PostgreSQL server has used so far in all its processes: unlike the time
 * on the clock, it hardly depends on other work on the machine. undefined if there is no /proc. In steps of
 * 10 ms.
 */
function serverCpu(postmaster: number): number | undefined {
  let ticks = 0;
  try {
    for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
      const fields = statOf(name);
      if (fields === undefined) continue;
      const [parent, user, system, usedByEnded, systemByEnded] = [1, 11, 12, 13, 14].map((at) =>
        Number(fields[at]),
      ) as [number, number, number, number, number];
      if (Number(name) === postmaster) ticks += user + system + usedByEnded + systemByEnded;
      if (parent === postmaster) ticks += user + system;
    }
  } catch {
    return undefined;
  }
  return ticks * msPerTick;
}

/**
 * The fields after the name, which may contain spaces and brackets; undefined if the process has just ended.
 */
function statOf(process: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/**
 * The server's work for one question, in ms of one core: averaged over enough of them that steps of 10 ms
 * mean something.
 */
export async function cpuOf(
  ask: () => Promise<unknown>,
  postmaster: number | undefined,
): Promise<number | undefined> {
  const before = postmaster === undefined ? undefined : serverCpu(postmaster);
  if (postmaster === undefined || before === undefined) return undefined;
  let after: number | undefined = before;
  let rounds = 0;
  for (; after !== undefined && after - before < 200 && rounds < 100; rounds++) {
    await ask();
    after = serverCpu(postmaster);
  }
  return after === undefined ? undefined : (after - before) / rounds;
}
