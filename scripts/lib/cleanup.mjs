/** @type {(() => unknown)[]} */
const cleanups = [];
/** @type {Promise<void> | undefined} */
let ending;
/** @type {number | undefined} */
let signalExitCode;

/**
 * Registers what must be undone before this process ends, however it ends; the last one registered runs first.
 * @param {() => unknown} cleanup
 */
export function atEnd(cleanup) {
  cleanups.push(cleanup);
}

/** Runs everything that was registered, once; one failing does not keep the others from running. */
export function cleanUp() {
  ending ??= runCleanups();
  return ending;
}

/** The exit code of a process that a signal ends, as a shell would report it; undefined when none has come. */
export function endedBySignal() {
  return signalExitCode;
}

async function runCleanups() {
  for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
    try {
      await cleanup();
    } catch (error) {
      console.error(error);
    }
  }
}

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
for (const [signal, number] of Object.entries(numbers)) {
  // A second one, from an impatient person or a process group, must not cut the cleaning short.
  process.on(signal, () => {
    signalExitCode ??= 128 + number;
    void cleanUp().then(() => process.exit(signalExitCode));
  });
}
