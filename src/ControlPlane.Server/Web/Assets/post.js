// Submits the page's form at once. Without this script the person presses its button.
document.getElementById("onward").submit();
