import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../../src/shared/node/platform.ts';
import { useScriptJobs } from '../support/engineFixture.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { makeWheel } from '../support/littleWheel.ts';
import { ScriptJobs, scriptRequest, type SourceFiles } from '../support/scriptJobs.ts';
import { bucket, putTables, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const usesLittleThing = 'import little_thing, sklearn\nprint("got", little_thing.value)\n';

describe('scripts that fail, are stopped, or say too much', function () {
  this.timeout(90_000);
  let engine: EngineProcess;
  let jobs: ScriptJobs;
  let python: string;
  useScriptJobs((given) => ({ engine, jobs, python } = given));

  const failures: [name: string, files: SourceFiles, reason: RegExp, hyperparameters?: Record<string, string>][] = [
    [
      'raises',
      { 'train.py': 'print("so far so good")\nraise ValueError("the data has no column price")\n' },
      /^AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "Traceback \(most recent call last\):\n File "\S+train\.py", line 2, in <module>\n raise ValueError\("the data has no column price"\)\n ValueError: the data has no column price"\nCommand "\S*python train\.py --epochs 3", exit code: 1$/,
      { epochs: '3' },
    ],
    [
      'killed',
      { 'train.py': 'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n' },
      /ExitCode 137\n.*\nExtraInfo "OutOfMemory: Process killed by SIGKILL \(signal 9\)"\nExtraInfo "The script itself may have ended with exit code 137"\nCommand/s,
    ],
    [
      'noisy',
      {
        'train.py':
          'print("warn: an IOError may come")\nfor i in range(3000): print("step", i)\nraise ValueError("the one that counts")\n',
      },
      /ErrorMessage "Traceback [^]*\n ValueError: the one that counts"\nCommand "/,
    ],
    [
      'long-words',
      { 'train.py': 'raise ValueError("begin " + "x" * 5000 + " end")\n' },
      /ErrorMessage "[^]*ValueError: begin x+…x+ end"\nCommand "\S*python train\.py --epochs 3", exit code: 1$/,
      { epochs: '3' },
    ],
    [
      'crashes',
      { 'train.py': 'import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n' },
      /ExitCode 139\nErrorMessage ""\nExtraInfo "Segmentation fault: Process ended by SIGSEGV \(signal 11\)"\nCommand/,
    ],
    [
      'removes-all',
      { 'train.py': 'import os, shutil\nshutil.rmtree(os.environ["SAGEMAKER_BASE_DIR"])\n' },
      /^AlgorithmError: The training program removed the folder \/opt\/ml\/model, /,
    ],
    [
      'removes-all-and-fails',
      {
        'train.py':
          'import os, shutil\nshutil.rmtree(os.environ["SAGEMAKER_BASE_DIR"])\nraise SystemExit("all is gone")\n',
      },
      /ErrorMessage "all is gone"/,
    ],
    [
      'model-file',
      {
        'train.py':
          'import os\nos.rmdir(os.environ["SM_MODEL_DIR"])\nopen(os.environ["SM_MODEL_DIR"], "w").write("model")\n',
      },
      /^AlgorithmError: The training program replaced the folder \/opt\/ml\/model, /,
    ],
    [
      'link-and-file',
      { 'train.py': 'pass\n', data: { type: 'symlink', linkname: 'other' }, 'data/x': 'x' },
      /^ClientError: .*cannot be unpacked, since two of its entries do not go together/,
    ],
    [
      'silent',
      { 'train.py': 'import os\nos._exit(3)\n' },
      /ExitCode 3\nErrorMessage ""\nExtraInfo "The program said nothing/,
    ],
    ['exits', { 'train.py': 'import sys\nsys.exit(137)\n' }, /ExitCode 137\n.*ExtraInfo "OutOfMemory/s],
    [
      'own-words',
      {
        'train.py':
          'import os, sys\nopen(os.environ["SM_OUTPUT_DIR"] + "/failure", "w").write("The moon was in the wrong phase. " * 90)\nsys.exit(3)\n',
      },
      /^AlgorithmError: The moon was in the wrong phase\. The moon[^]{900,990}, exit code: 3$/,
    ],
    [
      'no-package',
      { 'train.py': 'import surely_not_installed.deep\n' },
      /ModuleNotFoundError: No module named 'surely_not_installed'"\nExtraInfo "Add surely_not_installed \(or the package that holds it\) to a requirements\.txt/,
    ],
    [
      'no-submodule',
      { 'train.py': 'import sklearn.not_there\n' },
      /No module named 'sklearn\.not_there'"\nExtraInfo "The sklearn \d+\.\d\S* that Python found has no module sklearn\.not_there"\nCommand/,
    ],
    [
      'no-compile',
      { 'train.py': 'print("a")\nx = = 1\n' },
      /ErrorMessage "File "\S+train\.py", line 2\n x = = 1\n SyntaxError: invalid syntax"/,
    ],
    [
      'no-channel',
      { 'train.py': 'import os\nos.environ["SM_CHANNEL_TEST"]\n' },
      /KeyError: 'SM_CHANNEL_TEST'"\nExtraInfo "SM_CHANNEL_TEST is set for a job with a channel of that name; this job has the channels train, validation"/,
    ],
    [
      'literal-path',
      { 'train.py': 'open("/opt/ml/input/data/train/train.csv")\n' },
      /FileNotFoundError: .*\nExtraInfo "On this machine another folder stands for \/opt\/ml: read SM_MODEL_DIR/,
    ],
    [
      'no-script',
      { 'main.py': 'pass\n', 'README.md': '' },
      /^ClientError: The entry point 'train\.py' is not in s3:.*source\.tar\.gz, which holds README\.md, main\.py; set sagemaker_program/,
    ],
    [
      'escape',
      { 'train.py': 'pass\n', '../../outside.py': 'pass\n' },
      /^ClientError: .*holds '\.\.\/\.\.\/outside\.py', which would land outside of the code folder/,
    ],
    [
      'link',
      { 'train.py': 'pass\n', passwd: { type: 'symlink', linkname: '/etc/passwd' } },
      /^ClientError: .*holds the link 'passwd' to '\/etc\/passwd', which is not in the code folder/,
    ],
    [
      'odd-name',
      { 'train.py': 'pass\n' },
      /^ClientError: The entry point '-c' cannot be used/,
      { sagemaker_program: '"-c"' },
    ],
    [
      'bad-requirement',
      { 'train.py': 'pass\n', 'requirements.txt': 'this is no requirement !\n' },
      /^AlgorithmError: InstallRequirementsError:\nExitCode 1\nErrorMessage "requirements\.txt cannot be read: Invalid requirement/,
    ],
    [
      'missing-requirement',
      { 'train.py': 'pass\n', 'requirements.txt': '--no-index\nsurely-not-there==1.0\n' },
      /No package index has surely-not-there==1\.0 of requirements\.txt for this Python/,
    ],
    [
      'offline-requirement',
      { 'train.py': 'pass\n', 'requirements.txt': '--index-url http://127.0.0.1:9/simple\nsurely-not-there==1.0\n' },
      /The package index cannot be reached from here, so that surely-not-there==1\.0 of requirements\.txt cannot be installed/,
    ],
  ];

  for (const [name, files, reason, hyperparameters] of failures) {
    it(`says why in words that a person understands: ${name}`, async () => {
      const environment = { PIP_RETRIES: '1' };
      const { job, log } = await jobs.run(name, files, hyperparameters, { Environment: environment });
      assert.equal(job.TrainingJobStatus, 'Failed', log.join('\n'));
      assert.match(job.FailureReason ?? '', reason);
      assert.ok((job.FailureReason ?? '').length <= 1024);
    });
  }

  it('says what is wrong with an archive or a place that holds no script', async () => {
    await jobs.upload('broken/source.tar.gz', 'this is no archive');
    await jobs.create(scriptRequest('broken'));
    await jobs.create(scriptRequest('nowhere'));
    await jobs.create(scriptRequest('local-path', { sagemaker_submit_directory: '"/home/me/code"' }));
    assert.match(
      (await jobs.ended('broken')).FailureReason ?? '',
      /broken\/source\.tar\.gz is no whole tar\.gz archive/,
    );
    assert.match((await jobs.ended('nowhere')).FailureReason ?? '', /^ClientError: There is no script at s3:/);
    assert.match((await jobs.ended('local-path')).FailureReason ?? '', /must be the S3 URI/);
  });

  it('fails at once where nothing here can run the job, naming what could', async () => {
    const image = (TrainingImage: string) => ({
      AlgorithmSpecification: { TrainingImage, TrainingInputMode: 'File' as const },
    });
    await jobs.create({ ...xgboostRequest('foreign'), ...image('my.registry/own:1') });
    await jobs.create({
      ...xgboostRequest('builtin'),
      ...image('382416733822.dkr.ecr.us-east-1.amazonaws.com/factorization-machines:1'),
    });
    await jobs.create({
      ...scriptRequest('no-instance'),
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 0, VolumeSizeInGB: 5 },
    });
    await jobs.create(scriptRequest('wrong-runner'), { runner: 'in-process' });
    await jobs.create(scriptRequest('no-python'), { runner: 'python', interpreter: '/nowhere/bin/python' });
    for (const [name, reason] of [
      ['foreign', /'my\.registry\/own:1' is a container of its own.*send a script with it.*or run this job on AWS/],
      ['builtin', /factorization-machines.*run this job on AWS/],
      ['no-instance', /^ClientError: The job has no instances and needs one: set InstanceCount to 1\.$/],
      ['wrong-runner', /this job has a script: set the runner to auto or python/],
      ['no-python', /\/nowhere\/bin\/python/],
    ] as const)
      assert.match((await jobs.ended(name)).FailureReason ?? '', reason);
  });

  it('installs requirements without touching the interpreter', async () => {
    const packages = (): string => spawnSync(python, ['-m', 'pip', 'freeze'], { encoding: 'utf8' }).stdout;
    const before = packages();
    await jobs.upload('wheel/source/little_thing-1.0-py3-none-any.whl', makeWheel(python));
    await jobs.upload('wheel/source/train.py', usesLittleThing);
    await jobs.upload('wheel/source/requirements.txt', 'scikit-learn\n./little_thing-1.0-py3-none-any.whl\n');
    const source = JSON.stringify(`s3://${bucket}/wheel/source`);
    await jobs.create(scriptRequest('wheel', { sagemaker_submit_directory: source }));
    const job = await jobs.ended('wheel');
    const log = await jobs.log('wheel');
    assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
    assert.ok(log.includes('got 42'));
    assert.equal(packages(), before);
  });

  it('installs the same requirements once, and nothing where all is there', async () => {
    const links = join(engine.stateDirectory, 'links');
    await mkdir(links);
    await writeFile(join(links, 'little_thing-1.0-py3-none-any.whl'), makeWheel(python));
    const files = { 'train.py': usesLittleThing, 'requirements.txt': 'little-thing==1.0\nnumpy\n' };
    const members = { Environment: { PIP_NO_INDEX: '1', PIP_FIND_LINKS: links } };
    const first = await jobs.run('first-install', files, {}, members);
    assert.equal(first.job.TrainingJobStatus, 'Completed', first.log.join('\n'));
    const second = await jobs.run('second-install', files);
    assert.equal(second.job.TrainingJobStatus, 'Completed', second.log.join('\n'));
    assert.ok(second.log.some((line) => line.startsWith('Using the packages that an earlier job installed')));
    assert.ok(!second.log.some((line) => line.includes('Successfully installed')));
    const third = await jobs.run('no-install', { 'train.py': 'print("ran")\n', 'requirements.txt': 'numpy\n' });
    assert.ok(
      third.log.includes('Everything that requirements.txt asks for is installed already.'),
      third.log.join('\n'),
    );
    assert.ok(third.log.includes('ran'));
  });

  it('stops a script that handles SIGTERM, keeps what it wrote, and leaves no process behind', async () => {
    const script = `
import os, pathlib, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import os, time; os.setsid(); time.sleep(600)'])
print('child', child.pid, 'own', os.getpid())
def end(*_):
    pathlib.Path(os.environ['SM_MODEL_DIR'], 'partial').write_text('half')
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print('waiting')
time.sleep(600)
`;
    await jobs.submit('stopped', { 'train.py': script });
    await waitFor('the script to run', async () =>
      (await jobs.log('stopped').catch(() => [])).find((line) => line === 'waiting'),
    );
    await jobs.stop('stopped');
    const job = await jobs.ended('stopped');
    assert.equal(job.TrainingJobStatus, 'Stopped');
    assert.match(job.ModelArtifacts?.S3ModelArtifacts ?? '', /stopped\/output\/model\.tar\.gz/);
    const pids = /child (\d+) own (\d+)/.exec((await jobs.log('stopped')).join('\n')) ?? ([] as string[]);
    assert.equal(pids.length, 3);
    for (const pid of pids.slice(1)) await waitFor(`process ${pid} to be gone`, () => isGone(Number(pid)), 2000);
  });

  it('ends a script that runs too long', async () => {
    await jobs.submit(
      'slow',
      { 'train.py': 'import time\ntime.sleep(600)\n' },
      {},
      { StoppingCondition: { MaxRuntimeInSeconds: 1 } },
    );
    const job = await jobs.ended('slow');
    assert.deepEqual([job.TrainingJobStatus, job.SecondaryStatus], ['Stopped', 'MaxRuntimeExceeded']);
  });

  it('keeps every one of a million lines, and the metrics among them', async function () {
    this.timeout(180_000);
    const script = `
import sys
for i in range(1000000):
    print(f'step {i} loss={1 / (i + 1):.6f}') if i % 1000 == 0 else print(f'line {i}')
sys.stdout.write('the end without a newline')
`;
    const { job, log } = await jobs.run(
      'million',
      { 'train.py': script },
      {},
      {
        AlgorithmSpecification: {
          TrainingImage: scriptRequest('x').AlgorithmSpecification?.TrainingImage,
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'loss', Regex: 'loss=([0-9.]+)' }],
        },
      },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    const first = log.indexOf('step 0 loss=1.000000');
    assert.equal(log.length - first, 1_000_002);
    assert.equal(log[first + 999_999], 'line 999999');
    assert.equal(log[first + 1_000_000], 'the end without a newline');
    assert.match(log.at(-1) ?? '', /^Nothing was written to SM_MODEL_DIR/);
    assert.ok(Math.abs((job.FinalMetricDataList?.[0]?.Value ?? NaN) - 0.000001) < 1e-9);
  });

  it('survives binary noise, endless lines and progress bars', async () => {
    const script = `
import os, sys, time
out = sys.stdout.buffer
out.write(b'\\x00\\xff\\xfe noise \\xc3\\n'); out.flush()
for i in range(101): out.write(b'\\r%d%%' % i)
out.write(b'\\n')
for _ in range(50): out.write(b'x' * 1000000)
out.write(b'\\nafter\\n')
print('on stderr', file=sys.stderr)
`;
    const { job, log } = await jobs.run('noise', { 'train.py': script });
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.ok(log.includes('\0\ufffd\ufffd noise \ufffd'));
    assert.ok(log.includes('100%') && !log.includes('50%'));
    const pieces = log.filter((line) => /^x+$/.test(line));
    assert.equal(pieces.join('').length, 50_000_000);
    assert.ok(pieces.every((piece) => piece.length <= 262_118));
    assert.ok(log.indexOf('after') > log.indexOf(pieces.at(-1) ?? '') && log.includes('on stderr'));
    assert.deepEqual(await readdir(join(engine.stateDirectory, 'work')), [], 'the spool is gone');
  });

  it('ends what a killed engine left running', async () => {
    const own = await EngineProcess.start();
    const mine = new ScriptJobs(own, python);
    try {
      await putTables(own);
      await mine.submit('orphan', { 'train.py': 'import os, time\nprint("pid", os.getpid())\ntime.sleep(600)\n' });
      const pid = await waitFor(
        'the script to run',
        async () => /pid (\d+)/.exec((await mine.log('orphan').catch(() => [])).join('\n'))?.[1],
      );
      await own.end('SIGKILL');
      process.kill(Number(pid), 0);
      const next = await EngineProcess.start(own.stateDirectory);
      await waitFor('the orphan to end', () => isGone(Number(pid)));
      const again = new ScriptJobs(next, python);
      assert.match((await again.ended('orphan')).FailureReason ?? '', /local engine ended/);
      again.close();
      await next.remove();
    } finally {
      mine.close();
      await own.remove();
    }
  });
});

function isGone(pid: number): true | undefined {
  return isProcessAlive(pid) ? undefined : true;
}
