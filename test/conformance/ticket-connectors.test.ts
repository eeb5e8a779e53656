import { jiraWriteNames } from './jira-writes'
import { openJiraSubject, openServiceNowSubject } from './open-ticket-subject'
import { serviceNowWriteNames } from './servicenow-writes'
import { describeTicketConnector } from './ticket-connector-suite'
import { describeTicketWriter } from './ticket-writer-suite'

describeTicketConnector('the connector to Jira Cloud', () => openJiraSubject('cloud'))
describeTicketConnector('the connector to Jira Data Center', () => openJiraSubject('datacenter'))
describeTicketConnector('the connector to ServiceNow', () => openServiceNowSubject())

describeTicketWriter('written to Jira Cloud', jiraWriteNames, () => openJiraSubject('cloud'))
describeTicketWriter('written to Jira Data Center', jiraWriteNames, () => openJiraSubject('datacenter'))
describeTicketWriter('written to ServiceNow', serviceNowWriteNames, () => openServiceNowSubject())
