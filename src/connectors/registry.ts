import { createJiraConnector } from './jira'
import { createServiceNowConnector } from './servicenow'
import { createSoarConnector } from './soar'

/** Every system there is code for: its name, and what makes a connection to it. A guard holds this against the folders. */
export const registry = {
  jira: createJiraConnector,
  servicenow: createServiceNowConnector,
  soar: createSoarConnector,
}
