import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';

interface Marks {
  getMarks(): readonly { readonly name: string; readonly startTime: number }[];
}

const id = 'sagemaker-workbench.sagemaker-workbench';

/** Called by VS Code inside the extension host: activates the extension and notes what VS Code's own marks say it took. */
export async function run(): Promise<void> {
  await vscode.extensions.getExtension(id)?.activate();
  const { MonacoPerformanceMarks: marks } = globalThis as unknown as { MonacoPerformanceMarks: Marks };
  const times = new Map(marks.getMarks().map(({ name, startTime }) => [name.toLowerCase(), startTime]));
  const between = (what: string): number => {
    const [from, to] = ['will', 'did'].map((edge) => times.get(`code/exthost/${edge}${what}/${id}`));
    if (from === undefined || to === undefined) throw new Error(`VS Code left no marks of ${what}.`);
    return to - from;
  };
  const milliseconds = between('loadextensioncode') + between('activateextension');
  appendFileSync(process.env['BENCH_RESULT_FILE'] ?? '', `${milliseconds}\n`);
}
