// Ties the passkey buttons of a page to allauth's scripts. A button says what it does in its data attributes, so that
// no script is written into the page, which the content security policy would refuse.

const ceremonies = window.allauth.webauthn.forms
const kinds = { login: ceremonies.loginForm, authenticate: ceremonies.authenticateForm, add: ceremonies.addForm }

document.querySelectorAll('[data-passkey]').forEach((button) => {
  const { passkey, credential, passwordless } = button.dataset
  const ids = { [passkey]: button.id, credential, passwordless }
  if (document.getElementById('js_data')) ids.data = 'js_data'
  kinds[passkey]({ ids })
  button.addEventListener('click', () => { document.getElementById('passkey-trouble').hidden = true })
})

// Cancelled, timed out, or no passkey there: say so where the button is, instead of nothing.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey-trouble').hidden = false
})
