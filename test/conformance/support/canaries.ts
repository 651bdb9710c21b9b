/** Keys of a run, with characters that are written in many ways; no report may tell one. */
export const KEYS = {
  apiKey: 'mca_ca+na/ry=&"%key',
  secondKey: 'mca_se+co/nd=&"%key',
  // No part of it is a word that a page holds by itself.
  forbiddenKey: 'mca_fo+rb/id9den=&"%key',
  inactiveKey: 'mca_in+ac/tive=&"%key',
  headers: { 'x-staging': 'st+ag/ing=&"%secret' },
};

/** All of them. */
export const CANARIES = [
  KEYS.apiKey,
  KEYS.secondKey,
  KEYS.forbiddenKey,
  KEYS.inactiveKey,
  KEYS.headers['x-staging'],
];
