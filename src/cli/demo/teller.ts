import type { Clock } from '../../domain/clock'
import type { FiledTicket, JiraDesk, ServiceNowDesk } from './desks'
import type { Copy } from './read-copies'
import type { Stage } from './stage'

export interface StoryParts {
  stage: Stage
  clock: Clock
  /** Begins a part of the story. */
  tellChapter(title: string): void
  /** What people or systems do, in a line. */
  tellAct(where: string, what: string): void
  /** What came of it in SOAR. */
  tellNews(line: string): void
}

/** Who tells one part of the story after another. */
export interface Teller {
  parts: StoryParts
  jira: JiraDesk
  servicenow: ServiceNowDesk
  /** Tells what is done, waits until SOAR has all of it, and tells what changed there. */
  scene<Result>(where: string, acting: Promise<Result>, says: (result: Result) => string): Promise<Result>
  /** What happened in SOAR until now is told already. */
  skipNews(): Promise<void>
  expect(system: 'jira' | 'servicenow', ticket: FiledTicket, values: readonly string[]): void
  /** What was said or filed on one side of a Jira ticket stands on the other, once: the copy has this part in it. */
  expectCopy(kind: Copy['kind'], ticket: FiledTicket, part: string): void
}
