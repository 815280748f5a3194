// @ts-check
/**
 * Buttons that ask for a security key. The browser shows its own dialog; what the key answers is posted with the form. The
 * buttons are hidden until this runs, because without it they would do nothing.
 */

for (const button of document.querySelectorAll('button[data-security-key]')) {
  if (button instanceof HTMLButtonElement && button.form) enable(button, button.form);
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLFormElement} form
 */
function enable(button, form) {
  if (!('PublicKeyCredential' in window) || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) {
    say(form, 'This browser cannot use security keys. Try another one, or an update of it.');
    return;
  }
  button.hidden = false;
  form.addEventListener('submit', (event) => {
    if (event.submitter !== button || valueOf(form, 'recovery_code') !== '') return;
    event.preventDefault();
    void answer(button, form);
  });
}

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLFormElement} form
 */
async function answer(button, form) {
  button.disabled = true;
  try {
    const credential = await ask(button.dataset.securityKey ?? '', JSON.parse(button.dataset.options ?? ''));
    const field = form.elements.namedItem('security_key');
    if (!(credential instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) return;
    field.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    say(form, advice(error instanceof Error ? error.name : ''));
  } finally {
    button.disabled = false;
  }
}

/**
 * @param {string} what
 * @param {any} options as JSON (WebAuthn Level 3 §5.1.8 and §5.1.9)
 */
function ask(what, options) {
  return what === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

/** @param {string} errorName of the DOMException */
function advice(errorName) {
  if (errorName === 'InvalidStateError') return 'That security key is added already. Use another one.';
  if (errorName === 'SecurityError')
    return 'Security keys do not work at this address: it needs a host name and TLS.';
  return 'No security key answered: it was cancelled, or took too long. Try again.';
}

/**
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function say(form, text) {
  const error = form.querySelector('#security-key-error');
  if (!(error instanceof HTMLElement)) return;
  error.hidden = false;
  error.textContent = text;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field.value : '';
}
