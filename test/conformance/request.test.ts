import { describe, expect, it } from 'vitest';
import type { RequestParts } from '../../src/conformance/scenario/format.ts';
import { buildRequest, type BuiltRequest } from '../../src/conformance/scenario/request.ts';
import type { Inputs } from '../../src/conformance/scenario/values.ts';
import { suiteOf } from '../../src/conformance/server-check.ts';

const agentmc = await suiteOf('agentmc');
const agentradio = await suiteOf('agentradio');
const EXAMPLE = agentmc.fixtures.get('valid/document-example')?.payload as any;
const KEY = 'canary_main';
const INPUTS: Inputs = { apiKey: KEY, agentId: 4711, random: 'r4nd0m', seed: 'seed' };

interface Options {
  readonly suite?: typeof agentmc;
  readonly path?: string;
  readonly inputs?: Partial<Inputs>;
}

function build(layers: readonly RequestParts[] = [], options: Options = {}): BuiltRequest {
  const { suite = agentmc, path, inputs } = options;
  return buildRequest(suite, { ...INPUTS, ...inputs }, layers, path);
}

/** The payload as the server would read it. */
function payloadOf(layers: readonly RequestParts[], options: Options = {}) {
  const { body, json } = build(layers, options);
  const payload = JSON.parse(String(body)) as any;
  expect(payload).toEqual(json);
  return payload;
}

