// Passkeys: a form with data-passkey="create" or "get" is sent once the device has answered.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const open = (key) => ({ ...key, id: bytes(key.id) });

const asked = async (form) => {
  const inline = document.getElementById("passkey-options");
  const found = inline ? JSON.parse(inline.textContent) : (await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()).request_options;
  const key = found.publicKey;
  key.challenge = bytes(key.challenge);
  for (const list of ["allowCredentials", "excludeCredentials"]) key[list] = key[list]?.map(open);
  if (key.user) key.user = open(key.user);
  return key;
};
const spoken = (given) => {
  const { response } = given;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) if (response[name]) said[name] = text(response[name]);
  if (response.getTransports) said.transports = response.getTransports();
  return { id: given.id, rawId: text(given.rawId), type: given.type, response: said, clientExtensionResults: given.getClientExtensionResults(), authenticatorAttachment: given.authenticatorAttachment };
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-passkey]");
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const publicKey = await asked(form);
    const given = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(spoken(given));
    form.submit();
  } catch (error) {
    failed.hidden = false;
  }
});
