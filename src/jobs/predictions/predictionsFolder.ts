import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PredictionRow, RowAnswer } from '../../sagemaker/predictions/predictionRow.ts';
import type { PredictionsContent } from '../../sagemaker/predictions/predictionsModel.ts';
import { codeOf } from '../../shared/errors.ts';

/** More tabs than anybody has open, and two for each of the last batch transforms; each holds some megabytes at most. */
const mostKept = 60;
const ending = '.predictions.jsonl';
const schemaVersion = 1;

interface Head extends Pick<PredictionsContent, 'subject' | 'requests'> {
  readonly schemaVersion: number;
}

/** Predictions on disk, so that a panel outlives its window and a batch transform knows the labels that it was not sent. */
export class PredictionsFolder {
  constructor(private readonly folder: string) {}

  /** A name for new predictions. */
  newId(now: number): string {
    return `${now.toString(36)}-${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
  }

  /** Writes whole or not at all, and removes what is oldest. @param id - Letters, digits and hyphens. */
  async write(id: string, content: PredictionsContent): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const path = this.pathOf(id);
    const draft = `${path}.${process.pid}.new`;
    await pipeline(Readable.from(linesOf(content)), createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, path);
    await this.prune();
  }

  /** @returns Undefined when they are gone, or were written by another version. */
  async read(id: string): Promise<PredictionsContent | undefined> {
    const rows: PredictionRow[] = [];
    const answers: RowAnswer[] = [];
    let head: Head | undefined;
    try {
      for await (const line of createInterface({ input: createReadStream(this.pathOf(id)), crlfDelay: Infinity })) {
        const value: unknown = JSON.parse(line);
        if (head === undefined) {
          head = value as Head;
          if (head.schemaVersion !== schemaVersion) return undefined;
          continue;
        }
        const { answer, problem, request, ...row } = value as PredictionRow & RowAnswer;
        rows.push(row);
        answers.push({
          ...(answer !== undefined && { answer }),
          ...(problem !== undefined && { problem }),
          ...(request !== undefined && { request }),
        });
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
      throw error;
    }
    return head && { subject: head.subject, requests: head.requests, rows, answers };
  }

  private pathOf(id: string): string {
    return join(this.folder, `${id.replace(/[^\w-]/g, '_')}${ending}`);
  }

  private async prune(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(ending));
    if (names.length <= mostKept) return;
    const dated = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        // Another window may prune at the same time.
        const modified = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => Infinity,
        );
        return { path, modified };
      }),
    );
    dated.sort((a, b) => b.modified - a.modified);
    await Promise.all(dated.slice(mostKept).map(({ path }) => rm(path, { force: true })));
  }
}

/** In pieces, so that the editor's other extensions do not wait for a large one. */
function* linesOf({ subject, requests, rows, answers }: PredictionsContent): Generator<string> {
  yield `${JSON.stringify({ schemaVersion, subject, requests })}\n`;
  for (let start = 0; start < rows.length; start += 500) {
    const lines = rows
      .slice(start, start + 500)
      .map((row, index) => JSON.stringify({ ...row, ...answers[start + index] }));
    yield `${lines.join('\n')}\n`;
  }
}
