import { choice, list, number, section } from './fields'

const collections = [
  'container',
  'artifact',
  'note',
  'comment',
  'attachment',
  'action_run',
  'playbook_run',
  'approval',
  'task',
] as const

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
    collections: list(choice('A collection of SOAR.', collections), {
      meaning: 'What is looked at; what happens elsewhere stays in SOAR. An empty list turns the way back off.',
      expected: `a list of collections, of ${collections.join(', ')}`,
      example: '[container, note]',
      atLeast: 0,
    }).default([...collections]),
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
