// A reporter for vitest, which requires a default export: names the tests that passed only at their second try, so
// that none of them stays unseen.
import { relative } from 'node:path';

export default class FlakyReporter {
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (!test.diagnostic()?.flaky) continue;
        const [first] = test.result().errors ?? [];
        const why = first === undefined ? '' : `: ${first.message.split('\n', 1)[0]}`;
        console.log(
          `Passed at the second try: ${relative(process.cwd(), module.moduleId)}: ${test.fullName}${why}`,
        );
      }
    }
  }
}
