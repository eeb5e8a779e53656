import { polledCollections } from '../domain/polled-collection'
import { choice, list, number, section } from './fields'

export const polling = section(
  'How the bridge hears of what nobody pushes: what happens in SOAR, and tickets whose webhook was lost.',
  {
    seconds: number(
      {
        meaning: 'Seconds between two looks into a SOAR. A look is a request or two for each collection.',
        expected: 'seconds from 0.05 to 3600',
        example: 15,
      },
      { min: 0.05, max: 3600 },
    ).default(15),
    collections: list(choice('A collection of SOAR.', polledCollections), {
      meaning: 'What is looked at; what happens elsewhere stays in SOAR. An empty list turns the way back off.',
      expected: `a list of collections, of ${polledCollections.join(', ')}`,
      example: '[container, note]',
      atLeast: 0,
    }).default([...polledCollections]),
    sweepSeconds: number(
      {
        meaning:
          'Seconds between two sweeps of a ticketing system for changes that no webhook told of, give or take a tenth.',
        expected: 'seconds from 0.05 to 86400',
        example: 300,
      },
      { min: 0.05, max: 86_400 },
    ).default(300),
  },
)
