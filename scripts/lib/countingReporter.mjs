import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Mocha's usual report on the console, and its counts as JSON in the file that TEST_RESULT_FILE names. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const tests = [];
    const note = (test, outcome, error) =>
      tests.push({ title: test.fullTitle(), outcome, ...(error && { error: error.stack ?? String(error) }) });
    runner.on('pass', (test) => note(test, 'passed'));
    runner.on('pending', (test) => note(test, 'skipped'));
    runner.on('fail', (test, error) => note(test, 'failed', error));
    runner.once('end', () => {
      writeFileSync(process.env.TEST_RESULT_FILE, JSON.stringify(tests, undefined, 2));
      if (process.env.TEST_HOST_MODE === undefined) refuseToLinger();
    });
  }
}

/** What a test leaves open keeps its process alive; that is a failure, not a reason to wait for ever. */
function refuseToLinger() {
  const patience = setTimeout(() => {
    const open = process.getActiveResourcesInfo().filter((name) => name !== 'Timeout');
    console.error(`The tests ended, but something they opened is still open: ${[...new Set(open)].join(', ')}.`);
    process.exit(1);
  }, 10_000);
  patience.unref();
}
