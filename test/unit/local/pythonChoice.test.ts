import assert from 'node:assert/strict';
import { choosePython, type PythonCandidate, type PythonNeed } from '../../../src/local/pythonChoice.ts';
import type { PythonAnswer } from '../../../src/shared/node/pythonAnswer.ts';

const offered: PythonCandidate[] = [
  { interpreter: '/usr/bin/python3', origin: 'python-extension' },
  { interpreter: '/work/.venv/bin/python', origin: 'workspace' },
];
const sklearn: PythonNeed = { isRequired: true, library: 'sklearn' };

describe('the interpreter that the editor chooses', () => {
  it('is the first that has the library of the image', async () => {
    const ask = engine({ '/usr/bin/python3': {}, '/work/.venv/bin/python': { sklearn: '1.5.2' } });
    assert.deepEqual(await choosePython(offered, sklearn, ask), {
      kind: 'chosen',
      interpreter: '/work/.venv/bin/python',
    });
  });

  it("is the Python extension's where nothing but Python is needed", async () => {
    const ask = engine({ '/usr/bin/python3': {}, '/work/.venv/bin/python': { sklearn: '1.5.2' } });
    assert.deepEqual(await choosePython(offered, { isRequired: true }, ask), {
      kind: 'chosen',
      interpreter: '/usr/bin/python3',
    });
  });

  it("is left to the engine where only the engine's own has the library", async () => {
    const ask = engine({
      '/usr/bin/python3': {},
      '/work/.venv/bin/python': 'It is broken.',
      own: { sklearn: '1.5.2' },
    });
    assert.deepEqual(await choosePython(offered, sklearn, ask), { kind: 'chosen', interpreter: undefined });
  });

  it('is that of the setting, whatever it lacks, and its problem is told rather than passed over', async () => {
    const candidates: PythonCandidate[] = [{ interpreter: '/opt/python', origin: 'setting' }, ...offered];
    const has = { '/usr/bin/python3': { sklearn: '1.5.2' } };
    assert.deepEqual(await choosePython(candidates, sklearn, engine({ ...has, '/opt/python': {} })), {
      kind: 'chosen',
      interpreter: '/opt/python',
    });
    assert.deepEqual(await choosePython(candidates, sklearn, engine({ ...has, '/opt/python': 'It is too old.' })), {
      kind: 'none',
      problem: 'It is too old.',
    });
  });

  it('is not there when none has the library: says what the nearest lacks', async () => {
    const ask = engine({ '/usr/bin/python3': { numpy: '1.26.4' }, '/work/.venv/bin/python': {}, own: 'No Python.' });
    const choice = await choosePython(offered, sklearn, ask);
    assert.ok(choice.kind === 'none');
    assert.equal(choice.problem, "Python 3.11.7 (/usr/bin/python3) has no sklearn, which the job's image brings.");
    assert.equal(choice.usable?.interpreter, '/usr/bin/python3');
  });

  it("is not there when there is no Python at all: says the engine's reason", async () => {
    assert.deepEqual(await choosePython([], sklearn, engine({ own: 'No Python is on PATH; install one.' })), {
      kind: 'none',
      problem: 'No Python is on PATH; install one.',
    });
  });

  it('must have the right major version of XGBoost, or else none is taken for a job that runs without', async () => {
    const need: PythonNeed = { isRequired: false, library: 'xgboost', major: 1 };
    const two = { '/usr/bin/python3': { xgboost: '2.1.0' }, '/work/.venv/bin/python': { xgboost: '1.7.6' }, own: {} };
    assert.deepEqual(await choosePython(offered, need, engine(two)), {
      kind: 'chosen',
      interpreter: '/work/.venv/bin/python',
    });
    assert.deepEqual(await choosePython(offered.slice(0, 1), need, engine(two)), {
      kind: 'chosen',
      interpreter: undefined,
    });
    const forced = await choosePython(offered.slice(0, 1), { ...need, isRequired: true }, engine(two));
    assert.match(forced.kind === 'none' ? forced.problem : '', /has xgboost 2\.1\.0, not 1, which/);
  });

  it('is the first one where the engine is too old to be asked', async () => {
    assert.deepEqual(await choosePython(offered, sklearn, () => Promise.resolve(undefined)), {
      kind: 'chosen',
      interpreter: '/usr/bin/python3',
    });
  });
});

/** An engine that knows interpreters by their libraries, or by what is wrong with them; `own` is its own choice. */
function engine(pythons: Readonly<Record<string, Record<string, string> | string>>) {
  return (interpreter = 'own'): Promise<PythonAnswer> => {
    const libraries = pythons[interpreter] ?? 'There is none.';
    return Promise.resolve(
      typeof libraries === 'string'
        ? { problem: libraries }
        : { environment: { interpreter, version: '3.11.7', libraries, origin: 'chosen for this job' } },
    );
  };
}
