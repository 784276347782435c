export interface StructureShape {
  readonly type: 'structure';
  readonly required: readonly string[];
  /** Whether one of its members is to be given, and which one says something by itself. */
  readonly union?: boolean;
  /** The name of each member's shape. */
  readonly members: Readonly<Record<string, string>>;
}

export interface ListShape {
  readonly type: 'list';
  readonly member: string;
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly type: 'map';
  readonly key: string;
  readonly value: string;
  readonly min?: number;
  readonly max?: number;
}

interface StringShape {
  readonly type: 'string';
  readonly min?: number;
  readonly max?: number;
  /** A Java pattern that the whole value must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface NumberShape {
  readonly type: 'integer' | 'long' | 'float' | 'double';
  readonly min?: number;
  readonly max?: number;
}

interface BooleanShape {
  readonly type: 'boolean';
}

interface TimestampShape {
  readonly type: 'timestamp';
}

/** One shape of the service's model: what a value may be, without its documentation. */
export type Shape = StructureShape | ListShape | MapShape | ScalarShape;
export type ScalarShape = StringShape | NumberShape | BooleanShape | TimestampShape;

export function isScalar(shape: Shape): shape is ScalarShape {
  return shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map';
}
