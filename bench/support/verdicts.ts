/** One bound that was looked at, and what was measured. */
interface Verdict {
  /** What holds when it holds. */
  bound: string;
  holds: boolean;
  /** Where, and how much. */
  measured: string;
}

/** Collects what holds and what does not, for a summary at the end. */
export function verdicts() {
  const all: Verdict[] = [];
  return {
    check(bound: string, holds: boolean, measured: string): void {
      all.push({ bound, holds, measured });
    },
    /** Every bound with how often it was looked at, and each time that it did not hold. */
    print(): void {
      const bounds = [...new Set(all.map(({ bound }) => bound))];
      console.log('\nBounds');
      for (const bound of bounds) {
        const own = all.filter((each) => each.bound === bound);
        const missed = own.filter((each) => !each.holds);
        const held = own.length - missed.length;
        console.log(`${missed.length === 0 ? '  holds' : '  FAILS'}  ${bound} (${held} of ${own.length})`);
        for (const { measured } of missed) console.log(`           ${measured}`);
      }
      const failed = all.filter((each) => !each.holds).length;
      console.log(
        failed === 0
          ? 'Every bound holds.'
          : `!!! ${failed} of ${all.length} checks FAIL: look above. Other work on the machine makes all figures larger.`,
      );
    },
  };
}
