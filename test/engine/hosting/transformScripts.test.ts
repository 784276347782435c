import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { codeOf } from '../../../src/shared/errors.ts';
import { useScriptJobs } from '../../support/engineFixture.ts';
import { archive } from '../../support/scriptJobs.ts';
import { bucket } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { waitFor } from '../../support/waitFor.ts';

const image = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';

/** Answers each line with its length times the model's factor, or does what the line says. */
const script = `
import json, os, signal, time

failures = 0

def model_fn(model_dir):
    if os.environ.get("IGNORE_SIGTERM"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.environ.get("FLOOD"):
        for number in range(200000):
            print("line", number)
    with open(os.path.join(model_dir, "model.json")) as file:
        return json.load(file)["factor"]

def transform_fn(model, data, content_type, accept):
    global failures
    text = data if isinstance(data, str) else data.decode()
    if "hang" in text:
        time.sleep(600)
    if "wait" in text:
        begun = time.time()
        time.sleep(0.3)
        return f"{begun},{time.time()}", accept
    if "die" in text:
        os._exit(3)
    if "fail twice" in text and failures < 2:
        failures += 1
        raise ValueError("not yet")
    if "fail always" in text:
        raise ValueError("never")
    if "environment" in text:
        found = {name: value for name, value in os.environ.items() if name.startswith(("SAGEMAKER_BATCH", "SAGEMAKER_MAX", "OWN"))}
        return json.dumps({"environment": found, "type": content_type, "accept": accept}, sort_keys=True), accept
    return "".join(f"{len(line) * model}\\n" for line in text.splitlines()), accept

def execution_parameters_fn():
    return {"MaxConcurrentTransforms": 3, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 2}
`;

