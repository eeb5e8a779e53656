import type { JsonObject } from '../../domain/json'

/** What people file; all of it is made up (addresses and names are those reserved for examples). */
interface Draft {
  fields: JsonObject
  /** Values in it that must become artifacts. */
  values: string[]
}

export const phishingMail: Draft = {
  fields: {
    summary: 'Phishing mail: your mailbox is full',
    description:
      'Reported by three people in finance, TLP:AMBER.\n' +
      'Sender: help(at)mailbox-help[.]example[.]net, from 203[.]0[.]113[.]45\n' +
      'Link: hxxps://login[.]mailbox-help[.]example[.]net/reset',
    priority: { name: 'Medium' },
    labels: ['phishing'],
  },
  values: ['help@mailbox-help.example.net', '203.0.113.45', 'https://login.mailbox-help.example.net/reset'],
}

export const phishingComment = {
  text: 'Two more people got it, from 198[.]51[.]100[.]23.',
  values: ['198.51.100.23'],
}

export const suspiciousLogin: Draft = {
  fields: {
    summary: 'Login of an administrator from two countries within an hour',
    description: 'TLP:GREEN. Second address: 2001:db8::bad:c0de',
    priority: { name: 'High' },
  },
  values: ['2001:db8::bad:c0de'],
}

export const malwareBeacon: Draft = {
  fields: {
    short_description: 'Malware beacon from lt-4711',
    description:
      'EDR alert, TLP:AMBER. C2: cdn-sync[.]example[.]org (192[.]0[.]2[.]66)\n' +
      'SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    impact: '1',
    urgency: '2',
    category: 'software',
  },
  values: ['cdn-sync.example.org', '192.0.2.66', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
}

export const dataLeak: Draft = {
  fields: {
    short_description: 'Customer data sent to a private mailbox',
    description: 'TLP:RED. Recipient: collector(at)dropbox-mirror[.]example[.]com',
    priority: '2',
  },
  values: ['collector@dropbox-mirror.example.com'],
}

export const duringOutage: Draft = {
  fields: {
    summary: 'VPN gateway is scanned for CVE-2024-3400',
    description: 'Sources: 198.51.100.77 and 198.51.100.78',
    priority: { name: 'Highest' },
  },
  values: ['CVE-2024-3400', '198.51.100.77', '198.51.100.78'],
}

export const duringCut: Draft = {
  fields: {
    summary: 'USB stick found in the parking lot',
    description: 'MD5 of autorun: 44d88612fea8a8f36de82e1278abb02f',
    priority: { name: 'Low' },
  },
  values: ['44d88612fea8a8f36de82e1278abb02f'],
}

export const changedAccount: Draft = {
  fields: {
    summary: 'A supplier writes of a new bank account',
    description: 'TLP:GREEN. Sender: billing(at)supplier-pay[.]example[.]com',
    priority: { name: 'High' },
  },
  values: ['billing@supplier-pay.example.com'],
}

export const verdictOfAnalyst = {
  title: 'Verdict',
  text: 'Harmless: supplier-pay.example.com is the supplier, who confirmed the account by phone.',
  part: 'who confirmed the account by phone',
}

export const answerOfReporter = 'Thanks, then we pay.'

export const evidenceFile = { name: 'mail-headers.txt', text: 'Received: from supplier-pay.example.com' }
