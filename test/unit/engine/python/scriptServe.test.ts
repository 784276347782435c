import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer, text } from 'node:stream/consumers';
import { findTorch, pythonOrSkip, torchOrSkip } from '../../../support/python.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

interface Asked {
  readonly contentType: string | null;
  readonly accept: string | null;
  /** As base64, like the answer's. */
  readonly body: string;
  readonly answer: {
    readonly status: number;
    readonly contentType: string | null;
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
  };
}

/** What a real toolkit answered (test/support/servingToolkitGolden.py). */
interface GoldenCase {
  readonly toolkit: 'sklearn' | 'xgboost' | 'pytorch' | 'generic';
  readonly name: string;
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly unloadable?: string;
  readonly parameters?: unknown;
  readonly requests?: readonly Asked[];
}

const root = resolve(import.meta.dirname, '../../../..');
const program = join(root, 'src/engine/python/script_serve.py');
const golden = JSON.parse(await readFile(join(root, 'test/golden/servingToolkits.json'), 'utf8')) as GoldenCase[];

describe('a script that answers as the real serving toolkits have it', function () {
  this.timeout(60_000);
  const newFolder = useTemporaryFolders();
  const running: ChildProcess[] = [];
  afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

  /** Starts the program on a script, and gives back what it says first, and its log. */
  const start = async (
    python: string,
    { toolkit, script, variables }: Pick<GoldenCase, 'script' | 'variables'> & { toolkit: string },
  ) => {
    const base = await newFolder();
    const code = join(base, 'model/code');
    await mkdir(code, { recursive: true });
    await writeFile(join(base, 'model/weights'), '1');
    await writeFile(join(code, 'inference.py'), script);
    return startIn(python, base, 'inference.py', toolkit, variables);
  };

  /** @param named - The script's file name; `-` for the image's own functions. */
  const startIn = async (
    python: string,
    base: string,
    named: string,
    toolkit: string,
    variables: Readonly<Record<string, string>> = {},
  ) => {
    const env = { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1', ...variables };
    const child = spawn(python, ['-W', 'ignore', program, base, join(base, 'model/code'), named, toolkit], { env });
    running.push(child);
    const log = text(child.stderr);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { said: JSON.parse(line) as { port?: number; unloadable?: string }, log };
  };

  const ask = async (port: number, { contentType, accept, body }: Asked) => {
    const headers = {
      ...(contentType !== null && { 'Content-Type': contentType }),
      ...(accept !== null && { Accept: accept }),
      'X-Amzn-SageMaker-Custom-Attributes': 'mine',
    };
    return new Promise<Asked['answer']>((done, fail) => {
      const sent = request({ port, path: '/invocations', method: 'POST', headers }, (answer) => {
        void buffer(answer).then((data) => {
          const whole = data.toString('latin1');
          const own = Buffer.from(whole.split('Traceback (most recent call last):')[0] ?? '', 'latin1');
          const attributes = answer.headers['x-amzn-sagemaker-custom-attributes'];
          done({
            status: answer.statusCode ?? 0,
            contentType: answer.headers['content-type'] ?? null,
            body: own.toString('base64'),
            headers: attributes === undefined ? {} : { 'X-Amzn-SageMaker-Custom-Attributes': String(attributes) },
          });
        }, fail);
      });
      sent.on('error', fail);
      sent.end(Buffer.from(body, 'base64'));
    });
  };

  for (const one of golden)
    it(`${one.toolkit}: ${one.name}`, async function () {
      let python = pythonOrSkip(this);
      if (one.toolkit === 'pytorch') {
        torchOrSkip(this);
        python = findTorch() ?? python;
      }
      const { said } = await start(python, one);
      if (one.unloadable !== undefined) {
        assert.equal(said.port, undefined, `${one.unloadable} was expected`);
        return;
      }
      assert.ok(said.port, said.unloadable);
      for (const asked of one.requests ?? []) {
        const what = `${Buffer.from(asked.body, 'base64').toString('latin1')} as ${asked.contentType} for ${asked.accept}`;
        assert.deepEqual(readable(await ask(said.port, asked)), readable(asked.answer), what);
      }
      const parameters = await fetch(`http://127.0.0.1:${said.port}/execution-parameters`);
      assert.deepEqual(parameters.status === 200 ? await parameters.json() : null, one.parameters);
      assert.equal((await fetch(`http://127.0.0.1:${said.port}/ping`)).status, 200);
    });

  it('says in an end of a sentence why a script does not load, and prints its traceback', async function () {
    const python = pythonOrSkip(this);
    const model = 'def model_fn(model_dir):\n    return 1\n';
    for (const [toolkit, script, sentence] of [
      [
        'sklearn',
        'def model_fn(model_dir):\n    raise KeyError("weights")\n',
        "model_fn of inference.py raised KeyError: 'weights'",
      ],
      [
        'generic',
        'def model_fn(d):\n    raise ValueError("a\\nb")\n' + 'def predict_fn(x, m):\n    return x\n',
        'model_fn of inference.py raised ValueError: a b',
      ],
      ['generic', model, 'inference.py has no predict_fn, which answers'],
      ['sklearn', 'x = 1\n', 'inference.py has no model_fn, which loads the model'],
      [
        'sklearn',
        `${model}def transform_fn(*a):\n    return a\ndef output_fn(p, a):\n    return p\n`,
        'inference.py has transform_fn and output_fn, of which the image takes one way or the other',
      ],
      ['xgboost', 'def broken(:\n', 'inference.py cannot be imported: SyntaxError: invalid syntax'],
      [
        'sklearn',
        'import not_there\n',
        "inference.py cannot be imported: ModuleNotFoundError: No module named 'not_there'",
      ],
    ] as const) {
      const { said, log } = await start(python, { toolkit, script, variables: {} });
      assert.deepEqual(said, { unloadable: sentence });
      assert.match(await log, /Traceback \(most recent call last\)/);
    }
  });

  it('calls a script where its model was loaded, one request at a time, however many processes the container has', async function () {
    const python = pythonOrSkip(this);
    const script = `
import sqlite3, threading
def model_fn(model_dir):
    return sqlite3.connect(':memory:'), threading.current_thread()
def transform_fn(model, data, content_type, accept):
    database, loader = model
    print(database.execute('select 1').fetchone())
    return str(threading.current_thread() is loader), accept
`;
    const asked = (body: string): Asked => ({
      ...{ contentType: 'text/csv', accept: 'text/csv', body: Buffer.from(body).toString('base64') },
      answer: { status: 200, contentType: 'text/csv', body: '', headers: {} },
    });
    const variables = { SAGEMAKER_MODEL_SERVER_WORKERS: '2' };
    const { said } = await start(python, { toolkit: 'generic', script, variables });
    const answers = await Promise.all(['a', 'b', 'c'].map((body) => ask(said.port ?? 0, asked(body))));
    assert.deepEqual(
      answers.map((answer) => readable(answer).body),
      ['True', 'True', 'True'],
    );
  });

  it('ends with a script that ends its process', async function () {
    const script =
      'import sys\ndef model_fn(d):\n    return 1\ndef transform_fn(model, data, content_type, accept):\n    sys.exit(4)\n';
    const { said } = await start(pythonOrSkip(this), { toolkit: 'sklearn', script, variables: {} });
    const child = running.at(-1);
    assert.ok(child);
    const exit = once(child, 'exit') as Promise<[number]>;
    await assert.rejects(fetch(`http://127.0.0.1:${said.port}/invocations`, { method: 'POST', body: 'x' }));
    assert.equal((await exit)[0], 4);
  });

  it('serves PyTorch before 1.2 as sagemaker_containers does, and a TorchScript model without a script', async function () {
    torchOrSkip(this);
    const python = findTorch() ?? '';
    const asked = (contentType: string, body: string): Asked => ({
      ...{ contentType, accept: 'application/json', body: Buffer.from(body).toString('base64') },
      answer: { status: 200, contentType: 'application/json', body: '', headers: {} },
    });
    const model =
      'torch.nn.Linear(2, 1); torch.nn.init.constant_(model.weight, 2.0); torch.nn.init.constant_(model.bias, 0.5)';
    // That one passes a transform_fn over, and its CSV has one type.
    const legacy = `import torch\ndef model_fn(model_dir):\n    model = ${model}\n    return model\ntransform_fn = 7\n`;
    const old = await start(python, { toolkit: 'pytorch-legacy', script: legacy, variables: {} });
    assert.ok(old.said.port, old.said.unloadable);
    const found = await ask(old.said.port, asked('text/csv', '1,2.5\n3,4'));
    assert.deepEqual(readable(found), {
      status: 200,
      contentType: 'application/json',
      body: '[[7.5], [14.5]]',
      headers: {},
    });

    const saved = `import os, torch\nmodel = ${model}\ntorch.jit.save(torch.jit.script(model), os.path.join(os.path.dirname(os.path.dirname(__file__)), 'mine.pth'))\nraise SystemExit`;
    const base = await newFolder();
    await mkdir(join(base, 'model/code'), { recursive: true });
    await writeFile(join(base, 'model/code/save.py'), saved);
    execFileSync(python, [join(base, 'model/code/save.py')]);
    const { said } = await startIn(python, base, '-', 'pytorch');
    assert.ok(said.port, said.unloadable);
    assert.equal(readable(await ask(said.port, asked('application/json', '[[1, 2.5]]'))).body, '[[7.5]]');
  });
});

const readable = ({ body, ...answer }: Asked['answer']) => ({
  ...answer,
  body: Buffer.from(body, 'base64').toString('latin1'),
});
