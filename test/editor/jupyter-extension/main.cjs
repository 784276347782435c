// Stands in for ms-toolsai.jupyter, in the shape of its `src/api.d.ts`: enters each server that it is offered as that extension does.
const { renameSync, writeFileSync } = require('node:fs');

exports.activate = () => ({
  createJupyterServerCollection(id, label, provider) {
    const enter = async () => {
      const servers = await provider.provideJupyterServers({ isCancellationRequested: false });
      const answers = await Promise.all(servers.map((server) => answerOf(provider, server)));
      // Whole or not at all: the test reads it as soon as it is there.
      const file = process.env.TEST_JUPYTER_ANSWERS;
      writeFileSync(`${file}.part`, JSON.stringify({ id, label, answers }));
      renameSync(`${file}.part`, file);
    };
    const watch = provider.onDidChangeServers(() => void enter());
    return { id, label, dispose: () => watch.dispose() };
  },
});

/** Starts a kernel there, as a notebook does. */
async function answerOf(provider, server) {
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
  const resolved = await provider.resolveJupyterServer(server, token);
  const { baseUrl, token: secret } = resolved.connectionInformation;
  const address = new URL('api/kernels', baseUrl.toString(true));
  const answer = await fetch(address, { method: 'POST', headers: { authorization: `token ${secret}` }, body: '{}' });
  return { label: resolved.label, status: answer.status, kernel: (await answer.json()).name };
}
