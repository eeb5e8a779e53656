import { readFileSync } from 'node:fs'
import { renderSandboxPage, sandboxPage } from '../support/sandbox-docs'

const page = readFileSync(sandboxPage, 'utf8')

test('the page of the sandboxes lists the scenarios and switches that there are', () => {
  expect(renderSandboxPage(page)).toBe(page)
})

test('a scenario, an option and a switch that the page does not know are found', () => {
  for (const word of ['`doubled-body`', '`jitterMs`', '`artifactDedupe`', '`indexDelayMs`', '`hibernating`']) {
    expect(page).toContain(word)
    const outdated = page.replace(word, '`something`')
    expect(renderSandboxPage(outdated)).not.toBe(outdated)
  }
})
