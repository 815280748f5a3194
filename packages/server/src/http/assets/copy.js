// @ts-check
/** Copy and print buttons. They are hidden until this runs, because without it they would do nothing. */

const confirmationMs = 2000;

const announcer = document.createElement('p');
announcer.className = 'spoken';
announcer.setAttribute('role', 'status');
document.body.append(announcer);

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (button instanceof HTMLButtonElement && navigator.clipboard) enableCopy(button);
}

for (const button of document.querySelectorAll('button[data-print]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/** @param {HTMLButtonElement} button */
function enableCopy(button) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const copied = await copy(button.dataset.copy ?? '');
    button.textContent = copied ? 'Copied' : 'Copying was refused';
    announcer.textContent = button.textContent;
    setTimeout(() => {
      button.textContent = label;
      announcer.textContent = '';
    }, confirmationMs);
  });
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether the browser allowed it
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
