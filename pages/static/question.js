// The code of a question stands behind the # of its link, which no server is sent. It is put into the form, taken out of the address and posted.
const code = location.hash.slice(1);
const form = document.getElementById("openen");
if (code && form && /^[0-9A-Za-z -]{16,60}$/.test(code)) {
  history.replaceState(null, "", location.pathname);
  form.elements.namedItem("code").value = code;
  form.requestSubmit();
}
