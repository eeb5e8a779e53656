/** What differs from delivery to delivery, as it stands in the template; each as wide as what takes its place. */
export const marks = {
  /** Number of the ticket, five digits. */
  ticket: 'TTTTT',
  /** Number of the delivery, eight digits. */
  delivery: 'DDDDDDDD',
  /** Epoch milliseconds. */
  timestamp: '1999999999999',
  /** The same in ISO 8601, without its zone. */
  updated: 'UUUU-UU-UUTUU:UU:UU.UUU',
}

const site = 'https://acme.atlassian.net/rest/api/2'

function user(accountId: string, displayName: string) {
  return {
    self: `${site}/user?accountId=${accountId}`,
    accountId,
    avatarUrls: {
      '48x48': `https://avatars.acme.example/${accountId}/48`,
      '16x16': `https://avatars.acme.example/${accountId}/16`,
    },
    displayName,
    active: true,
    timeZone: 'Europe/Berlin',
    accountType: 'atlassian',
  }
}

/** An updated issue as Jira Cloud sends it, of about 3 KB; written by hand after its shape. */
export function buildJiraTemplate(): string {
  const reporter = user('5c0ffee0835f6b24545f5b83', 'Beth Okafor')
  const assignee = user('5c0ffee0835f6b24545f5b84', 'Ren Ito')
  return JSON.stringify({
    timestamp: Number(marks.timestamp),
    webhookEvent: 'jira:issue_updated',
    issue_event_type_name: 'issue_generic',
    user: reporter,
    issue: {
      id: `3${marks.ticket}`,
      self: `${site}/issue/3${marks.ticket}`,
      key: `SEC-3${marks.ticket}`,
      fields: fieldsOf(reporter, assignee),
    },
    changelog: {
      id: marks.delivery,
      items: [
        {
          field: 'priority',
          fieldtype: 'jira',
          fieldId: 'priority',
          from: '3',
          fromString: 'Medium',
          to: '2',
          toString: 'High',
        },
        {
          field: 'summary',
          fieldtype: 'jira',
          fieldId: 'summary',
          from: null,
          fromString: 'Beacon',
          to: null,
          toString: 'Beacon seen',
        },
      ],
    },
  })
}

function fieldsOf(reporter: object, assignee: object) {
  return {
    summary: `Beacon seen from ws-${marks.ticket} to 203.0.113.66, look ${marks.delivery}`,
    description:
      `EDR alert ${marks.delivery} on ws-${marks.ticket}:\r\n` +
      'outbound to hxxps://cdn.evil[.]example/a/b?c=d every 60 s, resolved to 198.51.100.23.\r\n' +
      'Dropped file sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, sender billing(at)evil.example.\r\n' +
      'The user opened "invoice_2026.xlsm" from a mail with the subject "Overdue invoice 4711".',
    issuetype: {
      self: `${site}/issuetype/10004`,
      id: '10004',
      name: 'Security Incident',
      subtask: false,
      hierarchyLevel: 0,
    },
    project: {
      self: `${site}/project/10000`,
      id: '10000',
      key: 'SEC',
      name: 'Security Operations',
      projectTypeKey: 'software',
    },
    priority: {
      self: `${site}/priority/2`,
      iconUrl: 'https://acme.atlassian.net/images/icons/priorities/high.svg',
      name: 'High',
      id: '2',
    },
    status: {
      self: `${site}/status/3`,
      description: 'Somebody works on it.',
      name: 'In Progress',
      id: '3',
      statusCategory: {
        self: `${site}/statuscategory/4`,
        id: 4,
        key: 'indeterminate',
        colorName: 'yellow',
        name: 'In Progress',
      },
    },
    created: '2026-11-20T08:15:30.000+0000',
    updated: `${marks.updated}+0000`,
    duedate: '2026-12-01',
    labels: ['edr', 'beacon'],
    components: [],
    resolution: null,
    reporter,
    assignee,
    attachment: [],
    customfield_10040: { self: `${site}/customFieldOption/10020`, value: 'TLP:AMBER', id: '10020' },
    customfield_10041: 'ws-finance',
    votes: { self: `${site}/issue/SEC-3${marks.ticket}/votes`, votes: 0, hasVoted: false },
  }
}
