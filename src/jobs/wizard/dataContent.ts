import { join, relative, sep } from 'node:path';
import { csvHeadLength } from '../../formats/csvHead.ts';
import { codeOf, messageOf } from '../../shared/errors.ts';
import type { DefinitionFiles } from '../definitionFiles.ts';
import { findLocalData } from '../localData.ts';
import { isInside } from '../workspacePath.ts';
import { contentTypeOf, unreadableReason } from './contentType.ts';
import { textProblem } from './textProblem.ts';
import type { DataAnswer, TrainAnswers } from './trainAnswers.ts';

/** How many files of a folder are looked into: whoever mixes formats mostly does so early. */
const mostLookedInto = 100;

/** Why the files that an answer names cannot be used, as one sentence, from their heads and ends; undefined when they may. */
export async function contentProblem(
  answers: TrainAnswers,
  channel: string,
  answer: DataAnswer,
  files: DefinitionFiles,
): Promise<string | undefined> {
  const { workspaceRoot } = answers;
  if (answer.kind !== 'local' || !isInside(workspaceRoot, answer.path)) return undefined;
  const titleOf = (path: string): string => relative(workspaceRoot, path).replaceAll(sep, '/') || '.';
  try {
    // A single packed table is looked into where it is unpacked; in a folder nothing unpacks it.
    if (!answer.isFolder && /\.gz$/i.test(answer.path)) return undefined;
    if (!answer.isFolder) return await fileProblem(answers, channel, { ...answer, title: titleOf(answer.path) }, files);
    const found = await filesIn(workspaceRoot, titleOf(answer.path), files);
    if ('code' in found) return found.message;
    for (const { path } of found.files.slice(0, mostLookedInto)) {
      const title = titleOf(path);
      const reason = unreadableReason(answers, channel, path);
      const problem =
        reason === undefined ? await fileProblem(answers, channel, { path, title }, files) : `${title}: ${reason}`;
      if (problem !== undefined) return problem;
    }
    return undefined;
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return `${titleOf(answer.path)} cannot be read: ${messageOf(error)}`;
  }
}

/** The same answer; of a folder, with its first file. */
export async function withFirstFile(
  { workspaceRoot }: TrainAnswers,
  answer: DataAnswer,
  files: DefinitionFiles,
): Promise<DataAnswer> {
  if (answer.kind !== 'local' || !answer.isFolder) return answer;
  const found = await filesIn(workspaceRoot, relative(workspaceRoot, answer.path).replaceAll(sep, '/') || '.', files);
  const firstFile = 'code' in found ? undefined : found.files[0]?.path;
  return firstFile === undefined ? answer : { ...answer, firstFile };
}

function filesIn(workspaceRoot: string, title: string, files: DefinitionFiles): ReturnType<typeof findLocalData> {
  const definitionPath = join(workspaceRoot, 'training-job.yaml'); // paths are relative to the workspace
  return findLocalData(title, { files, workspaceRoot, definitionPath });
}

async function fileProblem(
  answers: TrainAnswers,
  channel: string,
  { path, title }: { readonly path: string; readonly title: string },
  files: DefinitionFiles,
): Promise<string | undefined> {
  const type = contentTypeOf(answers, channel, path);
  if (type === 'application/x-parquet') return parquetProblem(path, title, files);
  return type?.startsWith('text/') === true ? textProblem(await files.readHead(path, csvHeadLength), title) : undefined;
}

/** Parquet's "File format": the magic number stands at both ends. */
async function parquetProblem(path: string, title: string, files: DefinitionFiles): Promise<string | undefined> {
  const ends = await Promise.all([files.readHead(path, 4), files.readTail(path, 4)]);
  const isWhole = ends.every((end) => new TextDecoder('latin1').decode(end) === 'PAR1');
  return isWhole ? undefined : `${title} is no whole Parquet file: write it again, or choose another one.`;
}
