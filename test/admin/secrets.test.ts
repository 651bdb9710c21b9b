import { expect, it } from 'vitest';
import { adminClient } from '../../src/admin/client.ts';
import { AGENTMC, AGENTRADIO, startMock } from '../support/admin.ts';
import { examples } from '../support/heartbeats.ts';

const CANARY = 'canary7f3a9c';
const AMC_KEY = `mca_${CANARY}`;
const AR_KEY = `ar_agent_${CANARY}`;
const OTHER = `${CANARY}-unlike-a-key`;
const TOKEN = `${CANARY}-token`;

it('neither keys nor the token stand in anything that the control API answers', async () => {
  const mock = startMock({ keys: { agentradio: { [OTHER]: {}, [AR_KEY]: {} } } });
  const { url } = await mock.listen({ adminToken: TOKEN });
  const post = (path: string, headers: Record<string, string>, body: unknown) =>
    fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  await post(AGENTMC, { 'x-api-key': AMC_KEY }, examples.agentmc);
  await post(AGENTMC, { 'x-api-key': AMC_KEY }, { ...examples.agentmc, meta: { type: AMC_KEY } });
  await post(AGENTRADIO, { authorization: `Bearer ${AR_KEY}` }, { status: AR_KEY });
  await post(AGENTRADIO, {}, { status: 'online', apiKey: OTHER });
  // The token where it does not belong.
  await post(AGENTRADIO, { authorization: `Bearer ${TOKEN}` }, examples.agentradio);
  await fetch(`${url}/v9/${AMC_KEY}?apiKey=${OTHER}&token=${TOKEN}`);
  expect(mock.journal.size).toBe(6);

  const seen: string[] = [];
  const admin = adminClient({
    url,
    token: TOKEN,
    async fetch(call, init) {
      const response = await fetch(call, init);
      seen.push(
        `${call} ${JSON.stringify([...response.headers])} ${await response.clone().text()}`,
      );
      return response;
    },
  });
  await admin.health();
  await admin.state();
  await admin.requests();
  await admin.findRequests();
  await admin.unmatchedRequests();
  await admin.waitForRequests({});
  await admin.exportRequests();
  await admin.exportRequests({ format: 'har' });
  await admin.nearMisses();
  await admin.metrics();
  await admin.scenarios();
  await admin.sessions();
  const { value } = await adminClient({ url, token: TOKEN }).events({ after: 0 }).next();
  seen.push(JSON.stringify(value));
  const headers = { authorization: `Bearer ${TOKEN}` };
  for (const path of [
    AMC_KEY,
    `clock?${AMC_KEY}=1`,
    `sessions/${OTHER}`,
    `requests?limit=${OTHER}`,
  ]) {
    const response = await fetch(`${url}/__admin/${path}`, { headers });
    seen.push(`${response.status} ${await response.text()}`);
  }
  for (const given of [undefined, TOKEN.toUpperCase()]) {
    const wrong = given === undefined ? {} : { authorization: `Bearer ${given}` };
    const response = await fetch(`${url}/__admin/health`, { headers: wrong });
    expect(response.status).toBe(401);
    seen.push(`${JSON.stringify([...response.headers])} ${await response.text()}`);
  }
  expect(seen.filter((text) => text.toLowerCase().includes(CANARY))).toEqual([]);
  expect(seen.length).toBe(19);
});

it('keys in calls of the control API are not repeated by its answers', async () => {
  const mock = startMock();
  // What looks like no key is known as one once it was used so.
  mock.handle({
    method: 'GET',
    path: '/api/v1/home',
    headers: { authorization: `Bearer ${OTHER}` },
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await mock.fetch(`http://mock.test/__admin${path}`, init)).text();
  };
  const rule = {
    on: { headers: { authorization: `Bearer ${AR_KEY}`, 'x-api-key': 'mca_*' } },
    reply: { headers: { 'x-echo': AMC_KEY } },
  };
  const answers = [
    await call('PUT', '/faults', { rules: [rule] }),
    await call('GET', '/faults'),
    await call('POST', '/near-misses/request', { method: 'POST', path: `/${AMC_KEY}/heartbeat` }),
    await call('POST', '/near-misses/request', {
      method: 'POST',
      path: '/api/heartbeat',
      body: { status: OTHER },
    }),
    await call('PUT', '/clock', { [AMC_KEY]: 1 }),
    await call('PUT', '/scenario', { name: OTHER }),
    await call('POST', '/sessions', { id: `${AR_KEY} x` }),
    await call('POST', `/snapshots/${AMC_KEY}%20x`),
  ];
  expect(answers.filter((answer) => answer.includes(CANARY))).toEqual([]);
  expect(answers[1]).toContain('"x-api-key":"mca_*"');
});
