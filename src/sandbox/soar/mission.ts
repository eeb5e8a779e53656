import express, { type Router } from 'express'
import type { JsonObject } from './json'
import type { Soar } from './soar'

/** Fields that the page of a container shows. */
const SHOWN = ['status', 'severity', 'sensitivity', 'label', 'owner_name', 'tags', 'due_time', 'source_data_identifier']

/** `/mission/<id>`: where people look at a container, without a login. Plain, and no part of the REST API. */
export function createMission(soar: Soar): Router {
  return express.Router().get('/:id', (request, response) => {
    const container = soar.tables.container.find(Number(request.params.id))
    if (container === undefined) {
      response.status(404).type('html').send(renderPage('No such container', ''))
      return
    }
    const artifacts = [...soar.tables.artifact.rows()].filter(artifact => artifact.container === container.id)
    const title = `Container ${container.id}: ${String(container.name)}`
    const body = [
      renderTable(SHOWN.map(field => [field, container[field]])),
      `<pre>${escapeHtml(String(container.description ?? ''))}</pre>`,
      ...artifacts.map(renderArtifact),
    ]
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
    response.type('html').send(renderPage(title, body.join('\n')))
  })
}

function renderArtifact({ id, name, label, cef }: JsonObject): string {
  const heading = escapeHtml(`Artifact ${id}: ${String(name)} (${String(label)})`)
  return `<h2>${heading}</h2>${renderTable(Object.entries(cef as JsonObject))}`
}

function renderTable(rows: [string, JsonObject[string] | undefined][]): string {
  const cells = rows.map(
    ([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(readable(value))}</td></tr>`,
  )
  return `<table>${cells.join('')}</table>`
}

function readable(value: JsonObject[string] | undefined): string {
  if (value === null || value === undefined) return '-'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function renderPage(title: string, body: string): string {
  const style =
    'body{font:15px sans-serif;margin:2em;max-width:60em}th{text-align:left;padding-right:2em}h2{font-size:1em}'
  const head = `<meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style>`
  return `<!doctype html><html lang="en"><head>${head}</head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
