# Shared by the scripts in eng/: sourced, never run.
fail() { echo "$(basename "$0"): $*" >&2; exit 1; }
