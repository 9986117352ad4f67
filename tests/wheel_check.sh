#!/usr/bin/env bash
# Builds the wheel, checks what is in it, installs it with its runtime dependencies only into a fresh
# environment, and asks it a question from another folder.
set -euo pipefail
python=$(realpath -s "${1:-python3}")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work" .
wheel=$(echo "$work"/quoth-*.whl)
"$python" - "$wheel" <<'PYTHON'
import sys
import zipfile

names = zipfile.ZipFile(sys.argv[1]).namelist()
tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
assert tops == {"bot", "config", "corpus", "embeddings"}, tops
samples = [name for name in names if name.startswith("corpus/samples/") and name.endswith(".md")]
assert len(samples) >= 5, samples
print(f"wheel holds {len(names)} files of {sorted(tops)}, {len(samples)} sample stories")
PYTHON

"$python" -m venv "$work/env"
pip=("$work/env/bin/python" -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" torch -c constraints.txt
"${pip[@]}" "$wheel" -c constraints.txt
cd "$work"
"$work/env/bin/quoth" --help > /dev/null
reply=$("$work/env/bin/quoth" ask --data "$work/data" "Who said that courthouses are not bait?")
echo "$reply"
grep -q "Cantil-Sakauye" <<< "$reply"
echo "wheel check passed"
