import { openJiraSubject, openServiceNowSubject } from './open-ticket-subject'
import { describeTicketConnector } from './ticket-connector-suite'

describeTicketConnector('the connector to Jira Cloud', () => openJiraSubject('cloud'))
describeTicketConnector('the connector to Jira Data Center', () => openJiraSubject('datacenter'))
describeTicketConnector('the connector to ServiceNow', () => openServiceNowSubject())
