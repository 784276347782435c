import { cleanUp, endedBySignal } from './cleanup.mjs';

/** A step that cannot work: one sentence that says what happened and what to do. */
export class StepFailure extends Error {
  name = 'StepFailure';
}

/**
 * Numbered progress lines, so that a person sees what a long start is doing.
 * @param {number} count - How many steps there will be.
 * @returns {(title: string) => void}
 */
export function stepLines(count) {
  let done = 0;
  return (title) => console.log(`[${++done}/${count}] ${title}`);
}

/**
 * Runs a script's main function: everything that was started is stopped at the end, a StepFailure is printed as its sentence, anything else
 * with its stack.
 * @param {() => Promise<number>} main - Resolves to the exit code.
 */
export async function runScript(main) {
  refuseOldNode();
  const exitCode = await main().catch((error) => {
    // What fails because it was stopped is not worth a word.
    if (endedBySignal() === undefined) console.error(error instanceof StepFailure ? `\n${error.message}` : error);
    return 1;
  });
  await cleanUp();
  // A browser or a server that is slow to close its pipes must not keep a finished script alive.
  process.exit(endedBySignal() ?? exitCode);
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  console.error(
    `Node ${process.versions.node} is too old: install Node 20 or newer from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
