import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const windows = process.platform === 'win32';
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

process.once('exit', () => running.forEach((child) => killTree(child, 'SIGKILL')));

/**
 * Starts a program in a process group of its own, which dies with this process at the latest.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startProcess(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: !windows });
  running.add(child);
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a program and everything it started; kills what does not end within five seconds. */
export async function stopProcess(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    killTree(child, 'SIGTERM');
    await Promise.race([ended, delay(5000, undefined, { ref: false })]);
  }
  killTree(child, 'SIGKILL');
  running.delete(child);
}

function killTree(child, signal) {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  signalTo(-child.pid, signal);
}

/**
 * Sends a signal, or 0 to ask.
 * @returns {boolean} Whether there is such a process (or group, for a negative id).
 */
export function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code === 'EPERM') return true;
    throw error;
  }
}

/**
 * Ends a process that is not this one's child, by its id.
 * @param {number} pid
 * @param {number} patience - Milliseconds until it is killed.
 */
export async function stopByPid(pid, patience = 10_000) {
  signalTo(pid, 'SIGTERM');
  for (let waited = 0; waited < patience; waited += 100) {
    if (!signalTo(pid, 0)) return;
    await delay(100);
  }
  signalTo(pid, 'SIGKILL');
}

/**
 * Runs a program to its end, showing that it is still at work.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, quiet?: boolean}} options - `quiet` keeps its output for the caller only.
 * @returns {Promise<{code: number | null, output: string}>} `code` is null when it could not be started or was killed.
 */
export async function runProcess(command, args, { quiet = true, ...options } = {}) {
  const child = startProcess(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (!quiet) process.stdout.write(text);
    });
  }
  const stopTicking = quiet ? tick() : () => undefined;
  return new Promise((resolve) => {
    const end = (code, more = '') => {
      stopTicking();
      running.delete(child);
      resolve({ code, output: output + more });
    };
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code));
  });
}

/** On a terminal a counter of seconds, elsewhere a line every 15 seconds. */
function tick() {
  let seconds = 0;
  const terminal = process.stdout.isTTY;
  const timer = setInterval(() => {
    seconds += 1;
    if (terminal) process.stdout.write(`\r      ${seconds} s `);
    else if (seconds % 15 === 0) console.log(`      still at it after ${seconds} s`);
  }, 1000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stdout.write('\r\u001b[K');
  };
}

/**
 * Runs a program with its output on this one's.
 * @param {string[]} command - The program and its arguments.
 * @param {{cwd: string, env: NodeJS.ProcessEnv, limit: number}} options - `limit` in milliseconds; then it is ended.
 * @returns {Promise<boolean>} Whether it ended by itself with code 0.
 */
export async function runLive([program, ...args], { cwd, env, limit }) {
  // On Windows npm is a script that only a shell starts.
  const child = startProcess(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows && program === 'npm',
  });
  const ended = new Promise((resolve) => {
    child.once('exit', (code) => resolve(code === 0));
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(false);
    });
  });
  const inTime = await Promise.race([ended, delay(limit, 'late', { ref: false })]);
  await stopProcess(child);
  if (inTime !== 'late') return inTime;
  console.error(`${program} was ended after ${limit / 60_000} minutes.`);
  return false;
}
