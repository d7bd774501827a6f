/** One bound that was checked, and the measured value. */
interface Verdict {
  /** The claim. */
  bound: string;
  holds: boolean;
  /** The measured value, and its place. */
  measured: string;
}

/** Collects which bounds hold and which don't, for a summary at the end. */
export function verdicts() {
  const all: Verdict[] = [];
  return {
    check(bound: string, holds: boolean, measured: string): void {
      all.push({ bound, holds, measured });
    },
    /** Every bound with how often it was checked, and each time that it didn't hold. */
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
