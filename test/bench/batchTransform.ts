import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rowsOf } from '../support/transformJobs.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { serveModel } from './servedModel.ts';

/** Requests at once, here and there. */
const concurrent = 4;
const megabyte = 1024 ** 2;

/**
 * A transform job of one file in requests of 1 MB, from the loaded model to the job's end, beside `xargs -P` with curl that sends the same
 * requests, cut beforehand, to an equal worker and puts the answers together.
 */
export async function prepareBatchTransform(requests: number): Promise<PreparedBenchmark> {
  const { jobs, name, workerPort, close } = await serveModel();
  const folder = await mkdtemp(join(tmpdir(), 'sagemaker-bench-'));
  const pieces = await writePieces(folder, requests);
  await jobs.put('rows/rows.csv', pieces.join(''));
  const lines = pieces.join('').split('\n').length - 1;
  const url = `http://127.0.0.1:${workerPort}/invocations`;
  const command = `ls ${folder}/piece-* | xargs -P ${concurrent} -I{} sh -c 'curl -sf -H Content-Type:text/csv --data-binary @{} -o {}.out ${url}' && cat ${folder}/*.out > ${folder}/whole`;
  let run = 0;
  return {
    async subject() {
      const job = `transform-${run++}`;
      const described = await jobs.run(job, name, 'rows/', {
        MaxPayloadInMB: 1,
        MaxConcurrentTransforms: concurrent,
        BatchStrategy: 'MultiRecord',
        output: { AssembleWith: 'Line' },
      });
      assert.equal(described.TransformJobStatus, 'Completed', described.FailureReason);
      const output = await jobs.text(`out/${job}/rows.csv.out`);
      assert.equal(output.split('\n').length - 1, lines);
      const [begun = ''] = (await jobs.log(job)).data; // each line begins with its time
      return (described.TransformEndTime?.getTime() ?? NaN) - Date.parse(`${begun.slice(0, 23)}Z`);
    },
    async peer() {
      await rm(join(folder, 'whole'), { force: true });
      const milliseconds = await timed(() => promisify(execFile)('sh', ['-c', command]));
      assert.ok((await readFile(join(folder, 'whole'), 'utf8')).split('\n').length >= lines);
      return milliseconds;
    },
    async close() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whole lines, as near to a megabyte as the job cuts them. */
async function writePieces(folder: string, count: number): Promise<string[]> {
  const lines = rowsOf(97 * 89).match(/.*\n/g) ?? [];
  await mkdir(folder, { recursive: true });
  let next = 0;
  const pieces = Array.from({ length: count }, () => {
    let piece = '';
    for (;;) {
      const line = lines[next % lines.length] ?? '';
      if (piece.length + line.length > megabyte) return piece;
      piece += line;
      next++;
    }
  });
  const width = String(count).length;
  for (const [index, piece] of pieces.entries())
    await writeFile(join(folder, `piece-${String(index).padStart(width, '0')}`), piece);
  return pieces;
}
