// Wakes the design system up. Everything on a page works before this runs, and without it.

const design = document.querySelector('meta[name="belisha-design"]')
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

const { initAll } = await import(design.content)
initAll()

// A fragment that htmx swapped in may hold components of the design system.
document.addEventListener('htmx:load', ({ detail }) => {
  if (detail.elt !== document.body) initAll({ scope: detail.elt })
})

// A second press of the same button must not send a form twice. The page may come back from the browser's history.
const sent = new WeakSet()
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.method !== 'post') return
  if (sent.has(event.target)) event.preventDefault()
  sent.add(event.target)
  setTimeout(() => sent.delete(event.target), 3000)
})

// <button type="button" data-print> prints the page.
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) window.print()
})

// An error answer to htmx is a whole page; show it as one instead of nothing.
document.addEventListener('htmx:responseError', (event) => {
  const text = event.detail.xhr.responseText
  if (!text.includes('<main')) return
  const page = new DOMParser().parseFromString(text, 'text/html')
  document.title = page.title
  document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes)
  document.querySelector('main').focus()
})
