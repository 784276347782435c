/** What a line must hold for the training toolkit to take it for an error (sagemaker_training/__init__.py). */
const errorWords =
  /Exception|(?:Arithmetic|Assertion|Attribute|BlockingIO|BrokenPipe|Buffer|ChildProcess|Connection|ConnectionAborted|ConnectionRefused|ConnectionReset|EOF|Environment|FileExists|FileNotFound|FloatingPoint|IO|Import|Indentation|Index|Interrupted|IsADirectory|Key|Lookup|Memory|ModuleNotFound|Name|NotADirectory|NotImplemented|OS|Overflow|Permission|ProcessLookup|Recursion|Reference|Runtime|Syntax|System|Tab|Timeout|Type|UnboundLocal|UnicodeDecode|UnicodeEncode|Unicode|UnicodeTranslate|Value|ZeroDivision|ResourceExhausted|OutOfRange|InvalidArgument|ExecuteUserScript)Error|Invalid requirement|mpirun\.real|ORTE/;

/** More does not fit into a failure reason. */
const enough = 2048;

const tailLines = 50;

/** Finds in a program's output what it says of the reason why it failed. */
export class ErrorExcerpt {
  private readonly lines = new Set<string>();
  private size = 0;
  /** The end of the output, each line cut to what can be shown. */
  readonly tail: string[] = [];

  add(lines: readonly { readonly message: string }[]): void {
    this.tail.push(...lines.slice(-tailLines).map(({ message }) => message.slice(0, enough)));
    if (this.tail.length > tailLines) this.tail.splice(0, this.tail.length - tailLines);
    if (this.size >= enough) return;
    for (const { message } of lines) {
      if (this.size === 0 && !errorWords.test(message)) continue;
      const line = message.slice(0, enough).replace(/^[ :\n]+|[ :\n]+$/g, '');
      if (!this.lines.has(line)) this.size += line.length + 1;
      this.lines.add(line);
      if (this.size >= enough) return;
    }
  }

  /** From the first line that names an error, each line once, as the toolkit joins them; without one, the last line said. */
  get text(): string {
    if (this.size > 0) return [...this.lines].join('\n ').trim();
    return this.tail.findLast((line) => line.trim() !== '')?.trim() ?? '';
  }
}
