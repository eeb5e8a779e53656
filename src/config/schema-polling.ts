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

export const polling = section('How the bridge hears of what happens in SOAR, which pushes nothing by itself.', {
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
})
