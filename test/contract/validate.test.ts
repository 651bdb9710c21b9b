import { describe, expect, expectTypeOf, it } from 'vitest';
import { OptionError, validate, type Validation } from '../../src/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import { contractFolder, contracts } from './support/contracts.ts';
import { readFixtures } from './support/fixtures.ts';

describe('validate', () => {
  it('finds nothing wrong with a valid payload', () => {
    expect(validate('agentradio', 'heartbeat.request', { status: 'idle' })).toEqual({
      valid: true,
      violations: [],
    });
  });

  it('names the place, the rule and the cure of each violation', () => {
    const payload = { status: 'away', queueAwareness: 'yes' };
    expect(validate('agentradio', 'heartbeat.request', payload)).toEqual({
      valid: false,
      violations: [
        {
          pointer: '/status',
          field: 'status',
          keyword: 'enum',
          message: 'The status field must be one of online, idle, busy, offline.',
        },
        {
          pointer: '/queueAwareness',
          field: 'queueAwareness',
          keyword: 'type',
          message: 'The queueAwareness field must be a boolean.',
        },
      ],
    });
  });

  it.each([undefined, null, 7, 'text', [], new Date(0), () => {}, Symbol('x')])(
    'takes anything for a value: %s',
    (value) => {
      expect(validate('agentmc', 'heartbeat.request', value).valid).toBe(false);
    },
  );

  it('calls the value itself a payload, be it of a request or not', () => {
    const { violations } = validate('agentmc', 'heartbeat.response', []);
    expect(violations[0]?.message).toBe('The payload must be an object.');
  });

  it('takes a contract that was loaded', async () => {
    const contract = await loadContract(contractFolder('agentmc'));
    expect(validate(contract, 'ip-address', '::1').valid).toBe(true);
    expect(validate(contract, 'ip-address', 'localhost').valid).toBe(false);
  });

  it.each(contracts)('judges the fixtures of $id as they are meant', async ({ contract }) => {
    const wrong = (await readFixtures(contract.id)).filter(({ shape, payload, expect: meant }) => {
      // What only a header can tell is no matter of the shape.
      const isShapeless = meant.code !== undefined || meant.fields?.includes('host.fingerprint');
      return !isShapeless && validate(contract, shape, payload).valid !== (meant.status === 200);
    });
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it.each(['agentnc', 'constructor', '', undefined, null, {}])(
    'says which contracts there are, where %s is none',
    (contract) => {
      expect(() => validate(contract as never, 'error' as never, {})).toThrow(OptionError);
      expect(() => validate(contract as never, 'error' as never, {})).toThrow(
        /; (?:did you mean agentmc\?|there is agentmc, agentradio, or give what loadContract read)$/,
      );
    },
  );

  it.each(['nothing', 'constructor', '__proto__', ''])(
    'says which shapes there are, where "%s" is none',
    (shape) => {
      expect(() => validate('agentradio', shape as never, {})).toThrow(OptionError);
      expect(() => validate('agentradio', shape as never, {})).toThrow(
        `agentradio has no shape "${shape}"; there is agent-status, agent, catalog-audiences.response`,
      );
    },
  );

  it('knows at compile time which shapes a built-in contract has', () => {
    expectTypeOf(validate<'agentmc'>)
      .parameter(1)
      .extract<'host-meta'>()
      .toEqualTypeOf('host-meta' as const);
    expectTypeOf(validate<'agentmc'>)
      .parameter(1)
      .extract<'agent-status'>()
      .toBeNever();
    expectTypeOf(validate<'agentmc'>).returns.toEqualTypeOf<Validation>();
  });
});
