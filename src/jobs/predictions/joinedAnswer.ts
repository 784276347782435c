/**
 * The answer in a line of `JoinSource: Input`: CSV has it after the row, JSON as `SageMakerOutput` ("Associate Prediction Results with Input
 * Records").
 */
export function joinedAnswer(line: string, input: string): string {
  if (line.startsWith(`${input},`)) return line.slice(input.length + 1);
  try {
    const { SageMakerOutput: output } = JSON.parse(line) as { SageMakerOutput?: unknown };
    if (output !== undefined) return typeof output === 'string' ? output : JSON.stringify(output);
  } catch {
    return line; // written in another way: shown as it is
  }
  return line;
}
