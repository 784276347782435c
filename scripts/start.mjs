// npm start: installs, builds, opens VS Code on examples/boston and runs its training job on the local engine.
import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBrowser, launchBrowser } from './lib/browser.mjs';
import { atEnd } from './lib/cleanup.mjs';
import { findDesktopEditor, openDesktopEditor } from './lib/desktop.mjs';
import { ensureEditor } from './lib/editor.mjs';
import { curvesAreDrawn, notificationTexts, openEditorPage, takePicture, webviewShows } from './lib/editorPage.mjs';
import { editorUrl, shelveExtensions, startEditorServer } from './lib/editorServer.mjs';
import { newestTrainingJob, stopEngine } from './lib/localEngine.mjs';
import { installPackages } from './lib/npm.mjs';
import { runProcess } from './lib/processes.mjs';
import { StepFailure, runScript, stepLines } from './lib/steps.mjs';

const help = `npm start [-- options]

  --serve           serve VS Code on 127.0.0.1 even where the desktop has one
  --port N          the port to serve it on (default: any free one)
  --headless        no window: run the example in a headless browser, then stop everything
  --out DIR         where --headless writes curves.png, result.json and state/ (default: out/start)
`;

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'examples', 'boston');
const extensions = [root, join(root, 'scripts', 'autorun-extension')];
const env = { SAGEMAKER_WORKBENCH_START: randomUUID() };

await runScript(async () => {
  const options = readOptions();
  if (options.help) {
    console.log(help);
    return 0;
  }
  if (options.headless) return runHeadless(resolve(options.out));
  const desktop = options.serve ? undefined : findDesktopEditor();
  return desktop === undefined ? serve(options.port) : openOnDesktop(desktop);
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        serve: { type: 'boolean' },
        port: { type: 'string', default: '0' },
        headless: { type: 'boolean' },
        out: { type: 'string', default: join(root, 'out', 'start') },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (/^\d{1,5}$/.test(values.port) && Number(values.port) < 65536) return { ...values, port: Number(values.port) };
    throw new StepFailure(`--port takes a number from 0 to 65535, not '${values.port}'.`);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    throw new StepFailure(`${error.message.split('. ')[0]}; npm start -- --help lists the options.`);
  }
}

async function installAndBuild(step) {
  step('Installing the packages');
  await installPackages(root);
  step('Building the extension and the local engine');
  const { code, output } = await runProcess(process.execPath, ['esbuild.config.mjs'], { cwd: root });
  if (code !== 0)
    throw new StepFailure(
      `The build failed; the first messages are:\n${output.trim().split('\n').slice(0, 20).join('\n')}`,
    );
}

async function openOnDesktop(command) {
  const step = stepLines(3);
  await installAndBuild(step);
  step(`Opening ${command} on examples/boston`);
  const home = join(root, '.start', 'desktop');
  await openDesktopEditor({
    command,
    home,
    settings: settingsFor(join(root, '.start', 'state')),
    folder,
    extensions,
    env,
  });
  console.log(
    '\nThe training job starts by itself in the new window. The local engine ends by itself when it has been idle.',
  );
  return 0;
}

async function serve(wantedPort) {
  const step = stepLines(4);
  await installAndBuild(step);
  step('Getting VS Code (once)');
  const serverMain = await ensureEditor(root);
  step('Starting VS Code');
  const stateDirectory = join(root, '.start', 'state');
  atEnd(() => stopEngine(stateDirectory));
  const dataDirectory = join(root, '.start', 'server');
  const extension = await shelveExtensions(join(dataDirectory, 'development'), extensions);
  const server = await startEditorServer({
    serverMain,
    dataDirectory,
    settings: settingsFor(stateDirectory),
    env,
    port: wantedPort,
  });
  console.log(
    `\nOpen this address; the training job starts by itself there:\n\n  ${editorUrl(server.port, { folder, extension })}\n`,
  );
  console.log(`Jobs, logs and models are kept in ${stateDirectory}. Press Ctrl+C to stop.`);
  await server.ended;
  throw new StepFailure('VS Code ended by itself; run npm start again.');
}

