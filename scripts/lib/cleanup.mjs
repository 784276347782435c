/** @type {(() => unknown)[]} */
const cleanups = [];

/**
 * Registers what must be undone before this process ends, however it ends; the last one registered runs first.
 * @param {() => unknown} cleanup
 */
export function atEnd(cleanup) {
  cleanups.push(cleanup);
}

/** Runs and forgets everything that was registered; one failing does not keep the others from running. */
export async function cleanUp() {
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
  process.once(signal, () => void cleanUp().then(() => process.exit(128 + number)));
}
