/** Asks again until the answer is not undefined. @throws Error naming what was waited for. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  milliseconds = 20_000,
): Promise<T> {
  for (
    const deadline = Date.now() + milliseconds;
    Date.now() < deadline;
    await new Promise((next) => setTimeout(next, 50))
  ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`Waited ${milliseconds} ms in vain for ${what}.`);
}