describe('a request', () => {
  it('is by default the heartbeat of the defaults, from the agent of the run', () => {
    const request = build();
    expect(request).toMatchObject({
      operation: 'agentHeartbeat',
      method: 'POST',
      path: '/agents/heartbeat',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-api-key': KEY,
      },
      fields: [],
    });
    const { agent, host, meta } = EXAMPLE;
    expect(payloadOf([])).toEqual({
      meta,
      agent: { ...agent, id: 4711 },
      host: { ...host, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(payloadOf([]).host.fingerprint).not.toBe(host.fingerprint);
  });

  it('leaves the number of the example where the run has none', () => {
    const payload = payloadOf([], { inputs: { agentId: undefined } });
    expect(payload.agent.id).toBe(EXAMPLE.agent.id);
  });

  it('may have another fixture, and tells its fields at fault', () => {
    const request = build([{ fixture: 'invalid/host.meta.ip-format' }]);
    expect(request.fields).toEqual(['host.meta.ip']);
    expect((request.json as any).host.meta.ip).not.toBe(EXAMPLE.host.meta.ip);
  });

  it('puts in who the user is only where the payload names whom the example names', () => {
    const agent = (fixture: string) => payloadOf([{ fixture }]).agent;
    expect(agent('invalid/host-required').id).toBe(4711);
    expect(agent('invalid/agent.id-required')).not.toHaveProperty('id');
    expect(payloadOf([{ fixture: 'invalid/agent-required' }])).not.toHaveProperty('agent');
    expect(payloadOf([{ set: { '/agent/id': 1 } }]).agent.id).toBe(1);
  });

  it('takes values from steps and cases, and the later one wins', () => {
    const step = { set: { '/meta/a': 1, '/meta/b': 1 }, headers: { 'X-A': '1', 'X-B': '1' } };
    const entry = { set: { '/meta/b': 2 }, headers: { 'x-b': '2' } };
    expect(payloadOf([step, entry]).meta).toMatchObject({ a: 1, b: 2 });
    expect(build([step, entry]).headers).toMatchObject({ 'x-a': '1', 'x-b': '2' });
  });

  it('puts in and takes out values of any kind at any place', () => {
    const value = { any: [{ deep: null }], '~/': '' };
    const { meta, host } = payloadOf([
      { set: { '/meta/new': value, '/meta/models/0': '', '/host/a~1b~0c': false } },
      { remove: ['/host/name', '/meta/models/1', '/meta/there-is-no-such'] },
    ]);
    expect(meta.new).toEqual(value);
    expect(meta.models[0]).toBe('');
    expect(host).toMatchObject({ 'a/b~c': false });
    expect(host).not.toHaveProperty('name');
    const { meta: cleared } = payloadOf([{ remove: ['/meta/models/0'] }]);
    expect(cleared.models).toEqual(EXAMPLE.meta.models.slice(1));
  });

  it('may be another value as a whole', () => {
    expect(payloadOf([{ set: { '': ['a'] } }])).toEqual(['a']);
    expect(build([{ set: { '': null } }]).body).toBe('null');
  });

  it('leaves fixtures as they are for the next request', () => {
    build([{ set: { '/meta/models/0': 'changed' }, remove: ['/host'] }]);
    expect(payloadOf([]).meta.models).toEqual(EXAMPLE.meta.models);
  });

  it('leaves headers out that are null', () => {
    expect(build([{ headers: { 'X-API-KEY': null } }]).headers).not.toHaveProperty('x-api-key');
    const again = build([
      { headers: { 'X-Api-Key': null } },
      { headers: { 'X-Api-Key': 'other' } },
    ]);
    expect(again.headers['x-api-key']).toBe('other');
    expect(build([{ headers: { accept: null } }]).headers).not.toHaveProperty('accept');
  });

  it('may have a text as its body, with no value to compare with', () => {
    const request = build([{ text: '{"key": "${api-key}"' }]);
    expect(request.body).toBe(`{"key": "${KEY}"`);
    expect(request.json).toBeUndefined();
    expect(request.headers['content-type']).toBe('application/json');
    expect(build([{ text: '' }]).body).toBe('');
  });

  it('may have another method', () => {
    expect(build([{ method: 'PUT' }]).method).toBe('PUT');
    expect(build([{ method: 'PUT' }, { method: 'PATCH' }]).method).toBe('PATCH');
  });

  it('has no body where the operation takes none', () => {
    const request = build([{ operation: 'home' }], { suite: agentradio });
    expect(request).toMatchObject({ operation: 'home', method: 'GET', path: '/api/v1/home' });
    expect(request).not.toHaveProperty('body');
    expect(request.json).toBeUndefined();
    expect(request.headers).toEqual({
      accept: 'application/json',
      authorization: `Bearer ${KEY}`,
    });
  });

  it('has no key where anyone may call', () => {
    const request = build([{ operation: 'catalogTopics' }], { suite: agentradio });
    expect(request.headers).toEqual({ accept: 'application/json' });
  });

  it('of an alias is the same request to another path', () => {
    const [plain, alias] = [[], [{ operation: 'heartbeatV1' }]].map((layers) =>
      build(layers, { suite: agentradio }),
    );
    expect(plain?.path).toBe('/api/heartbeat');
    expect(alias).toEqual({ ...plain, operation: 'heartbeatV1', path: '/api/v1/heartbeat' });
  });

  it('goes to the path that the user names, where it is the heartbeat', () => {
    const path = '/hosts/heartbeat';
    expect(build([], { path }).path).toBe(path);
    const other = build([{ operation: 'heartbeatV1' }], { path, suite: agentradio });
    expect(other.path).toBe('/api/v1/heartbeat');
  });

  it('tells operations that there are not', () => {
    expect(() => build([{ operation: 'nothing' }])).toThrow('no operation nothing');
  });
});

describe('a placeholder', () => {
  const value = (text: string, inputs: Partial<Inputs> = {}) =>
    payloadOf([{ set: { '/meta/x': text } }], { inputs }).meta.x;

  it('stands for a value of the run, in texts at any depth', () => {
    const inputs = { secondKey: 'second', forbiddenKey: 'forbidden', inactiveKey: 'inactive' };
    expect(value('${api-key}')).toBe(KEY);
    expect(value('${second-key}/${forbidden-key}/${inactive-key}', inputs)).toBe(
      'second/forbidden/inactive',
    );
    expect(value('mca_${random}_invalid')).toBe('mca_r4nd0m_invalid');
    const { meta } = payloadOf([{ set: { '/meta/x': { list: ['${random}', 1] } } }]);
    expect(meta.x).toEqual({ list: ['r4nd0m', 1] });
    expect(build([{ headers: { 'X-Api-Key': '${api-key}+' } }]).headers['x-api-key']).toBe(
      `${KEY}+`,
    );
  });

  it('for a number is that number where the text is nothing else', () => {
    expect(value('${agent-id}')).toBe(4711);
    expect(value('agent ${agent-id}')).toBe('agent 4711');
    expect(value('${second-agent-id}', { secondAgentId: 43 })).toBe(43);
  });

  it('fills in text that looks like a placeholder or a pattern as it is', () => {
    expect(value('${api-key}', { apiKey: '$& ${random} $1' })).toBe('$& ${random} $1');
  });

  describe('for a fingerprint', () => {
    it('is as long as it says', () => {
      expect(value('${fingerprint:a}')).toMatch(/^[0-9a-f]{64}$/);
      expect(value('${fingerprint:a:63}')).toMatch(/^[0-9a-f]{63}$/);
      expect(value('${fingerprint:a:128}')).toMatch(/^[0-9a-f]{128}$/);
      expect(value('${fingerprint:a:129}')).toMatch(/^[0-9a-f]{129}$/);
      expect(value('${fingerprint:a:63}/')).toMatch(/^[0-9a-f]{63}\/$/);
    });

    it('is the same for the same seed, agent and name', () => {
      expect(value('${fingerprint:a:63}')).toBe(value('${fingerprint:a:63}'));
      expect(value('${fingerprint:a:63}', { apiKey: 'other', random: 'other' })).toBe(
        value('${fingerprint:a:63}'),
      );
    });

    it('is another one for another seed, agent or name', () => {
      const all = [
        value('${fingerprint:a:63}'),
        value('${fingerprint:b:63}'),
        value('${fingerprint:a:63}', { seed: 'other' }),
        value('${fingerprint:a:63}', { agentId: 4712 }),
        value('${fingerprint:a:63}', { agentId: undefined }),
      ];
      expect(new Set(all).size).toBe(all.length);
    });
  });
});
