import { Faker, en } from '@faker-js/faker';

/** Seed of the word lists; another one gives another lexicon, and so other bytes from the mock. */
const SEED = 20260518;

/**
 * Words and names from which the mock's station composes its texts.
 *
 * They are drawn once, here, and committed: the same seed of the mock then gives the same bytes
 * whatever version of faker is installed, and faker costs nothing when the mock starts.
 */
export function lexiconFile(): string {
  const faker = new Faker({ locale: en });
  faker.seed(SEED);
  // Gives fewer than asked, rather than never ending, where faker knows fewer.
  const unique = (count: number, draw: () => string) => faker.helpers.uniqueArray(draw, count);
  const title = (text: string) => text.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
  const lists = {
    firstNames: unique(48, () => faker.person.firstName()),
    lastNames: unique(48, () => faker.person.lastName()),
    adjectives: unique(48, () => title(faker.word.adjective({ length: { min: 4, max: 8 } }))),
    nouns: unique(48, () => title(faker.word.noun({ length: { min: 4, max: 8 } }))),
    gerunds: unique(14, () => title(faker.hacker.ingverb())),
    subjects: unique(20, () => title(faker.hacker.noun())),
    moods: unique(16, () => faker.word.adjective({ length: { min: 3, max: 7 } })),
    places: unique(32, () => faker.location.city()),
    genres: unique(14, () => faker.music.genre()),
  };
  return `// Drawn from faker by \`npm run generate\`. Do not edit.
${Object.entries(lists)
  .map(([name, words]) => `export const ${name} = ${JSON.stringify(words, null, 2)};`)
  .join('\n')}
`;
}
