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
    runner.once('end', () => writeFileSync(process.env.TEST_RESULT_FILE, JSON.stringify(tests, undefined, 2)));
  }
}
