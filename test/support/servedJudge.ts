import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs a judge script that talks to a server of this very process, which therefore must not wait for it idly. */
export async function servedJudge<T>(
  python: string,
  script: string,
  input: unknown,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const child = spawn(python, [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (code !== 0) throw new Error(`${script} failed: ${complaint}`);
  return JSON.parse(output) as T;
}