async function runHeadless(out) {
  const began = Date.now();
  const step = stepLines(5);
  const stateDirectory = join(out, 'state');
  await prepareOutput(out);
  await installAndBuild(step);
  step('Getting VS Code and a browser (once)');
  const serverMain = await ensureEditor(root);
  const executable = await ensureBrowser();
  step('Opening VS Code on examples/boston');
  atEnd(() => stopEngine(stateDirectory));
  const dataDirectory = join(out, 'server');
  atEnd(() => rm(dataDirectory, { recursive: true, force: true }));
  const extension = await shelveExtensions(join(dataDirectory, 'development'), extensions);
  const server = await startEditorServer({ serverMain, dataDirectory, settings: settingsFor(stateDirectory), env });
  const browser = await launchBrowser(executable);
  const since = new Date();
  const page = await openEditorPage(browser, editorUrl(server.port, { folder, extension }));
  step('Training');
  const job = await finishedJob(page, stateDirectory, since);
  // The panel learns of the end a moment after the engine does.
  await waitUntil(20_000, () => webviewShows(page, job.TrainingJobStatus));
  const drawn = await waitUntil(60_000, () => curvesAreDrawn(page));
  await takePicture(page, join(out, 'curves.png'));
  const metrics = Object.fromEntries(
    (job.FinalMetricDataList ?? []).map(({ MetricName, Value }) => [MetricName, Value]),
  );
  const result = {
    job: job.TrainingJobName,
    status: job.TrainingJobStatus,
    metrics,
    seconds: Math.round((Date.now() - began) / 100) / 10,
    stateDirectory,
  };
  await writeFile(join(out, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  if (result.status !== 'Completed') {
    throw new StepFailure(
      `The job ${result.job} ended as ${result.status}: ${job.FailureReason ?? 'no reason was given'}`,
    );
  }
  if (!drawn)
    throw new StepFailure(`The job ${result.job} completed, but no curves were drawn; see ${join(out, 'curves.png')}.`);
  console.log(
    `\n${result.job} Completed in ${result.seconds} s: ${JSON.stringify(metrics)}\nThe curves are in ${join(out, 'curves.png')}.`,
  );
  return 0;
}

async function prepareOutput(out) {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK | constants.X_OK);
    for (const name of ['curves.png', 'result.json']) await rm(join(out, name), { force: true });
  } catch (error) {
    throw new StepFailure(`${out} cannot be written to (${error.code}); name another folder with --out.`, {
      cause: error,
    });
  }
}

function settingsFor(stateDirectory) {
  return { 'sagemakerWorkbench.local.stateDirectory': stateDirectory };
}

/** Waits until the job that the editor started has ended. */
async function finishedJob(page, stateDirectory, since) {
  let job;
  const patience = { toStart: 120_000, toEnd: 600_000 };
  const started = await waitUntil(
    patience.toStart,
    async () => (job = await newestTrainingJob(stateDirectory, since)) !== undefined,
  );
  if (!started) throw await notStarted(page);
  console.log(`      ${job.TrainingJobName}`);
  const ended = await waitUntil(patience.toEnd, async () => {
    job = (await newestTrainingJob(stateDirectory, since)) ?? job;
    return ['Completed', 'Failed', 'Stopped'].includes(job.TrainingJobStatus);
  });
  if (!ended)
    throw new StepFailure(`The job ${job.TrainingJobName} was still ${job.TrainingJobStatus} after ten minutes.`);
  return job;
}

async function notStarted(page) {
  const picture = join(root, 'out', 'screenshots', 'start.png');
  await takePicture(page, picture);
  const said = (await notificationTexts(page)).map((text) => text.trim()).join(' / ');
  return new StepFailure(
    `The example's training job did not start${said ? `; VS Code says: ${said}` : ''} (picture: ${picture}).`,
  );
}

async function waitUntil(patience, condition) {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await delay(500);
  }
  return true;
}
