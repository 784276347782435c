/** What a line must hold for the training toolkit to take it for an error (sagemaker_training/__init__.py). */
const errorWords =
  /Exception|(?:Arithmetic|Assertion|Attribute|BlockingIO|BrokenPipe|Buffer|ChildProcess|Connection|ConnectionAborted|ConnectionRefused|ConnectionReset|EOF|Environment|FileExists|FileNotFound|FloatingPoint|IO|Import|Indentation|Index|Interrupted|IsADirectory|Key|Lookup|Memory|ModuleNotFound|Name|NotADirectory|NotImplemented|OS|Overflow|Permission|ProcessLookup|Recursion|Reference|Runtime|Syntax|System|Tab|Timeout|Type|UnboundLocal|UnicodeDecode|UnicodeEncode|Unicode|UnicodeTranslate|Value|ZeroDivision|ResourceExhausted|OutOfRange|InvalidArgument|ExecuteUserScript)Error|Invalid requirement|mpirun\.real|ORTE/;

/** Told by one cheap search: most lines of a long log hold neither. */
const maybeError = /Err|Exc|Inv|mpi|ORTE/;
const tracebackHead = 'Traceback (most recent call last)';
/** Python says these before a traceback that ends nothing. */
const harmless = /^(Exception ignored |--- Logging error ---)/;

/** Ends what Python says of a script that it cannot compile: the place and its line of source, without a traceback's head. */
const uncompiled = /^(?:Syntax|Indentation|Tab)Error: /;
const uncompiledHead = '  File "';
const sourceMarks = /^[\s^~]*$/;

/** More of a line or of a traceback does not fit into a failure reason. */
const longestLine = 2048;
const mostFrames = 40;
const tailLines = 50;
/** Of what was said after the error: the rest of its message, or the words of a `sys.exit`. */
const linesAfter = 3;

/** What came last of the lines that may be the reason. */
interface Finding {
  /** Of a traceback: what stands above its last line. */
  readonly above: string[];
  /** `SomeError: text`; undefined while its traceback is still being said. */
  error: string | undefined;
  /** Lines that came after it. */
  after: number;
}

/**
 * Finds in a program's output what it says of the reason why it failed. The toolkit keeps everything from the first line that names an
 * error, of which the service then shows the first 1,024 characters: a warning that names an error hides the one that ended the script.
 * Here the last traceback counts, then the last line that names an error, then the last lines; how they are joined is the toolkit's.
 */
export class ErrorExcerpt {
  private traceback: Finding | undefined;
  private line: Finding | undefined;
  /** What stands before each line of the traceback that is being said, such as the `[rank0]: ` of a launcher. */
  private prefix: string | undefined;
  private before = '';
  /** Place and source of what Python may be about to refuse. */
  private place: string[] = [];
  /** The end of the output, each line cut to what can be shown. */
  readonly tail: string[] = [];

  add(lines: readonly { readonly message: string }[]): void {
    this.tail.push(...lines.slice(-tailLines).map(({ message }) => cutMiddle(message, longestLine)));
    if (this.tail.length > tailLines) this.tail.splice(0, this.tail.length - tailLines);
    for (const { message } of lines) this.take(message);
  }

  /**
   * @param limit - Characters that it may have. The line that names the error is always among them, cut in its middle where it must be.
   * @returns Empty when the program said nothing.
   */
  text(limit: number): string {
    const finding = this.traceback ?? this.line;
    if (finding === undefined) return joined([], this.lastLines(tailLines), limit);
    const said = finding.error === undefined ? finding.above : [...finding.above, finding.error];
    return joined(said.slice(0, -1), [said.at(-1) ?? '', ...this.lastLines(finding.after)], limit);
  }

  private take(message: string): void {
    if (this.traceback !== undefined) this.traceback.after++;
    if (this.line !== undefined) this.line.after++;
    const head = message.indexOf(tracebackHead);
    if (head >= 0) {
      if (!harmless.test(this.before)) {
        this.prefix = message.slice(0, head);
        this.traceback = { above: [message.slice(head, longestLine)], error: undefined, after: 0 };
      }
    } else if (this.prefix !== undefined && this.traceback !== undefined) this.takeFrame(message, this.traceback);
    else if (this.place.length > 0 && uncompiled.test(message))
      this.traceback = { above: this.place, error: stripped(message), after: 0 };
    else if (maybeError.test(message) && errorWords.test(message))
      this.line = { above: [], error: stripped(message), after: 0 };
    this.takePlace(message);
    this.before = message;
  }

  private takePlace(message: string): void {
    if (message.startsWith(uncompiledHead)) this.place = [stripped(message)];
    else if (this.place.length === 0) return;
    else if (!/^\s/.test(message)) this.place = [];
    else if (!sourceMarks.test(message) && this.place.length < linesAfter) this.place.push(stripped(message));
  }

  private takeFrame(message: string, traceback: Finding): void {
    const line = message.startsWith(this.prefix ?? '') ? message.slice(this.prefix?.length) : message;
    traceback.after = 0;
    if (/^\s|^$/.test(line)) {
      if (sourceMarks.test(line)) return; // marks below a line of source
      traceback.above.push(stripped(line));
      if (traceback.above.length > mostFrames) traceback.above.splice(1, 1);
    } else {
      traceback.error = stripped(line);
      this.prefix = undefined;
    }
  }

  /** @param of - How many of the last lines they may be taken from. */
  private lastLines(of: number): string[] {
    if (of === 0) return [];
    return this.tail
      .slice(-of)
      .map(stripped)
      .filter((line) => line !== '')
      .slice(-linesAfter);
  }
}

/** As the toolkit shows a line. */
function stripped(line: string): string {
  return cutMiddle(line, longestLine).replace(/^[ :\n]+|[ :\n]+$/g, '');
}

/** The first of `last` always, then the rest of them, then of what stands above as much as fits, from its end. */
function joined(above: readonly string[], [first = '', ...rest]: readonly string[], limit: number): string {
  const lines = [cutMiddle(first, above.length === 0 ? limit : Math.ceil((limit * 2) / 3))];
  let room = limit - (lines[0]?.length ?? 0);
  const fits = (line: string): boolean => (room -= line.length + lineEnd.length) >= 0;
  for (const line of rest) {
    const shown = cutMiddle(line, Math.max(0, room - lineEnd.length));
    if (shown.length > 1 && fits(shown)) lines.push(shown);
  }
  for (const line of above.toReversed()) {
    if (!fits(line)) break;
    lines.unshift(line);
  }
  return lines.join(lineEnd);
}

const lineEnd = '\n ';

/** What is too long keeps its beginning and its end. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = Math.max(0, limit - 1);
  return `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`;
}
