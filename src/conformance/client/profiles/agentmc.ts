import { agentmcBehaviour } from '../../../mock/behaviours/agentmc.ts';
import type { Behaviour } from '../../../mock/types.ts';
import { calmWhenRefused, changesWhatIsInvalid, notFaster } from '../judges/backoff.ts';
import { inApiKeyHeader, keyNowhereElse, keyStaysHere } from '../judges/keys.ts';
import { honoursRetryAfter } from '../judges/limits.ts';
import {
  fingerprintGiven,
  fingerprintsAgree,
  fingerprintStays,
  isAboutTelemetry,
  keyAndContentType,
  models,
  validBodies,
} from '../judges/payload.ts';
import { resumes } from '../judges/resume.ts';
import type { Profile } from '../profile.ts';

/** AgentMC: one operation, and no cadence of its own. */
export const agentmcProfile: Profile = {
  behaviour: agentmcBehaviour as Behaviour,
  kinds: { agentHeartbeat: 'heartbeat' },
  cadences: {},
  rules: {
    'AMC-C-001': { judge: (traffic) => validBodies(traffic, isAboutTelemetry), always: true },
    'AMC-C-002': { judge: keyAndContentType, always: true },
    'AMC-C-003': { judge: models, always: true },
    'AMC-C-004': { judge: fingerprintGiven, always: true },
    'AMC-C-005': { judge: fingerprintStays, always: true },
    'AMC-C-006': { judge: fingerprintsAgree, always: true },
    'AMC-C-007': { judge: (traffic) => keyNowhereElse(traffic, inApiKeyHeader), always: true },
    'AMC-C-008': { judge: honoursRetryAfter, timed: true },
    'AMC-C-009': { judge: notFaster, timed: true },
    'AMC-C-010': { judge: (traffic) => calmWhenRefused(traffic, true), timed: true },
    'AMC-C-011': { judge: changesWhatIsInvalid, timed: true },
    'AMC-C-012': { judge: (traffic) => resumes(traffic, 'hang'), timed: true },
    'AMC-C-013': { judge: (traffic) => resumes(traffic, 'outage'), timed: true },
    'AMC-C-014': {
      judge: (traffic) => keyStaysHere(traffic, inApiKeyHeader, 'no redirect was followed'),
    },
  },
};