describe('transform jobs of scripts', function () {
  this.timeout(120_000);
  let jobs: TransformJobs;
  let folder: string;

  useScriptJobs(async ({ engine, python }) => {
    folder = engine.stateDirectory;
    jobs = new TransformJobs(engine, { runner: 'python', interpreter: python });
    const files = { 'model.json': '{"factor": 10}', 'code/inference.py': script };
    await jobs.put('script/model.tar.gz', await archive(files));
    const Environment = {
      SAGEMAKER_PROGRAM: 'inference.py',
      SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
      OWN: 'of the model',
      OWN_TOO: 'of the model',
    };
    await jobs.createModel('script', { Image: image, ModelDataUrl: `s3://${bucket}/script/model.tar.gz`, Environment });
    await jobs.put('texts/a.txt', 'a\nbb\nccc\n');
    await jobs.put('texts/b.txt', 'dddd\n');
    await jobs.put('environment/a.txt', 'environment');
    for (const [name, text] of [
      ['1', 'a\n'],
      ['2', 'bb\nhang\n'],
      ['3', 'ccc\nfail twice\n'],
      ['4', 'fail always\n'],
      ['5', 'ddddd\n'],
    ])
      await jobs.put(`hostile/${name}.txt`, text ?? '');
  });
  after(() => jobs?.close());

  const said = async (job: string, key: string): Promise<string[]> =>
    (await jobs.log(job)).data.flatMap((line) => line.split(`[sagemaker logs]: ${bucket}/${key}: `).slice(1));

  it('ask as the container offers, and as the request says before that', async () => {
    const job = await jobs.run('offered', 'script', 'texts/', { input: { ContentType: 'text/plain' } });
    const log = await jobs.log('offered');
    assert.equal(job.TransformJobStatus, 'Completed', [job.FailureReason, ...log.data, ...log.container].join('\n'));
    assert.equal(await jobs.text('out/offered/a.txt.out'), '10\n20\n30\n');
    assert.equal(await jobs.text('out/offered/b.txt.out'), '40\n');
    assert.match(log.data[0] ?? '', /MaxConcurrentTransforms=3, MaxPayloadInMB=2, BatchStrategy=SINGLE_RECORD$/);
    await jobs.run('asked', 'script', 'texts/', {
      BatchStrategy: 'MultiRecord',
      MaxConcurrentTransforms: 1,
      MaxPayloadInMB: 4,
    });
    assert.match(
      (await jobs.log('asked')).data[0] ?? '',
      /MaxConcurrentTransforms=1, MaxPayloadInMB=4, BatchStrategy=MULTI_RECORD$/,
    );
  });

  it('say how many requests the container answers at a time, where more are to be under way', async () => {
    const notesOf = async (name: string, workers?: string): Promise<string[]> => {
      const Environment = workers === undefined ? {} : { SAGEMAKER_MODEL_SERVER_WORKERS: workers };
      await jobs.run(name, 'script', 'texts/', { MaxConcurrentTransforms: 4, Environment });
      return (await jobs.log(name)).container.filter((line) => line.includes('SAGEMAKER_MODEL_SERVER_WORKERS'));
    };
    assert.deepEqual(await notesOf('one-worker'), [
      "MaxConcurrentTransforms is 4, and the container answers 1 at a time here: for more, set SAGEMAKER_MODEL_SERVER_WORKERS in the model's Environment.",
    ]);
    assert.deepEqual(await notesOf('four-workers', '4'), []);
  });

  it('have as many requests under way as is asked, over all files of an instance', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `${10 + index}.txt`);
    for (const name of names) await jobs.put(`small/${name}`, 'wait');
    const { TransformJobStatus, FailureReason } = await jobs.run('small', 'script', 'small/', {
      MaxConcurrentTransforms: 4,
      Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '6' },
    });
    assert.equal(TransformJobStatus, 'Completed', FailureReason);
    const spans = await Promise.all(
      names.map(async (name) => (await jobs.text(`out/small/${name}.out`)).split(',').map(Number)),
    );
    const underWayAt = (time: number): number => spans.filter(([from = 0, to = 0]) => from <= time && time < to).length;
    const counts = spans.map(([from = 0]) => underWayAt(from));
    assert.equal(Math.max(...counts), 4, counts.join());
  });

  it('give the container the variables of the model, of the request and of the service', async () => {
    const ask = { input: { ContentType: 'text/plain', SplitType: 'None' }, output: { Accept: 'text/x-own' } } as const;
    const environmentOf = async (name: string, more: object): Promise<unknown> => {
      await jobs.run(name, 'script', 'environment/', { ...ask, ...more });
      return JSON.parse(await jobs.text(`out/${name}/a.txt.out`));
    };
    const own = { OWN: 'of the job', OWN_TOO: 'of the model' };
    assert.deepEqual(await environmentOf('silent', { Environment: { OWN: 'of the job' } }), {
      environment: { ...own, SAGEMAKER_BATCH: 'true' },
      type: 'text/plain',
      accept: 'text/x-own',
    });
    const spoken = { BatchStrategy: 'MultiRecord', MaxPayloadInMB: 1, MaxConcurrentTransforms: 5 };
    assert.deepEqual(await environmentOf('spoken', { ...spoken, Environment: { OWN: 'of the job' } }), {
      environment: {
        ...own,
        SAGEMAKER_BATCH: 'true',
        SAGEMAKER_BATCH_STRATEGY: 'MULTI_RECORD',
        SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '5',
        SAGEMAKER_MAX_PAYLOAD_IN_MB: '1',
      },
      type: 'text/plain',
      accept: 'text/x-own',
    });
  });

  it('go on with other files where one is not answered in time, or is failed by the script', async () => {
    const job = await jobs.run('hostile', 'script', 'hostile/', {
      MaxConcurrentTransforms: 1,
      ModelClientConfig: { InvocationsTimeoutInSeconds: 2, InvocationsMaxRetries: 2 },
      TransformResources: { InstanceType: 'ml.m4.xlarge', InstanceCount: 2 },
    });
    assert.equal(job.FailureReason, 'AlgorithmError: See job logs for more information');
    assert.deepEqual(await jobs.keys('out/hostile/'), [
      'out/hostile/1.txt.out',
      'out/hostile/3.txt.out',
      'out/hostile/5.txt.out',
    ]);
    assert.equal(await jobs.text('out/hostile/3.txt.out'), '30\n100\n');
    assert.deepEqual(await said('hostile', 'hostile/2.txt'), ['Unable to get response from algorithm']);
    assert.match(
      (await jobs.log('hostile')).container.join('\n'),
      /A request had no answer within InvocationsTimeoutInSeconds, 2 s\./,
    );
    const failed = await said('hostile', 'hostile/4.txt');
    assert.deepEqual(failed.slice(0, 3), ['Bad HTTP status received from algorithm: 500', '', 'Message:']);
    assert.match(failed.join('\n'), /<h1>Internal Server Error<\/h1>/);
    assert.match((await jobs.log('hostile')).container.join('\n'), /ValueError: never/);
  });

  it('go on with other files that are under way where one ends the container, and say how it ended', async () => {
    for (const name of ['1', '2', '3', '4', '5', '6'])
      await jobs.put(`deadly/${name}.txt`, name === '3' ? 'die' : name);
    const job = await jobs.run('deadly', 'script', 'deadly/', {
      MaxConcurrentTransforms: 3,
      ModelClientConfig: { InvocationsMaxRetries: 0 },
      Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    });
    const log = (await jobs.log('deadly')).container.join('\n');
    assert.equal(job.FailureReason, 'AlgorithmError: See job logs for more information', log);
    const others = ['1', '2', '4', '5', '6'].map((name) => `out/deadly/${name}.txt.out`);
    assert.deepEqual(await jobs.keys('out/deadly/'), others, log);
    assert.match(log, /The program that answers for the model ended \(exit code 3\)\./);
  });

  it('end, and leave no process, where the container floods its log or does not heed SIGTERM', async () => {
    for (const name of ['FLOOD', 'IGNORE_SIGTERM']) {
      const job = await jobs.run(name.replace('_', '-'), 'script', 'texts/', { Environment: { [name]: 'yes' } });
      assert.equal(job.TransformJobStatus, 'Completed', job.FailureReason);
    }
    await waitFor('the containers to end', async () => servers().length === 0 || undefined, 40_000);
  });

  /** The processes that answer for models of this engine. */
  const servers = (): string[] =>
    readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`script_serve.py\0${folder}`));
});

/** A process's arguments; none of one that has ended meanwhile. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '')) return '';
    throw error;
  }
}
