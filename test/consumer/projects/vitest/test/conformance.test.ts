import { createMock } from 'heartbeat-kit';
import { describeConformance } from 'heartbeat-kit/vitest';

// The server under test is one of this process.
describeConformance({
  contract: 'agentradio',
  mock: createMock({ contracts: ['agentradio'] }),
  apiKey: 'ar_agent_demo',
  only: 'AR-S-00*',
});
