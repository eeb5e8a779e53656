/** What Jira shows a browser that is not logged in. */
export const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Log in - Jira</title></head><body><form id="login-form"></form></body></html>'
