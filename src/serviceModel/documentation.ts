import { readFile } from 'node:fs/promises';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What Amazon writes about the members of the model's structures, as Markdown; scripts/lib/memberDocumentation.mjs makes the file. */
export class Documentation {
  constructor(private readonly texts: Texts) {}

  /** @param file - The build's documentation.json. */
  static async read(file: string): Promise<Documentation> {
    return new Documentation(JSON.parse(await readFile(file, 'utf8')) as Texts);
  }

  /** Undefined for what the documentation does not tell of. */
  of(shape: string, member: string): string | undefined {
    const members = Object.hasOwn(this.texts, shape) ? this.texts[shape] : undefined;
    return members !== undefined && Object.hasOwn(members, member) ? members[member] : undefined;
  }

  /** The page of the API reference that tells of a member. */
  static linkTo(shape: string, member: string): string {
    const pages = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_';
    const operation = /^(Create\w+?)(Request|Input)$/.exec(shape)?.[1];
    return operation === undefined
      ? `${pages}${shape}.html#sagemaker-Type-${shape}-${member}`
      : `${pages}${operation}.html#sagemaker-${operation}-request-${member}`;
  }
}
