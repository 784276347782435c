import type { Connection } from '../../src/sagemaker/connection.ts';
import { kindIds } from '../../src/sagemaker/resources/resourceKind.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';

/** Another window, in a process of its own: shows every list of a connection until its stdin ends, and then prints how many it listed of each. */
const { connection, storageFolder } = JSON.parse(process.argv[2] ?? '') as {
  connection: Connection;
  storageFolder: string;
};
const session = new Session(connection, systemClock, (line) => process.stderr.write(`${line}\n`), storageFolder);
for (const id of kindIds) session.lists.of(id).setVisible(true);
process.stdout.write('showing\n');
process.stdin.resume();
process.stdin.on('end', () => {
  const counts = kindIds.map((id) => [id, session.lists.of(id).entries.length] as const);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(counts))}\n`);
  session.dispose();
});
