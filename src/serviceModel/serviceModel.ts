import type { Shape } from './shape.ts';

interface Table {
  readonly source: string;
  /** The input shape of each operation. */
  readonly operations: Readonly<Record<string, string>>;
  /** Where the numbers with a decimal point stand in each operation's answer; operations without any are left out. */
  readonly decimals: Readonly<Record<string, DecimalMembers>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Members by name; those of a list's items stand for the list. 1 is such a number. */
export interface DecimalMembers {
  readonly [member: string]: DecimalMembers | 1;
}

/** The constraints of SageMaker's requests, from the table that scripts/compile-service-model.mjs makes. */
export class ServiceModel {
  constructor(private readonly table: Table) {}

  /** Where the facts come from, with its version. */
  get source(): string {
    return this.table.source;
  }

  get operations(): readonly string[] {
    return Object.keys(this.table.operations);
  }

  /** The name of an operation's input shape. Throws for an operation that the table lacks. */
  inputOf(operation: string): string {
    const name = this.table.operations[operation];
    if (name === undefined) throw new Error(`The service model has no operation ${operation}.`);
    return name;
  }

  /** Undefined for an answer without numbers that have a decimal point. */
  decimalsOf(operation: string): DecimalMembers | undefined {
    return this.table.decimals[operation];
  }

  shape(name: string): Shape {
    const shape = this.table.shapes[name];
    if (shape === undefined) throw new Error(`The service model has no shape ${name}.`);
    return shape;
  }

  /**
   * The shape that stands at a path of members, list indices and map keys, for completion and hover.
   * @returns undefined where the model knows no such member.
   */
  shapeAt(
    root: string,
    path: readonly (string | number)[],
  ): { readonly name: string; readonly shape: Shape } | undefined {
    let name: string | undefined = root;
    for (const step of path) {
      const shape = this.shape(name);
      if (shape.type === 'structure') name = Object.hasOwn(shape.members, step) ? shape.members[step] : undefined;
      else if (shape.type === 'list') name = shape.member;
      else name = shape.type === 'map' ? shape.value : undefined;
      if (name === undefined) return undefined;
    }
    return { name, shape: this.shape(name) };
  }
}

let loading: Promise<ServiceModel> | undefined;

/** Reads the table once, when it is first needed: it is a chunk of its own. */
export function loadServiceModel(): Promise<ServiceModel> {
  loading ??= import('./tables/sagemaker.json', { with: { type: 'json' } }).then(
    // The compiler script writes exactly this shape; the inferred type of the JSON would widen every `type` to string.
    (module) => new ServiceModel(module.default as unknown as Table),
  );
  return loading;
}
